import { camelCase } from "../expression/camel-case.ts";
import type { Pin } from "./pin.ts";
import { PinFileError } from "./pin-file.ts";
import { isWorkflowPath } from "./read-action-yml.ts";

/** What every use of these needs its token to be allowed, as their own documentation says. */
const permissions: Readonly<Record<string, string>> = {
  "actions/attest":
    '{ "id-token": { level: "write", why: "identifies the signer" }, attestations: { level: "write", why: "stores the attestation" } }',
  "actions/checkout": '{ contents: { level: "read", why: "checks out" } }',
};

/**
 * `actions/setup-node` → setupNode; elsewhere the owner goes before: `docker/build-push-action` → dockerBuildPush.
 * Dropped: a trailing `-action`, an owner's trailing `-actions`, and an owner or a word that says the same twice. A
 * folder goes behind: `actions/cache/restore` → cacheRestore; so does a workflow's file, without its ending. What
 * would begin with a digit begins with `_`, so that it is a name: `1password/load-secrets-action` →
 * _1passwordLoadSecrets.
 */
export function actionName(action: string): string {
  const [owner = "", repository = "", ...folders] = action.replace(/\.ya?ml$/, "").split("/");
  const name = repository.replace(/-action$/, "").replace(/^\./, "");
  const vendor = owner.replace(/(?:-github)?-actions$/, "");
  const behind = folders.filter((folder) => folder !== ".github" && folder !== "workflows");
  const words = name.split("-").filter((word) => word !== vendor);
  const before = vendor === "actions" || vendor.startsWith(name) ? [name] : [vendor, ...words];
  const parts = [...before, ...behind].join("-").split(/[^A-Za-z0-9]+/);
  const joined: string = camelCase(parts.filter((part) => part !== "").join("-"));
  return /^[A-Za-z]/.test(joined) ? joined : `_${joined}`;
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;
}

function key(name: string): string {
  // Written any other way `__proto__` sets the object's prototype, and is no key.
  return name === "__proto__" ? '["__proto__"]' : /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

function record(entries: readonly (readonly [string, string])[]): string {
  return `{ ${entries.map(([name, value]) => `${key(name)}: ${value}`).join(", ")} }`;
}

function placeOf({ action, version, sha }: Pin): string {
  return `uses: ${JSON.stringify(action)}, version: ${JSON.stringify(version)}, sha: "${sha}",`;
}

function remarkOf({ action, version, inputsFrom }: Pin): string {
  const from = inputsFrom === undefined ? "" : `, with the inputs of ${inputsFrom}`;
  // The end of a comment inside of it would make code of the rest.
  return `  /** ${`${action} ${version}${from}`.replaceAll("*/", "*\\/")} */`;
}

function actionEntry(pin: Pin): string {
  const { action, inputs, outputs } = pin;
  const required = inputs.filter((input) => input.required && input.default === undefined).map(({ name }) => name);
  const lines = [
    placeOf(pin),
    inputs.length > 0 ? `inputs: ${list(inputs.map(({ name }) => name))},` : "",
    required.length > 0 ? `required: ${list(required)},` : "",
    outputs.length > 0 ? `outputs: ${list(outputs)},` : "",
    permissions[action] ? `permissions: ${permissions[action]},` : "",
  ].filter(Boolean);
  return `${remarkOf(pin)}\n  ${key(actionName(action))}: pinnedAction({\n    ${lines.join("\n    ")}\n  }),`;
}

function workflowEntry(pin: Pin): string {
  const { action, inputs, outputs, secrets = [] } = pin;
  const required = ({ required: is }: { readonly required: boolean }) => (is ? ", required: true" : "");
  const taken = inputs.map((input) => {
    const text = `input.${input.type ?? "string"}({ description: ""${required(input)} })`;
    return [input.name, text] as const;
  });
  const lines = [
    placeOf(pin),
    inputs.length > 0 ? `inputs: ${record(taken)},` : "",
    secrets.length > 0
      ? `secrets: ${record(secrets.map((secret) => [secret.name, secret.required ? "{ required: true }" : "{}"]))},`
      : "",
    outputs.length > 0 ? `outputs: ${list(outputs)},` : "",
  ].filter(Boolean);
  return `${remarkOf(pin)}\n  ${key(actionName(action))}: remoteWorkflow({\n    ${lines.join("\n    ")}\n  }),`;
}

export interface GenerateOptions {
  /** The pin file, for the first line and for messages. */
  readonly from: string;
  /** What writes the module again. */
  readonly command: string;
  /** Where `pinnedAction` is imported from. */
  readonly actionModule: string;
  /** Where `remoteWorkflow` and `input` are imported from; without it reusable workflows are left out. */
  readonly workflowModule?: string;
  /** Whether it is JavaScript, which has no `as const`. @default false */
  readonly isJavaScript?: boolean;
}

function checkNames(pins: readonly Pin[], from: string): void {
  const named = pins.map(({ action }) => ({ action, name: actionName(action) }));
  const problems = named.flatMap(({ action, name }, index) => {
    const first = named.findIndex((other) => other.name === name);
    const twin = first < index ? named[first]?.action : undefined;
    return twin === undefined ? [] : [`${twin} and ${action} would both be called ${name}; keep one of them`];
  });
  const revoked = pins.flatMap(({ action, version, revoked: why }) =>
    why === undefined ? [] : [`${action} ${version} must not be used: ${why}. Pin another version`],
  );
  if (problems.length + revoked.length > 0) {
    throw new PinFileError(from, [...problems, ...revoked]);
  }
}

/**
 * The module with a typed value for each pin. Same pins, same bytes.
 * @throws PinFileError when two would have one name, or one must not be used
 */
export function generateActions(pins: readonly Pin[], options: GenerateOptions): string {
  const { from, command, actionModule, workflowModule, isJavaScript = false } = options;
  checkNames(pins, from);
  const actions = pins.filter(({ action }) => !isWorkflowPath(action));
  const workflows = workflowModule === undefined ? [] : pins.filter(({ action }) => isWorkflowPath(action));
  const end = isJavaScript ? "};" : "} as const;";
  const imports =
    workflows.length === 0
      ? [`import { pinnedAction } from "${actionModule}";`]
      : workflowModule === actionModule
        ? [`import { input, pinnedAction, remoteWorkflow } from "${actionModule}";`]
        : [
            `import { pinnedAction } from "${actionModule}";`,
            `import { input, remoteWorkflow } from "${workflowModule}";`,
          ];
  const lines = [
    `// Generated from ${from} by ${command}. Do not edit: change the pins, then run it again.`,
    ...imports,
    "",
    "/** The actions in the pin file, each at its commit, with its inputs and outputs. */",
    "export const actions = {",
    ...actions.map(actionEntry),
    end,
    ...(workflows.length === 0
      ? []
      : [
          "",
          "/** The reusable workflows in the pin file, each at its commit, with what it is called with. */",
          "export const workflows = {",
          ...workflows.map(workflowEntry),
          end,
        ]),
  ];
  return `${lines.join("\n")}\n`;
}
