import { TemplateSchema } from "@actions/workflow-parser/templates/schema/index";
import {
  BooleanToken,
  MappingToken,
  NullToken,
  NumberToken,
  SequenceToken,
  StringToken,
} from "@actions/workflow-parser/templates/tokens/index";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";
import { BuildError } from "../build-error.ts";

/**
 * The parser's schema from its JSON, without first checking that JSON against the schema of schemas: it never changes,
 * and a test compares the outcome. The check takes a fifth of the time of a first file.
 */
export function readSchema(json: unknown): TemplateSchema {
  const token = toToken(json);
  if (!(token instanceof MappingToken)) throw new BuildError("The parser's schema is not a mapping.");
  const schema = new TemplateSchema(token);
  Reflect.get(schema, "validate").call(schema);
  return schema;
}

function toToken(value: unknown): TemplateToken {
  if (typeof value === "string") return new StringToken(undefined, undefined, value, undefined);
  if (typeof value === "boolean") return new BooleanToken(undefined, undefined, value, undefined);
  if (typeof value === "number") return new NumberToken(undefined, undefined, value, undefined);
  if (Array.isArray(value)) {
    const sequence = new SequenceToken(undefined, undefined, undefined);
    for (const item of value) sequence.add(toToken(item));
    return sequence;
  }
  if (typeof value !== "object" || value === null) return new NullToken(undefined, undefined, undefined);
  const mapping = new MappingToken(undefined, undefined, undefined);
  for (const [key, item] of Object.entries(value)) {
    mapping.add(new StringToken(undefined, undefined, key, undefined), toToken(item));
  }
  return mapping;
}
