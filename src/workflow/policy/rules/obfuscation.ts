import { partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { Finding, PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

const isOddPath = (uses: string) =>
  (uses.replace(/^(?:\.|\$)\//, "").split("@")[0] ?? "").split("/").some((part) => ["", ".", ".."].includes(part));

function isRoundabout(part: Tree): boolean {
  if (part.kind !== "call") {
    return false;
  }
  const [first] = part.args;
  const undoes = part.name === "fromjson" && first?.kind === "call" && first.name === "tojson";
  return undoes || (part.name === "format" && part.args.every(({ kind }) => kind === "literal"));
}

/** What is written so that neither a reader nor a tool sees what it is. */
export const obfuscation: PolicyRule = {
  id: "obfuscation",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  isNarrower: true,
  check: (view): readonly Finding[] => [
    ...usesOf(view)
      .filter(({ uses }) => !uses.startsWith("docker://") && isOddPath(uses))
      .map(({ path, uses }) => ({ path, message: `${uses} is a roundabout path. Write it without //, . and ...` })),
    ...findExpressions(view)
      .filter(({ tree }) => tree !== undefined && partsOf(tree).some(isRoundabout))
      .map(({ path, source }) => ({
        path,
        message: `\${{ ${source} }} computes what could be written down. Write the value.`,
      })),
  ],
};
