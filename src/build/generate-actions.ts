/** Writes src/workflow/pins/actions.gen.ts from the pin file: `node src/build/generate-actions.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { TidegateError } from "../errors/tidegate-error.ts";
import { camelCase } from "../workflow/expression/camel-case.ts";

interface Pin {
  readonly action: string;
  readonly version: string;
  readonly sha: string;
  readonly inputs: readonly { readonly name: string; readonly required: boolean; readonly default: unknown }[];
  readonly outputs: readonly string[];
}

const pinsUrl = new URL("../workflow/pins/action-pins.json", import.meta.url);
const generatedUrl = new URL("../workflow/pins/actions.gen.ts", import.meta.url);

/** What every use of these needs its token to be allowed, as their own documentation says. */
const permissions: Readonly<Record<string, string>> = {
  "actions/attest":
    '{ "id-token": { level: "write", why: "identifies the signer" }, attestations: { level: "write", why: "stores the attestation" } }',
  "actions/checkout": '{ contents: { level: "read", why: "checks out" } }',
};

/**
 * `actions/setup-node` → setupNode; elsewhere the owner goes before: `docker/build-push-action` → dockerBuildPush.
 * Dropped: a trailing `-action`, an owner's trailing `-actions`, and an owner or a word that says the same twice.
 */
export function actionName(action: string): string {
  const [owner = "", repository = ""] = action.split("/");
  const name = repository.replace(/-action$/, "");
  const vendor = owner.replace(/(?:-github)?-actions$/, "");
  if (vendor === "actions" || vendor.startsWith(name)) {
    return camelCase(name) as string;
  }
  const words = name.split("-").filter((word) => word !== vendor);
  return camelCase([vendor, ...words].join("-")) as string;
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;
}

function entry({ action, version, sha, inputs, outputs }: Pin): string {
  const required = inputs.filter((input) => input.required && input.default === null).map(({ name }) => name);
  const lines = [
    `uses: ${JSON.stringify(action)}, version: ${JSON.stringify(version)}, sha: "${sha}",`,
    inputs.length > 0 ? `inputs: ${list(inputs.map(({ name }) => name))},` : "",
    required.length > 0 ? `required: ${list(required)},` : "",
    outputs.length > 0 ? `outputs: ${list(outputs)},` : "",
    permissions[action] ? `permissions: ${permissions[action]},` : "",
  ].filter(Boolean);
  return `  /** ${action} ${version} */\n  ${actionName(action)}: pinnedAction({\n    ${lines.join("\n    ")}\n  }),`;
}

/** @throws TidegateError when two actions would have one name */
export function generateActions(pins: readonly Pin[]): string {
  const names = pins.map(({ action }) => actionName(action));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new TidegateError("invalid-configuration", `Two pinned actions would be called ${twice}. Rename one here.`);
  }
  return `// Generated from action-pins.json by src/build/generate-actions.ts. Do not edit: change the pins, then run it again.
import { pinnedAction } from "../model/action.ts";

/** The actions in the pin file, each at its commit, with its inputs and outputs. */
export const actions = {
${pins.map(entry).join("\n")}
} as const;
`;
}

export function readPins(): readonly Pin[] {
  return JSON.parse(readFileSync(pinsUrl, "utf8"));
}

export function readGeneratedActions(): string {
  return readFileSync(generatedUrl, "utf8");
}

if (import.meta.main) {
  writeFileSync(generatedUrl, generateActions(readPins()));
}
