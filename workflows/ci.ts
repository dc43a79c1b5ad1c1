import {
  checkout,
  github,
  type JobModel,
  job,
  run,
  script,
  sh,
  text,
  type Workflow,
  workflow,
} from "../src/workflow/index.ts";
import { coverageStep } from "./delivery-steps.ts";
import { triggerPaths } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";
import { commandStep, keepFiles, setupNodeForSynth, setupSteps } from "./toolchain-steps.ts";
import { verdictJob } from "./verdict-job.ts";

/** Before a merge, and on the main branch: lint, unit tests with coverage, and whether the generated files are current. */
export function ciWorkflow(pipeline: Pipeline): Workflow {
  const checks = [lint(pipeline), test(pipeline), drift(pipeline)];
  const paths = triggerPaths(pipeline);
  return workflow({
    file: `${pipeline.filePrefix}ci`,
    name: `Check ${pipeline.service}`,
    on: {
      pull_request: paths,
      // A merge queue waits for the check whatever changed, so this one has no paths.
      merge_group: {},
      push: { branches: [pipeline.branch], ...paths },
    },
    concurrency: { group: text`ci/${pipeline.service}/${github.ref}`, cancelInProgress: true },
    jobs: [...checks, verdictJob(`${pipeline.filePrefix}ci`, checks)],
  });
}

function lint(pipeline: Pipeline): JobModel {
  return job("lint", {
    name: "Lint",
    timeoutMinutes: 15,
    steps: [checkout(), ...setupSteps(pipeline), commandStep(pipeline, "lint", "Lint", pipeline.toolchain.lint)],
  });
}

function test(pipeline: Pipeline): JobModel {
  const report = pipeline.toolchain.report;
  return job("test", {
    name: "Unit tests",
    timeoutMinutes: 30,
    steps: [
      checkout(),
      ...setupSteps(pipeline),
      commandStep(pipeline, "test", "Unit tests", pipeline.toolchain.test),
      coverageStep(pipeline),
      keepFiles(pipeline, `coverage-${pipeline.service}`, report),
    ],
  });
}

function drift(pipeline: Pipeline): JobModel {
  return job("drift", {
    name: "Generated files are current",
    timeoutMinutes: 15,
    steps: [
      checkout(),
      setupNodeForSynth(pipeline),
      run("install", script(pipeline.synth.install), { name: "Install the generator" }),
      run("synth", script(pipeline.synth.command), { name: "Generate" }),
      run("compare", compare(pipeline.synth.command), { name: "Compare" }),
    ],
  });
}

/** Untracked files count as well: a generated file that was never committed is a difference. */
function compare(command: string) {
  return sh`
    git add --intent-to-add .
    if git diff --exit-code > "$RUNNER_TEMP/drift.diff"; then
      echo "Generated files are current."
      exit 0
    fi
    cat "$RUNNER_TEMP/drift.diff"
    advice=${`Generated files differ from what their source gives. Run ${command} and commit the result; do not edit them by hand.`}
    {
      echo "### Generated files are not current"
      echo
      echo "$advice"
      echo
      echo '\`\`\`\`diff'
      head -c 60000 "$RUNNER_TEMP/drift.diff"
      echo '\`\`\`\`'
    } >> "$GITHUB_STEP_SUMMARY"
    echo "::error title=Generated files are not current::$advice"
    exit 1
  `;
}
