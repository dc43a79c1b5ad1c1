import { assertNever } from "../../src/errors/assert-never.ts";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import type { Digest } from "../../src/release/release.ts";
import { findUndo } from "../../src/rollout/find-undo.ts";
import type { Outcome } from "../../src/rollout/index.ts";
import { isTerminal } from "../../src/rollout/phase.ts";
import type { Clock, RecordStore } from "../../src/rollout/ports.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";

/** A region of the same wave. */
export interface Region {
  readonly name: string;
  readonly records: Pick<RecordStore, "read">;
}

/** The release of a wave, and the run that brings it. */
export interface Brought {
  readonly digest: Digest;
  readonly runUrl?: string;
}

/** Where a wave has not come, or not stayed. */
export interface Missing {
  readonly region: string;
  /** `lost`: it is not live. `unsettled`: it is, but may not stay. `unreadable`: nobody knows. */
  readonly kind: "lost" | "unsettled" | "unreadable";
  /** What is there instead, or why that cannot be known. */
  readonly instead: string;
}

/**
 * The first of these regions in which the release is not live, or may not stay, from their records: a wave that has lost
 * one does not go on, whoever runs its jobs again. Nor does one that was to be taken back by this same run, although it
 * could not be: who wants it after all promotes it anew.
 */
export async function findMissing(brought: Brought, regions: readonly Region[]): Promise<Missing | undefined> {
  for (const { name, records } of regions) {
    const found = await whatElse(brought, records);
    if (found !== undefined) return { region: name, ...found };
  }
  return undefined;
}

/** How long after the look before it a record that could not be read is read again; about half a minute in all. */
const retryAfterMs = [2_000, 4_000, 8_000, 14_000];

/** The same; but one answer that failed to come, or a few, are no reason yet for taking a whole wave back. */
export async function findMissingPatiently(
  brought: Brought,
  regions: readonly Region[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Missing | undefined> {
  let missing = await findMissing(brought, regions);
  for (const waitMs of retryAfterMs) {
    if (missing?.kind !== "unreadable" || signal.aborted) break;
    await clock.until(clock.nowMs() + waitMs, signal);
    missing = await findMissing(brought, regions);
  }
  return missing;
}

type Found = Omit<Missing, "region">;

async function whatElse(brought: Brought, records: Region["records"]): Promise<Found | undefined> {
  try {
    return whyNot(brought, (await records.read())?.record);
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return { kind: "unreadable", instead: `its record cannot be read: ${error.message}` };
  }
}

function whyNot(brought: Brought, record: DeliveryRecord | undefined): Found | undefined {
  const { live, rollout } = record ?? {};
  if (record === undefined || live === undefined) return { kind: "lost", instead: "nothing is live there" };
  if (live.digest !== brought.digest) return { kind: "lost", instead: `${live.version} is live there` };
  if (rollout !== undefined && !isTerminal(rollout.phase)) {
    return { kind: "unsettled", instead: `${rollout.candidate.version} is under way there` };
  }
  const wasUndone = findUndo(record, brought) !== undefined;
  return wasUndone ? { kind: "unsettled", instead: "this run was to take it back there" } : undefined;
}

/** What is wrong with the release in that region, as the end of a sentence that has named the release. */
export function whatIsMissing({ region, kind }: Missing): string {
  switch (kind) {
    case "lost":
      return `is not live in ${region}`;
    case "unsettled":
      return `may not stay in ${region}`;
    case "unreadable":
      return `nobody knows whether it is live in ${region}`;
    default:
      return assertNever(kind);
  }
}

interface Placed {
  readonly version: string;
  readonly environment: string;
}

export function outOfOrder({ version, environment }: Placed, missing: Missing): Outcome {
  const what = `${missing.kind === "unreadable" ? `${version}: ` : `${version} `}${whatIsMissing(missing)}`;
  const message = `${what}, which comes before ${environment} in the wave: ${missing.instead}. Nothing was begun; promote the whole wave again.`;
  return { kind: "refused", refusal: "out-of-order", message, undelivered: [] };
}

/** It is live here, but a region before has lost it while it was rolled out: the wave is not whole, and goes back. */
export function lostMeanwhile({ version, environment }: Placed, missing: Missing, outcome: Outcome): Outcome {
  const what = `${whatIsMissing(missing)}${missing.kind === "lost" ? " any more" : ""}`;
  const message = `${version} succeeded in ${environment}, but ${what}: ${missing.instead}. The wave goes back.`;
  return { ...outcome, kind: "refused", refusal: "out-of-order", message };
}
