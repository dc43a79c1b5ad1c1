import type { Digest } from "../release/release.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";

type Line = DeliveryRecord["history"][number];

/** Through whom a release that is live here came. */
export type Bringer =
  /** This run, and nobody has decided otherwise since. */
  | { readonly kind: "own"; readonly line: Line }
  | { readonly kind: "other"; readonly line: Line }
  /** The record was lost, or the line is too old to be kept. */
  | { readonly kind: "unknown" };

/** The newest rollout of a release that succeeded here. Bringing it back in place of another is none. */
export function findBringing({ history }: Pick<DeliveryRecord, "history">, digest: Digest): Line | undefined {
  return history.find(
    ({ release, phase, strategy }) => release.digest === digest && phase === "succeeded" && strategy !== "restore",
  );
}

/** What a run has taken back once is its own no more: who brings it again has decided that. */
export function whoBrought(
  record: Pick<DeliveryRecord, "history">,
  digest: Digest,
  { runUrl }: Pick<Errand, "runUrl">,
): Bringer {
  const line = findBringing(record, digest);
  if (line === undefined) return { kind: "unknown" };
  const isOurs = (other: Line) => runUrl !== undefined && other.runUrl === runUrl;
  const since = record.history.slice(0, record.history.indexOf(line));
  const wasUndone = since.some((other) => other.strategy === "restore" && other.phase === "succeeded" && isOurs(other));
  return { kind: isOurs(line) && !wasUndone ? "own" : "other", line };
}
