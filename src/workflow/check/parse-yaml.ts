import { type Document, LineCounter, parseDocument } from "yaml";

/** A YAML text, read. */
export interface ParsedYaml {
  readonly document: Document.Parsed;
  readonly counter: LineCounter;
}

let last: { readonly content: string; readonly parsed: ParsedYaml } | undefined;

/** Reads a text for ourselves and, with what only it needs, for GitHub's parser. */
export function parseYaml(content: string): ParsedYaml {
  const counter = new LineCounter();
  const parsed = { document: parseDocument(content, { lineCounter: counter, keepSourceTokens: true }), counter };
  const isSound = parsed.document.errors.length + parsed.document.warnings.length === 0;
  last = isSound ? { content, parsed } : undefined;
  return parsed;
}

/**
 * What {@link parseYaml} made of the same text just before, once, so that nobody finds it changed. GitHub's parser
 * allows what we refuse (a key twice), so it gets nothing in which there was anything to refuse.
 * @public for the parser as it is bundled (src/build/lean-parser)
 */
export function takeParsed(content: string): ParsedYaml | undefined {
  const taken = last?.content === content ? last.parsed : undefined;
  last = undefined;
  return taken;
}
