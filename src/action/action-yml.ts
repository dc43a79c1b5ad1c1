import { Document } from "yaml";
import type { ActionDefinition, InputDefinition } from "./define-action.ts";

const header = " Generated from inputs.ts by `npm run build`. Do not edit.";

/** The text of an action's action.yml. All actions share one folder of bundles beside them. */
export function actionYml(action: ActionDefinition): string {
  const document = new Document({
    name: action.title,
    description: action.description,
    inputs: mapValues(action.inputs, inputMetadata),
    ...(Object.keys(action.outputs).length > 0 && {
      outputs: mapValues(action.outputs, (description) => ({ description })),
    }),
    runs: { using: "node24", main: `../dist/${action.name}.mjs` },
  });
  document.commentBefore = header;
  return document.toString({ lineWidth: 0 });
}

function inputMetadata(input: InputDefinition): Record<string, unknown> {
  return {
    description: input.description,
    required: input.required,
    ...(input.default !== undefined && { default: input.default }),
  };
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, toValue: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toValue(value)]));
}
