import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import type { Path } from "../check/workflow-view.ts";

export interface Remark {
  readonly line: number;
  readonly text: string;
}

/** A YAML file with the line of each thing in it. */
export interface YamlSource {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the key at the path, or of the nearest thing around it that is there; from 1. */
  lineOf(path: Path): number;
  /** The comments on the lines `from`..`to`, both included. */
  remarks(from: number, to: number): readonly Remark[];
  /** The first of the comment lines right above the line; the line itself when there is none. */
  blockStart(line: number): number;
  /** The comment behind the value at the path. */
  remarkOf(path: Path): string | undefined;
  readonly errors: readonly Remark[];
}

function resolve(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

interface Located {
  readonly key: Node | undefined;
  readonly value: unknown;
}

function step(node: unknown, part: string | number, document: Document): Located | undefined {
  const owner = resolve(node, document);
  if (!isCollection(owner)) {
    return undefined;
  }
  const item = isMap(owner)
    ? owner.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
    : owner.items[Number(part)];
  if (isPair(item)) {
    return { key: isNode(item.key) ? item.key : undefined, value: item.value };
  }
  return item === undefined ? undefined : { key: undefined, value: item };
}

function locate(document: Document, path: Path): readonly Located[] {
  const found: Located[] = [{ key: undefined, value: document.contents }];
  for (const part of path) {
    const next = step(found.at(-1)?.value, part, document);
    if (next === undefined) {
      break;
    }
    found.push(next);
  }
  return found;
}

function startOf({ key, value }: Located): number | undefined {
  const node = key ?? value;
  return isNode(node) ? node.range?.[0] : undefined;
}

/** What is YAML, but not what GitHub reads. */
function refusals(document: Document, lineAt: (offset: number) => number): readonly Remark[] {
  const found: Remark[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === "<<") {
        const text = "GitHub reads anchors but not merge keys (<<). Write the keys out.";
        found.push({ line: lineAt(key.range?.[0] ?? 0), text });
      }
    },
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) {
        found.push({
          line: lineAt(alias.range?.[0] ?? 0),
          text: `The alias *${alias.source} has no anchor before it.`,
        });
      }
    },
  });
  const isMapping = isMap(document.contents);
  return isMapping
    ? found
    : [{ line: 1, text: "This is not a mapping of keys to values, as a workflow is." }, ...found];
}

const hashLine = /(?:^|[ \t])#[ \t]?(.*)$/;

/** Lines inside of block and quoted scalars hold text, not comments. */
function textLines(document: Document, lineAt: (offset: number) => number): ReadonlySet<number> {
  const lines = new Set<number>();
  visit(document, {
    Scalar(_, { range, type }) {
      const isBlock = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
      const [first, last] = range ? [lineAt(range[0]), lineAt(range[1] - (isBlock ? 1 : 0))] : [0, -1];
      for (let line = first; line <= last && (isBlock || last > first); line++) {
        lines.add(line);
      }
    },
  });
  return lines;
}

function readRemarks(content: string, text: ReadonlySet<number>): readonly Remark[] {
  return content.split("\n").flatMap((raw, index) => {
    const line = index + 1;
    const outside = raw.replace(/"(?:[^"\\]|\\.)*"|(?<![A-Za-z])'[^']*'/g, (quoted) => "_".repeat(quoted.length));
    const at = hashLine.exec(outside);
    return text.has(line) || at === null
      ? []
      : [{ line, text: raw.slice(outside.length - (at[1]?.length ?? 0)).trim() }];
  });
}

/** Reads a file. Never throws: what is not YAML has errors. */
export function readYaml(content: string): YamlSource {
  const counter = new LineCounter();
  const document = parseDocument(content, { lineCounter: counter, merge: false });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const errors = document.errors.map(({ message, pos }) => ({
    line: lineAt(pos[0]),
    text: message.split("\n")[0] ?? "",
  }));
  const wrong = errors.length > 0 ? errors : refusals(document, lineAt);
  const plain: unknown = wrong.length > 0 ? {} : document.toJS({ maxAliasCount: 1000 });
  const isRecord = typeof plain === "object" && plain !== null && !Array.isArray(plain);
  const remarks = readRemarks(content.replaceAll("\r\n", "\n"), textLines(document, lineAt));
  const lines = content.split(/\r?\n/);
  const remarkLines = new Set(remarks.map(({ line }) => line));
  const isRemark = (line: number) => remarkLines.has(line) && /^\s*#/.test(lines[line - 1] ?? "");
  return {
    fields: isRecord ? (plain as Readonly<Record<string, unknown>>) : {},
    lineOf(path) {
      const start = locate(document, path)
        .map(startOf)
        .findLast((offset) => offset !== undefined);
      return start === undefined ? 1 : lineAt(start);
    },
    remarks: (from, to) => remarks.filter(({ line }) => line >= from && line <= to),
    blockStart(line) {
      let start = line;
      while (isRemark(start - 1)) {
        start--;
      }
      return start;
    },
    remarkOf(path) {
      const located = locate(document, path);
      const value = located.length === path.length + 1 ? resolve(located.at(-1)?.value, document) : undefined;
      return isNode(value) ? value.comment?.trim() : undefined;
    },
    errors: wrong,
  };
}
