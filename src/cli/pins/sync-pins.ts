import { reasonOf } from "../../errors/reason-of.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { ActionSource } from "../../workflow/pins/action-source.ts";
import { type Bump, describeBump, findBumps, type PinInForce } from "../../workflow/pins/find-bumps.ts";
import { findShipped, pinOfBump, sourceSha } from "../../workflow/pins/known-interface.ts";
import { omit } from "../../workflow/pins/omit.ts";
import type { Pin } from "../../workflow/pins/pin.ts";
import { PinError } from "../../workflow/pins/pin-error.ts";
import { readPins } from "../../workflow/pins/pin-store.ts";
import { readInterface } from "../../workflow/pins/resolve-pin.ts";
import { readUses } from "../../workflow/pins/uses-lines.ts";
import { type PinsOptions, sourceOf, store } from "./pins-commands.ts";
import { actionFiles, workflowFiles } from "./yaml-files.ts";

export interface SyncOptions extends PinsOptions {
  /** Whether inputs and outputs stay as they are known, so that no network is needed. */
  readonly offline: boolean;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The raised pin, with its inputs and outputs read again where that is possible; never fails for want of them. */
async function readAgain(bump: Bump, pinned: Pin | undefined, source: ActionSource | undefined): Promise<Pin> {
  const pin = pinOfBump(bump, pinned);
  if (source === undefined) {
    return pin;
  }
  try {
    return {
      ...omit(pin, ["inputsFrom", "nested", "secrets"]),
      ...(await readInterface(bump.action, bump.sha, source)),
    };
  } catch (error) {
    say(`  note: its inputs stay those of ${pin.inputsFrom}: ${reasonOf(error)}`);
    return pin;
  }
}

/**
 * Takes over into the pin file what Dependabot, Renovate or a person raised in the generated workflows and actions.
 * @throws PinError when a change looks like a bump and must not be taken over; then nothing is written
 */
export async function syncPins(options: SyncOptions): Promise<number> {
  const { directory } = options;
  const files = [...workflowFiles(directory), ...actionFiles(directory)].filter(({ isGenerated }) => isGenerated);
  if (files.length === 0) {
    throw new TidegateError(
      "not-found",
      "No generated workflow lies in .github/workflows, and no generated action.yml anywhere, so there is nothing to read.",
    );
  }
  const pins = readPins(directory);
  const find = (action: string) => pins.find((pin) => pin.action === action);
  const known = (action: string): PinInForce | undefined => {
    const [own, shipped] = [find(action), findShipped(action)];
    const pin = own ?? shipped;
    return pin && { action, version: pin.version, sha: pin.sha, sourceSha: sourceSha(own, shipped ?? pin) };
  };
  const { bumps, refused } = findBumps(files, known);
  if (refused.length > 0) {
    throw new PinError(refused);
  }
  const source = options.offline ? undefined : sourceOf(options);
  const raised: Pin[] = [];
  for (const bump of bumps) {
    say(`${describeBump(bump)}, from ${bump.place}`);
    raised.push(await readAgain(bump, find(bump.action), source));
  }
  const foreign = files
    .flatMap(({ content }) => readUses(content).map(({ action }) => action))
    .filter((a) => !known(a));
  if (foreign.length > 0) {
    say(`Pinned by the source itself, and left to the next synth: ${[...new Set(foreign)].sort().join(", ")}.`);
  }
  if (bumps.length === 0) say(`No action is newer in the ${files.length} generated files than in the pins.`);
  else store(directory, pins, raised);
  return 0;
}
