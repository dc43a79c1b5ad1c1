import type { Comment } from "./find-comments.ts";
import type { WorkflowView } from "./workflow-view.ts";

/** An accepted finding: a comment that names the rule and says why, in the line it is about or alone above it. */
export interface IgnoreComment {
  readonly tool: "tidegate" | "zizmor";
  readonly rules: readonly string[];
  readonly reason: string;
  /** Of the comment itself. */
  readonly line: number;
  /** What it is about. */
  readonly about: number;
}

const marker = /\b(tidegate|zizmor): ignore(?:\[([^\]]*)\])?([^#]*)/g;

/** The next line that is not a comment alone: several may stand above one line. */
function lineBelow(comment: Comment, alone: ReadonlySet<number>): number {
  let line = comment.line;
  while (alone.has(line)) line++;
  return line;
}

/** All ignores of a file, ours and zizmor's; several may share a comment, each behind a `#` of its own. */
export function findIgnores({ comments }: WorkflowView): readonly IgnoreComment[] {
  const alone = new Set(comments.filter(({ isAlone }) => isAlone).map(({ line }) => line));
  return comments.flatMap((comment) =>
    [...comment.text.matchAll(marker)].map(([, tool, rules = "", reason = ""]) => ({
      tool: tool === "zizmor" ? "zizmor" : "tidegate",
      rules: rules
        .split(",")
        .map((rule) => rule.trim())
        .filter((rule) => rule !== ""),
      reason: reason.replace(/^[\s:–-]+/, "").trim(),
      line: comment.line,
      about: tool === "tidegate" && comment.isAlone ? lineBelow(comment, alone) : comment.line,
    })),
  );
}
