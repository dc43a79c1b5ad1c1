import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { ImageRegistry } from "../../registry/index.ts";
import { makeBundle, pushBundle } from "../../targets/embedded/bundle.ts";
import { parseFinalStage } from "./final-stage.ts";
import type { StandIn } from "./stand-in.ts";

/**
 * docker/build-push-action: packs the build context as a bundle that the embedded target can run, and pushes it by
 * digest through the registry's own API.
 */
export const buildPush: StandIn = async ({ inputs, state }) => {
  const context = join(state.workspace, inputs.context || ".");
  const dockerfile = inputs.file || join(inputs.context || ".", "Dockerfile");
  const stage = parseFinalStage(dockerfile, readFileSync(join(state.workspace, dockerfile), "utf8"));
  const image = imageName(inputs.outputs ?? "");
  const bundle = await makeBundle({
    directory: context,
    command: stage.command,
    env: stage.env,
    workingDirectory: stage.workingDirectory,
    exposedPorts: stage.ports,
    labels: parseLabels(inputs.labels ?? ""),
  });
  const digest = await pushBundle(new ImageRegistry({ mirrors: state.world.registryMirrors }), image, bundle);
  return {
    outputs: { digest, imageid: digest },
    says: `packed ${inputs.context || "."} as a bundle and pushed ${image}@${digest.slice(0, 19)}…; the Dockerfile's build steps did not run, no SBOM or provenance was made`,
  };
};

/** The image that `outputs: type=image,name=…` names. */
function imageName(outputs: string): string {
  const name = /(?:^|,)name=([^,]+)/.exec(outputs)?.[1];
  if (name) return name;
  throw new TidegateError("unsupported", `A rehearsal pushes images by name; \`outputs\` is '${outputs}'.`);
}

function parseLabels(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
