import { TidegateError } from "../../src/errors/tidegate-error.ts";
import type { Digest } from "../../src/release/release.ts";
import { findUndo } from "../../src/rollout/find-undo.ts";
import type { Outcome } from "../../src/rollout/index.ts";
import { isTerminal } from "../../src/rollout/phase.ts";
import type { RecordStore } from "../../src/rollout/ports.ts";
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
    const instead = await whatElse(brought, records);
    if (instead !== undefined) return { region: name, instead };
  }
  return undefined;
}

async function whatElse(brought: Brought, records: Region["records"]): Promise<string | undefined> {
  try {
    return whyNot(brought, (await records.read())?.record);
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return `its record cannot be read: ${error.message}`;
  }
}

function whyNot(brought: Brought, record: DeliveryRecord | undefined): string | undefined {
  const { live, rollout } = record ?? {};
  if (record === undefined || live === undefined) return "nothing is live there";
  if (live.digest !== brought.digest) return `${live.version} is live there`;
  if (rollout !== undefined && !isTerminal(rollout.phase)) return `${rollout.candidate.version} is under way there`;
  return findUndo(record, brought) === undefined ? undefined : "this run was to take it back there";
}

interface Placed {
  readonly version: string;
  readonly environment: string;
}

export function outOfOrder({ version, environment }: Placed, { region, instead }: Missing): Outcome {
  const message = `${version} is not live in ${region}, which comes before ${environment} in the wave: ${instead}. Nothing was begun; promote the whole wave again.`;
  return { kind: "refused", refusal: "out-of-order", message, undelivered: [] };
}

/** It is live here, but a region before has lost it while it was rolled out: the wave is not whole, and goes back. */
export function lostMeanwhile(
  { version, environment }: Placed,
  { region, instead }: Missing,
  outcome: Outcome,
): Outcome {
  const message = `${version} succeeded in ${environment}, but is not live in ${region} any more: ${instead}. The wave goes back.`;
  return { ...outcome, kind: "refused", refusal: "out-of-order", message };
}
