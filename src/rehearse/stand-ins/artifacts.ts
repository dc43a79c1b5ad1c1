import { cpSync, existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { StandIn } from "./stand-in.ts";

/** actions/upload-artifact: copies the paths beside the run instead of sending them to GitHub. */
export const uploadArtifact: StandIn = async ({ inputs, state }) => {
  const name = inputs.name || "artifact";
  const target = join(state.artifacts, name);
  const paths = (inputs.path ?? "")
    .split("\n")
    .map((path) => path.trim())
    .filter(Boolean);
  const found = paths.map((path) => join(state.workspace, path)).filter((path) => existsSync(path));
  if (found.length === 0 && inputs["if-no-files-found"] === "error") {
    throw new TidegateError("not-found", `No files were found at ${paths.join(", ")} for the artifact '${name}'.`);
  }
  mkdirSync(target, { recursive: true });
  for (const path of found) cpSync(path, join(target, basename(path)), { recursive: true });
  return {
    outputs: { "artifact-id": "1" },
    says: `kept ${found.length} of ${paths.length} path(s) as artifact '${name}' beside the run; nothing was uploaded`,
  };
};

/** actions/download-artifact: copies what an earlier job of this run kept. */
export const downloadArtifact: StandIn = async ({ inputs, state }) => {
  const source = inputs.name ? join(state.artifacts, inputs.name) : state.artifacts;
  if (!existsSync(source)) {
    throw new TidegateError("not-found", `No job of this run kept an artifact '${inputs.name ?? ""}'.`);
  }
  cpSync(source, join(state.workspace, inputs.path ?? ""), { recursive: true });
  return { says: `copied artifact '${inputs.name || "(all)"}' of this run` };
};
