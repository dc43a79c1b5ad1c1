import {
  checkout,
  github,
  type JobModel,
  job,
  run,
  script,
  text,
  type Workflow,
  workflow,
} from "../src/workflow/index.ts";
import { setupNode } from "./toolchain-steps.ts";
import { verdictJob } from "./verdict-job.ts";

export interface LibraryCheck {
  /** Key of the job. */
  readonly id: string;
  readonly name: string;
  readonly command: string;
  readonly timeoutMinutes: number;
}

/** A library is checked and not delivered anywhere. */
export interface LibraryPipeline {
  readonly branch: string;
  readonly nodeVersion: string;
  readonly install: string;
  readonly checks: readonly LibraryCheck[];
}

export function libraryCiWorkflow(pipeline: LibraryPipeline): Workflow {
  return workflow({
    file: "ci",
    name: "Check",
    on: { pull_request: {}, merge_group: {}, push: { branches: [pipeline.branch] } },
    concurrency: { group: text`ci/${github.ref}`, cancelInProgress: true },
    jobs: [...pipeline.checks.map((check) => checkJob(pipeline, check)), verdictJob("ci")],
  });
}

function checkJob(
  { nodeVersion, install }: LibraryPipeline,
  { id, name, command, timeoutMinutes }: LibraryCheck,
): JobModel {
  return job(id, {
    name,
    timeoutMinutes,
    steps: [
      checkout(),
      setupNode(nodeVersion),
      run("install", script(install), { name: "Install dependencies" }),
      run("check", script(command), { name }),
    ],
  });
}
