import { always, each, type JobModel, job, join, needs, run, sh } from "../src/workflow/index.ts";

/**
 * The one check to require, `ci`. GitHub takes a skipped job for a passed one, so this one always runs and counts for
 * itself: anything but success of every other is a failure. Jobs that are added to the workflow count too, and those
 * that are removed do not.
 *
 * @param name what the check is called where it is required
 */
export function verdictJob(name: string): JobModel {
  return job("ci", {
    name,
    timeoutMinutes: 5,
    needs: "all",
    if: always(),
    steps: [
      run(
        "verdict",
        sh`
          for result in \${RESULTS:-none}; do
            if [ "$result" != success ]; then
              echo "::error::Not every job succeeded: $RESULTS"
              exit 1
            fi
          done
        `,
        { name: "Every job succeeded", env: { RESULTS: join(each(needs, "result"), " ") } },
      ),
    ],
  });
}
