import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Plugin } from "esbuild";
import { BuildError } from "../build-error.ts";

const deferred = join(import.meta.dirname, "deferred-dictionary.ts");
const errorDictionary = join(import.meta.dirname, "error-dictionary.ts");
const readSchema = join(import.meta.dirname, "read-schema.ts");
const parseYaml = join(import.meta.dirname, "../../workflow/check/parse-yaml.ts");

type Edits = readonly (readonly [from: string, to: string])[];

const schemaEdits: Edits = [
  ["const json = JSON.stringify(WorkflowSchema);", ""],
  ["schema = TemplateSchema.load(new JSONObjectReader(undefined, json));", "schema = readSchema(WorkflowSchema);"],
];

/** The YAML that our rules have read from the same text is not read once more. */
const readerEdits: Edits = [
  [
    "this.lineCounter = new LineCounter();",
    "const known = takeParsed(content);\n        this.lineCounter = known?.counter ?? new LineCounter();",
  ],
  ["this.doc = parseDocument(content, {", "this.doc = known?.document ?? parseDocument(content, {"],
];

/** In the language service's `github` context: made once a file, not once an expression; its event when it is read. */
const githubContextEdits: Edits = [
  ["export function getGithubContext(workflowContext, mode) {", "function makeGithubContext(workflowContext, mode) {"],
  [
    "value: getEventContext(workflowContext, mode),",
    `value: workflowContext?.template?.events?.workflow_call
                    ? getEventContext(workflowContext, mode)
                    : new DeferredDictionary(() => getEventContext(workflowContext, mode)),`,
  ],
];
const githubContextAddition = `
import { DeferredDictionary } from ${JSON.stringify(deferred)};
const known = new WeakMap();
export function getGithubContext(workflowContext, mode) {
    const template = workflowContext?.template;
    if (template === undefined) return makeGithubContext(workflowContext, mode);
    const byMode = known.get(template) ?? new Map();
    known.set(template, byMode);
    const context = byMode.get(mode) ?? makeGithubContext(workflowContext, mode);
    byMode.set(mode, context);
    return context;
}
`;

/** The module with the payloads is evaluated when one is asked for: esbuild does so with what is required in a function. */
function deferredPayloads(path: string): string {
  const names = ["getSupportedEventTypes", "getEventPayload"];
  const load = `require(${JSON.stringify(path)})`;
  return names.map((name) => `export const ${name} = (...values) => ${load}.${name}(...values);`).join("\n");
}

/** 600 kB of JSON in 40. */
function compressed(json: unknown): string {
  const packed = brotliCompressSync(JSON.stringify(json)).toString("base64");
  const unpacked = `require("node:zlib").brotliDecompressSync(Buffer.from("${packed}", "base64"))`;
  return `export default JSON.parse(String(${unpacked}));`;
}

/**
 * Makes GitHub's language service fast enough for every synth, without leaving anything out: it builds and copies the
 * payloads of all events of a workflow anew for each expression, 20 ms of the 25 ms that a file takes. The
 * payloads are unpacked when the first of them is needed. Fails the build when a new version of the
 * language service has no longer what is changed here.
 */
export const leanParser: Plugin = {
  name: "lean-parser",
  setup(build) {
    build.onLoad(
      { filter: /[\\/]languageservice[\\/]dist[\\/]context-providers[\\/]github\.js$/ },
      async ({ path }) => ({
        contents: edited(path, await readFile(path, "utf8"), githubContextEdits) + githubContextAddition,
      }),
    );
    build.onLoad(
      { filter: /[\\/]workflow-parser[\\/]dist[\\/]workflows[\\/]workflow-schema\.js$/ },
      async ({ path }) => ({
        contents: `import { readSchema } from ${JSON.stringify(readSchema)};\n${edited(path, await readFile(path, "utf8"), schemaEdits)}`,
      }),
    );
    build.onLoad(
      { filter: /[\\/]workflow-parser[\\/]dist[\\/]workflows[\\/]yaml-object-reader\.js$/ },
      async ({ path }) => ({
        contents: `import { takeParsed } from ${JSON.stringify(parseYaml)};\n${edited(path, await readFile(path, "utf8"), readerEdits)}`,
      }),
    );
    build.onResolve({ filter: /\/error-dictionary\.js$/ }, () => ({ path: errorDictionary }));
    build.onResolve({ filter: /^\.\/events\/eventPayloads\.js$/ }, async ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      namespace: "deferred-payloads",
    }));
    build.onLoad({ filter: /.*/, namespace: "deferred-payloads" }, ({ path }) => ({
      contents: deferredPayloads(path),
      resolveDir: dirname(path),
    }));
    build.onLoad({ filter: /[\\/]events[\\/]\w+\.min\.json$/ }, async ({ path }) => ({
      contents: compressed(JSON.parse(await readFile(path, "utf8"))),
    }));
  },
};

function edited(path: string, original: string, edits: Edits): string {
  return edits.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new BuildError(`${path} has changed: it must have this once: ${from}`);
    return text.replace(from, () => to);
  }, original);
}
