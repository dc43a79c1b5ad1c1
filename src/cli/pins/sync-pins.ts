import { reasonOf } from "../../errors/reason-of.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { ActionSource } from "../../workflow/pins/action-source.ts";
import { type Bumps, describeBump, findBumps, type PinInForce } from "../../workflow/pins/find-bumps.ts";
import { findShipped, pinOfBump, sourceSha } from "../../workflow/pins/known-interface.ts";
import { omit } from "../../workflow/pins/omit.ts";
import type { Pin } from "../../workflow/pins/pin.ts";
import { PinError } from "../../workflow/pins/pin-error.ts";
import { readPins } from "../../workflow/pins/pin-store.ts";
import { readInterface } from "../../workflow/pins/resolve-pin.ts";
import { readUses } from "../../workflow/pins/uses-lines.ts";
import { verifyPin } from "../../workflow/pins/verify-pin.ts";
import { forEachPin, oneRepository, type PinsOptions, sourceOf, store } from "./pins-commands.ts";
import { actionFiles, workflowFiles, type YamlOnDisk } from "./yaml-files.ts";

export interface SyncOptions extends PinsOptions {
  /** Whether nothing is looked up, so that no network is needed: the pins say that they are unverified. */
  readonly offline: boolean;
}

/** A pin that nobody has looked up yet, and how to tell of it. */
interface Raised {
  readonly pin: Pin;
  readonly told: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/** @throws TidegateError when there are none */
function generatedFiles(directory: string): readonly YamlOnDisk[] {
  const files = [...workflowFiles(directory), ...actionFiles(directory)].filter(({ isGenerated }) => isGenerated);
  if (files.length === 0) {
    throw new TidegateError(
      "not-found",
      "No generated workflow lies in .github/workflows, and no generated action.yml anywhere, so there is nothing to read.",
    );
  }
  return files;
}

const findPin = (pins: readonly Pin[], action: string) => pins.find((pin) => pin.action === action);

function pinInForce(pins: readonly Pin[], action: string): PinInForce | undefined {
  const [own, shipped] = [findPin(pins, action), findShipped(action)];
  const pin = own ?? shipped;
  return pin && { action, version: pin.version, sha: pin.sha, sourceSha: sourceSha(own, shipped ?? pin) };
}

/** @throws PinError when a change looks like a bump and must not be taken over */
function judge(files: readonly YamlOnDisk[], pins: readonly Pin[]): Bumps["bumps"] {
  const { bumps, refused } = findBumps(files, (action) => pinInForce(pins, action));
  if (refused.length > 0) {
    throw new PinError(refused);
  }
  return bumps;
}

function raise(bumps: Bumps["bumps"], pins: readonly Pin[]): readonly Raised[] {
  return bumps.map((bump) => ({
    pin: pinOfBump(bump, findPin(pins, bump.action)),
    told: `${describeBump(bump)}, from ${bump.place}`,
  }));
}

/** What a synth, which sees no network, took over before, unless it is raised again. */
function takenBefore(pins: readonly Pin[], raised: readonly Raised[]): readonly Raised[] {
  return pins
    .filter(({ action, unverified }) => unverified && !raised.some(({ pin }) => pin.action === action))
    .map((pin) => ({ pin, told: `${pin.action} ${pin.version} is looked up, since nobody did before` }));
}

/** As they are: each pin says that nobody looked it up. */
function unverified(raised: readonly Raised[]): readonly Pin[] {
  for (const { told } of raised) say(told);
  return raised.map(({ pin }) => pin);
}

/** The pin with its tag looked up, and its inputs and outputs read again where that is possible. */
async function lookUp(pin: Pin, source: ActionSource): Promise<Pin> {
  const verified = await verifyPin(pin, source);
  try {
    return {
      ...omit(verified, ["inputsFrom", "nested", "secrets"]),
      ...(await readInterface(pin.action, pin.sha, source)),
    };
  } catch (error) {
    say(`  note: its inputs stay those of ${pin.inputsFrom ?? pin.version}: ${reasonOf(error)}`);
    return verified;
  }
}

/** @throws PinError with each that is not what its tag is, or that could not be looked up */
async function lookUpAll(raised: readonly Raised[], options: SyncOptions): Promise<readonly Pin[]> {
  if (raised.length === 0) return [];
  oneRepository(
    raised.map(({ pin }) => pin.action),
    options,
    "Leave --from out, or take them over unverified with --offline.",
  );
  const source = sourceOf(options);
  return forEachPin(
    raised,
    ({ pin, told }) => {
      say(told);
      return lookUp(pin, source);
    },
    "; --offline takes over what nobody looked up",
  );
}

function tellForeign(files: readonly YamlOnDisk[], pins: readonly Pin[]): void {
  const used = files.flatMap(({ content }) => readUses(content).map(({ action }) => action));
  const foreign = [...new Set(used)].filter((action) => pinInForce(pins, action) === undefined).sort();
  if (foreign.length > 0) {
    say(`Pinned by the source itself, and left to the next synth: ${foreign.join(", ")}.`);
  }
}

/**
 * Takes over into the pin file what Dependabot, Renovate or a person raised in the generated workflows and actions.
 * @throws PinError when a change looks like a bump and must not be taken over, or is not what its tag is; then nothing is
 * written
 */
export async function syncPins(options: SyncOptions): Promise<number> {
  const { directory, offline } = options;
  const files = generatedFiles(directory);
  const pins = readPins(directory);
  const bumps = judge(files, pins);
  const raised = raise(bumps, pins);
  const changed = offline ? unverified(raised) : await lookUpAll([...raised, ...takenBefore(pins, raised)], options);
  tellForeign(files, pins);
  if (bumps.length === 0) say(`No action is newer in the ${files.length} generated files than in the pins.`);
  if (changed.length > 0) store(directory, pins, changed);
  return 0;
}
