import { actions, checkout, github, job, type StepModel, text, uses } from "../src/workflow/index.ts";
import { loginStep } from "./delivery-steps.ts";
import { inRepository } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/** Builds the image, once: from here on it is only ever named by its digest. Nothing is restored from a cache. */
export function imageJob(pipeline: Pipeline) {
  const build = buildStep(pipeline);
  return job("image", {
    name: "Image",
    timeoutMinutes: 45,
    steps: [
      checkout(),
      ...emulation(pipeline),
      uses("buildx", actions.dockerSetupBuildx, {}, { name: "Set up Buildx" }),
      loginStep(pipeline, { level: "write", why: "pushes the image" }),
      build,
      ...(pipeline.attestations ? [attestStep(pipeline, build)] : []),
    ],
    outputs: { digest: build.outputs.digest },
  });
}

function buildStep(pipeline: Pipeline) {
  const { attestations, directory, image } = pipeline;
  return uses(
    "build",
    actions.dockerBuildPush,
    {
      context: directory,
      file: inRepository(pipeline, image.dockerfile),
      platforms: image.platforms,
      outputs: `type=image,name=${image.name},push-by-digest=true,name-canonical=true,push=true`,
      labels: text`org.opencontainers.image.revision=${github.sha}\norg.opencontainers.image.source=${github.serverUrl}/${github.repository}`,
      sbom: attestations,
      provenance: attestations ? "mode=max" : false,
    },
    { name: "Build and push by digest" },
  );
}

function attestStep({ image }: Pipeline, build: ReturnType<typeof buildStep>): StepModel {
  return uses(
    "attest",
    actions.attest,
    { subjectName: image.name, subjectDigest: build.outputs.digest, pushToRegistry: true },
    { name: "Sign where it was built from" },
  );
}

/** Other processors than the runner's are emulated. */
function emulation({ image }: Pipeline): readonly StepModel[] {
  return image.platforms.every((platform) => platform === "linux/amd64")
    ? []
    : [uses("qemu", actions.dockerSetupQemu, {}, { name: "Set up QEMU" })];
}
