import type { Digest } from "../release/release.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";

type Line = DeliveryRecord["history"][number];

/** Through whom a release that is live here came. */
export type Bringer =
  /** This run, and nobody has decided otherwise since. */
  | { readonly kind: "own"; readonly line: Line }
  /** This run, but it has gone back since: if it is live again, somebody has decided that. */
  | { readonly kind: "gone-back"; readonly line: Line; readonly isByUs: boolean }
  | { readonly kind: "other"; readonly line: Line }
  /** The record was lost, or the line is too old to be kept. */
  | { readonly kind: "unknown" };

/** The newest rollout of a release that succeeded here. Bringing it back in place of another is none. */
export function findBringing({ history }: Pick<DeliveryRecord, "history">, digest: Digest): Line | undefined {
  return history.find(
    ({ release, phase, strategy }) => release.digest === digest && phase === "succeeded" && strategy !== "restore",
  );
}

/** What has gone back once is the run's own no more, whoever took it back: who brings it again has decided that. */
export function whoBrought(
  record: Pick<DeliveryRecord, "history">,
  digest: Digest,
  { runUrl }: Pick<Errand, "runUrl">,
): Bringer {
  const line = findBringing(record, digest);
  if (line === undefined) return { kind: "unknown" };
  const isOurs = (other: Line) => runUrl !== undefined && other.runUrl === runUrl;
  const since = record.history.slice(0, record.history.indexOf(line));
  if (!isOurs(line)) return { kind: "other", line };
  const backs = since.filter(({ strategy, phase, replaced, runUrl: by }) => {
    // An earlier version did not write what a rollout replaced.
    const isOfIt = replaced === undefined ? by === runUrl : replaced.digest === digest;
    return strategy === "restore" && phase === "succeeded" && isOfIt;
  });
  return backs.length === 0 ? { kind: "own", line } : { kind: "gone-back", line, isByUs: backs.some(isOurs) };
}
