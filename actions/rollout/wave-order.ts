import { TidegateError } from "../../src/errors/tidegate-error.ts";
import type { Digest } from "../../src/release/release.ts";
import type { Outcome } from "../../src/rollout/index.ts";
import type { RecordStore } from "../../src/rollout/ports.ts";

/** A region that comes earlier in the same wave. */
export interface RegionBefore {
  readonly name: string;
  readonly records: Pick<RecordStore, "read">;
}

/** Where a wave has not come, or not stayed. */
export interface Missing {
  readonly region: string;
  /** What is there instead, or why that cannot be known. */
  readonly instead: string;
}

/**
 * The first of the regions before in which the release is not live, from their records: a wave that has lost one does not
 * go on, whoever runs its jobs again.
 */
export async function findMissing(digest: Digest, before: readonly RegionBefore[]): Promise<Missing | undefined> {
  for (const { name, records } of before) {
    const instead = await whatElse(digest, records);
    if (instead !== undefined) return { region: name, instead };
  }
  return undefined;
}

async function whatElse(digest: Digest, records: RegionBefore["records"]): Promise<string | undefined> {
  try {
    const live = (await records.read())?.record.live;
    if (live?.digest === digest) return undefined;
    return live === undefined ? "nothing is live there" : `${live.version} is live there`;
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return `its record cannot be read: ${error.message}`;
  }
}

export function outOfOrder({ version, environment }: Placed, { region, instead }: Missing): Outcome {
  const message = `${version} is not live in ${region}, which comes before ${environment} in the wave: ${instead}. Nothing was begun; promote the whole wave again.`;
  return { kind: "refused", refusal: "out-of-order", message, undelivered: [] };
}

interface Placed {
  readonly version: string;
  readonly environment: string;
}
