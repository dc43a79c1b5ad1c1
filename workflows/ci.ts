import {
  checkout,
  github,
  type JobModel,
  job,
  run,
  type Script,
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
    jobs: [lint(pipeline), test(pipeline), drift(pipeline), verdictJob(`${pipeline.filePrefix}ci`)],
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
      run("check", driftCheck(pipeline), { name: "Compare with what synth writes" }),
    ],
  });
}

/**
 * Only the installed command: one of that name from a registry would be somebody else's. It knows what `npx projen`
 * runs; another command has to be told.
 */
function driftCheck({ synth }: Pipeline): Script {
  return synth.command === "npx projen"
    ? sh`npx --no -- tidegate check`
    : sh`npx --no -- tidegate check --synth ${synth.command}`;
}
