import { readFileSync } from "node:fs";

/** A definition of GitHub's template schema, as far as keys are concerned. */
interface Definition {
  readonly context?: readonly string[];
  readonly mapping?: {
    readonly properties?: Readonly<Record<string, string | { readonly type: string }>>;
    readonly "loose-key-type"?: string;
    readonly "loose-value-type"?: string;
  };
  readonly sequence?: { readonly "item-type": string };
  readonly "one-of"?: readonly string[];
  readonly "allowed-values"?: readonly string[];
  readonly string?: { readonly constant?: string };
  readonly null?: object;
}

export interface Schema {
  readonly definitions: Readonly<Record<string, Definition>>;
}

/** The schema inside `@actions/workflow-parser`, which is not among what the package exports. */
export function readSchema(name: "workflow" | "action"): Schema {
  const folder = new URL("../../../node_modules/@actions/workflow-parser/dist/", import.meta.url);
  return JSON.parse(readFileSync(new URL(`${name}-v1.0.min.json`, folder), "utf8"));
}

const typeOf = (property: string | { readonly type: string }) =>
  typeof property === "string" ? property : property.type;

/** What a definition leads to. */
function nextOf({ mapping, sequence, ...definition }: Definition): readonly string[] {
  return [
    ...Object.values(mapping?.properties ?? {}).map(typeOf),
    ...(mapping?.["loose-value-type"] ? [mapping["loose-value-type"]] : []),
    ...(sequence ? [sequence["item-type"]] : []),
    ...(definition["one-of"] ?? []),
  ];
}

/** Every key and every fixed value that a file can have, as `definition.key` and `definition=value`. */
export function schemaPaths({ definitions }: Schema, root: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const paths = new Set<string>();
  const visit = (name: string): void => {
    const definition = definitions[name];
    if (seen.has(name) || definition === undefined) {
      return;
    }
    seen.add(name);
    for (const key of Object.keys(definition.mapping?.properties ?? {})) {
      paths.add(`${name}.${key}`);
    }
    const constant = definition.string?.constant;
    for (const value of [...(definition["allowed-values"] ?? []), ...(constant === undefined ? [] : [constant])]) {
      paths.add(`${name}=${value}`);
    }
    nextOf(definition).forEach(visit);
  };
  visit(root);
  return paths;
}

type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain };

function isMap(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value can be of a definition; looks no further than its keys. */
function fits({ definitions }: Schema, name: string, value: Plain): boolean {
  const definition = definitions[name];
  if (definition === undefined) {
    return name === "any" || (name === "null" ? value === null : typeof value === name);
  }
  if (definition["one-of"]) {
    return definition["one-of"].some((option) => fits({ definitions }, option, value));
  }
  if (definition.mapping) {
    const { properties = {}, "loose-key-type": isLoose } = definition.mapping;
    return isMap(value) && (isLoose !== undefined || Object.keys(value).every((key) => key in properties));
  }
  if (definition.sequence) {
    return Array.isArray(value);
  }
  if (definition["allowed-values"]) {
    return definition["allowed-values"].includes(String(value));
  }
  const constant = definition.string?.constant;
  return constant === undefined ? !isMap(value) && !Array.isArray(value) : value === constant;
}

type Found = readonly [definition: string, value: Plain];

/** What the content of a mapping has: the paths of its keys, and where each leads. */
function readMapping(
  name: string,
  { properties = {}, ...loose }: NonNullable<Definition["mapping"]>,
  value: Readonly<Record<string, Plain>>,
): { readonly paths: readonly string[]; readonly inner: readonly Found[] } {
  const keys = Object.keys(value);
  const typed = keys.map((key) => (properties[key] ? typeOf(properties[key]) : loose["loose-value-type"]));
  return {
    paths: keys.filter((key) => key in properties).map((key) => `${name}.${key}`),
    inner: typed.flatMap((type, index) => (type ? [[type, value[keys[index] ?? ""]] as const] : [])),
  };
}

/** The keys and fixed values of the schema that the content of a file uses. */
export function pathsUsed(schema: Schema, name: string, value: Plain): readonly string[] {
  const definition = schema.definitions[name];
  if (definition === undefined) {
    return [];
  }
  const { "one-of": options, "allowed-values": allowed, mapping, sequence, string } = definition;
  const option = options?.find((candidate) => fits(schema, candidate, value));
  const isFixed = allowed !== undefined || string?.constant !== undefined;
  const map = mapping && isMap(value) ? readMapping(name, mapping, value) : { paths: [], inner: [] };
  const items: readonly Plain[] = sequence && Array.isArray(value) ? value : [];
  const inner: readonly Found[] = [
    ...(option === undefined ? [] : [[option, value] as const]),
    ...items.map((item) => [sequence?.["item-type"] ?? "", item] as const),
    ...map.inner,
  ];
  return [
    ...(isFixed ? [`${name}=${String(value)}`] : []),
    ...map.paths,
    ...inner.flatMap(([below, part]) => pathsUsed(schema, below, part)),
  ];
}
