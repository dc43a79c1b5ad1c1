import { checkout, type Expression, type JobModel, job, run, script, succeeded } from "../src/workflow/index.ts";
import type { Pipeline, PipelineIntegration } from "./pipeline.ts";
import { keepFiles, setupSteps, workingDirectory } from "./toolchain-steps.ts";

type Deployed = JobModel & { readonly outputs: { readonly url: Expression<string> } };

/** Tests over HTTP what was just deployed, as its users reach it. */
export function integrationJob(pipeline: Pipeline, integration: PipelineIntegration, deployed: Deployed): JobModel {
  const env = {
    ...integration.env,
    BASE_URL: deployed.outputs.url,
    // From the working directory, like every path in the options.
    JUNIT_FILE: `${integration.results}/integration.xml`,
  };
  const tests = run("integration", script(`mkdir -p ${integration.results}\n${integration.command}`), {
    name: "Integration tests",
    env,
    ...workingDirectory(pipeline),
  });
  return job("integration", {
    name: `Integration tests in ${integration.after}`,
    if: succeeded(deployed),
    timeoutMinutes: 30,
    steps: [
      checkout(),
      ...setupSteps(pipeline),
      tests,
      keepFiles(pipeline, `integration-${pipeline.service}`, integration.results),
    ],
  });
}
