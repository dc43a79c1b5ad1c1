import { assertNever } from "../errors/assert-never.ts";
import type { Notice } from "../rollout/notice.ts";

/** What happened, as the end of a sentence that begins with "info 1.4.0 → production:". */
export function wordsFor({ kind, candidatePercent }: Pick<Notice, "kind" | "candidatePercent">): string {
  switch (kind) {
    case "started":
      return "started";
    case "progress":
      return `at ${formatPercent(candidatePercent)}`;
    case "succeeded":
      return "succeeded";
    case "rolled-back":
      return "rolled back";
    case "failed":
      return "failed";
    case "rollback-failed":
      return "ROLLBACK FAILED, act now";
    case "frozen":
      return "FROZEN, a person must decide";
    default:
      return assertNever(kind);
  }
}

/** `5 %`, `33.3 %`; with a non-breaking space. */
export function formatPercent(percent: number): string {
  return `${Number(percent.toFixed(1))}\u00a0%`;
}
