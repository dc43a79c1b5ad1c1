/**
 * TypeScript as data: what an import writes. Printed for people, and evaluated as it is to compare what it makes with
 * what was imported; so no text of a foreign file is ever run.
 */
export type Code =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** Something `tidegate/workflow` exports. */
  | { readonly kind: "library"; readonly name: string }
  /** A constant declared before. */
  | { readonly kind: "constant"; readonly name: string }
  | { readonly kind: "member"; readonly of: Code; readonly property: string }
  | {
      readonly kind: "call";
      readonly callee: Code;
      /** What the compiler cannot infer: `string`, `readonly string[]`. */
      readonly type?: string;
      readonly args: readonly Code[];
    }
  | { readonly kind: "object"; readonly entries: readonly Entry[] }
  | { readonly kind: "array"; readonly items: readonly Code[] }
  /** text`…`, sh`…`: the pieces as they shall arrive. */
  | {
      readonly kind: "template";
      readonly tag: TemplateTag;
      readonly pieces: readonly string[];
      readonly values: readonly Code[];
    }
  /** `(inputs) => { …; return result; }` */
  | {
      readonly kind: "function";
      readonly parameter: string;
      readonly declarations: readonly Declaration[];
      readonly result: Code;
    }
  | { readonly kind: "remarked"; readonly code: Code; readonly remarks: readonly string[] };

export type TemplateTag = "text" | "sh";

export interface Entry {
  readonly key: string;
  readonly value: Code;
}

/** `const name = …;` */
export interface Declaration {
  readonly name: string;
  readonly code: Code;
  readonly remarks: readonly string[];
}

/** A module that imports the library, declares constants and exports the last. */
export interface Program {
  readonly remarks: readonly string[];
  readonly declarations: readonly Declaration[];
}

export function literal(value: string | number | boolean | null): Code {
  return { kind: "literal", value };
}

export function constant(name: string): Code {
  return { kind: "constant", name };
}

export function member(of: Code, ...properties: readonly string[]): Code {
  return properties.reduce<Code>((owner, property) => ({ kind: "member", of: owner, property }), of);
}

/** Something of the library, or a part of it: `library("actions", "checkout")`. */
export function library(name: string, ...properties: readonly string[]): Code {
  return member({ kind: "library", name }, ...properties);
}

/** A call of something the library exports. */
export function call(name: string, ...args: readonly Code[]): Code {
  return { kind: "call", callee: library(name), args };
}

/** A call with the type that the compiler cannot infer. */
export function typedCall(callee: Code, type: string | undefined, args: readonly Code[]): Code {
  return { kind: "call", callee, args, ...(type === undefined ? {} : { type }) };
}

export function array(items: readonly Code[]): Code {
  return { kind: "array", items };
}

/** An object, without the entries that are undefined. */
export function object(entries: Readonly<Record<string, Code | undefined>>): Code & { readonly kind: "object" } {
  const given = Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
  return { kind: "object", entries: given };
}

export function isEmpty(code: Code): boolean {
  return (code.kind === "object" && code.entries.length === 0) || (code.kind === "array" && code.items.length === 0);
}

/** Plain data as code. */
export function data(value: unknown): Code {
  if (Array.isArray(value)) {
    return array(value.map(data));
  }
  if (typeof value === "object" && value !== null) {
    return { kind: "object", entries: Object.entries(value).map(([key, inner]) => ({ key, value: data(inner) })) };
  }
  return literal(value as string | number | boolean | null);
}

/** The code and everything in it, outermost first. */
export function codesOf(code: Code): readonly Code[] {
  return [code, ...childrenOf(code).flatMap(codesOf)];
}

function childrenOf(code: Code): readonly Code[] {
  switch (code.kind) {
    case "member":
      return [code.of];
    case "call":
      return [code.callee, ...code.args];
    case "object":
      return code.entries.map(({ value }) => value);
    case "array":
      return code.items;
    case "template":
      return [{ kind: "library", name: code.tag }, ...code.values];
    case "function":
      return [...code.declarations.map((declaration) => declaration.code), code.result];
    case "remarked":
      return [code.code];
    default:
      return [];
  }
}
