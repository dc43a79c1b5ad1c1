import { actions, notCancelled, run, type StepModel, script, uses } from "../src/workflow/index.ts";
import { inRepository } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/** The runner's own Node for what is not the service's: regenerating files. */
const nodeForSynth = "24";

/** Installs the service's tools. Nothing that was stored by another run is restored where an image is published. */
export function setupSteps(pipeline: Pipeline): readonly StepModel[] {
  const { toolchain } = pipeline;
  if (toolchain.kind === "commands") {
    return toolchain.setup === undefined ? [] : [commandStep(pipeline, "setup", "Set up", toolchain.setup)];
  }
  return [setupNode(toolchain.version), commandStep(pipeline, "install", "Install dependencies", toolchain.install)];
}

/** Node without a cache: what other runs stored is not trusted, and a lockfile install is quick. */
export function setupNode(version: string): StepModel {
  return uses(
    "node",
    actions.setupNode,
    { nodeVersion: version, packageManagerCache: false },
    { name: `Set up Node ${version}` },
  );
}

export function setupNodeForSynth(pipeline: Pipeline): StepModel {
  return setupNode(pipeline.toolchain.kind === "node" ? pipeline.toolchain.version : nodeForSynth);
}

/** A command of the options, run in the service's directory. */
export function commandStep(pipeline: Pipeline, id: string, name: string, command: string): StepModel {
  return run(id, script(command), { name, ...workingDirectory(pipeline) });
}

export function workingDirectory({ directory }: Pipeline): { readonly workingDirectory?: string } {
  return directory === "." ? {} : { workingDirectory: directory };
}

/** Keeps files of a run that may have failed, for people to look at. */
export function keepFiles(pipeline: Pipeline, name: string, path: string): StepModel {
  return uses(
    "keep",
    actions.uploadArtifact,
    { name, path: inRepository(pipeline, path), ifNoFilesFound: "warn", retentionDays: 30 },
    { name: `Keep ${name}`, if: notCancelled() },
  );
}
