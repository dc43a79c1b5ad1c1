import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from "yaml";
import { TidegateError } from "../../src/errors/tidegate-error.ts";

type Range = readonly [number, number];

function isNamed(item: unknown, name: string): boolean {
  return isMap(item) && (item.get("id") === name || item.get("name") === name);
}

function rangeOf(start: Node, end: Node | null): Range {
  return [start.range?.[0] ?? 0, (end ?? start).range?.[1] ?? 0];
}

function child(node: unknown, key: string): { readonly value: Node | null; readonly range: Range } | undefined {
  if (isSeq<Node>(node)) {
    const item = node.items.find((each) => isNamed(each, key));
    return item && { value: item, range: rangeOf(item, item) };
  }
  const pair = isMap<Node, Node | null>(node)
    ? node.items.find((each: Pair<Node, Node | null>) => isScalar(each.key) && each.key.value === key)
    : undefined;
  return pair && { value: pair.value, range: rangeOf(pair.key, pair.value) };
}

/**
 * The lines of a YAML file that hold what is at a path, without their common indentation.
 * @param path keys, and ids or names of the items of lists: `jobs.test.steps.build`
 * @throws TidegateError when there is nothing at the path
 */
export function yamlExcerpt(text: string, path: string): string {
  let node: unknown = parseDocument(text).contents;
  let range: Range = [0, text.length];
  for (const key of path.split(".")) {
    const found = child(node, key);
    if (!found) throw new TidegateError("not-found", `There is no ${path} in\n${text}`);
    ({ value: node, range } = found);
  }
  const begin = text.lastIndexOf("\n", range[0]) + 1;
  const end = text.indexOf("\n", range[1] - 1);
  const lines = text.slice(begin, end < 0 ? undefined : end).split("\n");
  const indentation = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  return lines
    .map((line) => line.slice(indentation))
    .join("\n")
    .trimEnd();
}
