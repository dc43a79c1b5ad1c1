import { always, type Expression, type JobModel, job, run, sh, text } from "../src/workflow/index.ts";

/**
 * The one check to require, `ci`. GitHub takes a skipped job for a passed one, so this one always runs and counts for
 * itself: anything but success of every other is a failure.
 *
 * @param name what the check is called where it is required
 */
export function verdictJob(name: string, checks: readonly JobModel[]): JobModel {
  const [first, ...others] = checks.map(({ result }): Expression<string> => result);
  const results = others.reduce((all, result) => text`${all} ${result}`, text`${first ?? "missing"}`);
  return job("ci", {
    name,
    timeoutMinutes: 5,
    needs: checks,
    if: always(),
    steps: [
      run(
        "verdict",
        sh`
          for result in $RESULTS; do
            if [ "$result" != success ]; then
              echo "::error::Not every job succeeded: $RESULTS"
              exit 1
            fi
          done
        `,
        { name: "Every job succeeded", env: { RESULTS: results } },
      ),
    ],
  });
}
