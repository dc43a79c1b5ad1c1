import type { ExpressionNode } from "../expression/expression.ts";
import { nodesOf } from "../expression/expression-source.ts";
import { freeName } from "./free-name.ts";

/** Variables that change what the shell or a program does; a value from a workflow must not land in them by its name. */
const reserved =
  /^(?:PATH|HOME|SHELL|ENV|IFS|CI|PWD|USER|TERM|LANG|PS\d|TMPDIR|EDITOR|PAGER|(?:LC|LD|DYLD|BASH|NODE|NPM|GIT|GITHUB|RUNNER|ACTIONS|PYTHON|JAVA|DOCKER|SSH|GH|AWS|INPUT)(?:_.*)?|.*_PROXY|PROMPT_COMMAND)$/;

function upperSnake(words: readonly string[]): string {
  return words
    .join("_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
}

/** `GITHUB_*` belongs to the runner: the event's fields say EVENT, what else is known of the run says RUN. */
function contextWords([context = "", ...path]: readonly string[]): readonly string[] {
  if (context !== "github") {
    return [context, ...path];
  }
  const saysItself = path[0] === "event" || path[0]?.startsWith("run_");
  return saysItself ? path : ["run", ...path];
}

function propertyWords({ target, key }: Extract<ExpressionNode, { kind: "property" }>): readonly string[] | undefined {
  const words = wordsOf(target);
  return words && key?.kind === "literal" ? [...words, String(key.value)] : words;
}

function wordsOf(node: ExpressionNode): readonly string[] | undefined {
  switch (node.kind) {
    case "context":
      return contextWords(node.path);
    case "input":
      return [node.name];
    case "matrix":
      return ["matrix", node.key];
    case "step-output":
      return [node.step.id, node.output];
    case "step-status":
      return [node.step.id, node.property];
    case "job-output":
      return [node.job.id, node.output];
    case "job-result":
      return [node.job.id, "result"];
    case "event":
      return node.path;
    case "call-secret":
      return [node.name];
    case "property":
      return propertyWords(node);
    default:
      return undefined;
  }
}

/**
 * The variable an expression reaches a script in, from the first thing it reads: `steps.build.outputs.digest` →
 * BUILD_DIGEST, `inputs.version` → VERSION, `github.ref_name` → RUN_REF_NAME. Stable: it depends on the expression and
 * on the names taken before it, on nothing else.
 */
export function variableName(node: ExpressionNode, taken: ReadonlySet<string>): string {
  const words = nodesOf(node)
    .map(wordsOf)
    .find((found) => found !== undefined) ?? ["value"];
  const plain = upperSnake(words).replace(/^(?=\d)/, "_");
  const name = reserved.test(plain) ? `VALUE_OF_${plain}` : plain;
  return freeName(name, (candidate) => taken.has(candidate));
}
