import type { ActionDefinition } from "../action/define-action.ts";
import { camelCase } from "../workflow/expression/camel-case.ts";

/** Where synth places our actions in an adopting repository, from its root. */
const vendoredFolder = "./.github/actions/tidegate";

/** Text of the module through which workflows know our actions: typed like any other action, and by no other way. */
export function stepFunctions(definitions: readonly ActionDefinition[]): string {
  return `// Generated from actions/*/inputs.ts by src/build/generate-action-files.ts. Do not edit.
import { localAction } from "../src/workflow/model/action.ts";

/** tidegate's own actions, as synth vendors them. */
export const tidegateActions = {
${definitions.map(entry).join("\n")}
} as const;
`;
}

function entry({ name, inputs, outputs, permissions }: ActionDefinition): string {
  const required = Object.entries(inputs).flatMap(([input, definition]) => (definition.required ? [input] : []));
  const lines = [
    `name: ${JSON.stringify(name)}, path: ${JSON.stringify(`${vendoredFolder}/${name}`)},`,
    `inputs: ${JSON.stringify(Object.keys(inputs))},`,
    required.length > 0 ? `required: ${JSON.stringify(required)},` : "",
    Object.keys(outputs).length > 0 ? `outputs: ${JSON.stringify(Object.keys(outputs))},` : "",
    permissions ? `permissions: ${JSON.stringify(permissions)},` : "",
  ].filter(Boolean);
  return `  ${camelCase(name) as string}: localAction({\n    ${lines.join("\n    ")}\n  }),`;
}
