import { resolve } from "node:path";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import { reasonOf } from "../../errors/reason-of.ts";
import { GithubError } from "../../ledger/index.ts";
import type { ActionSource } from "../../workflow/pins/action-source.ts";
import { LocalClone } from "../../workflow/pins/local-clone.ts";
import type { Pin } from "../../workflow/pins/pin.ts";
import { PinError } from "../../workflow/pins/pin-error.ts";
import { pinFilePath } from "../../workflow/pins/pin-file.ts";
import { readPins, writePins } from "../../workflow/pins/pin-store.ts";
import { addPin, parseRequest, repositoryOf, type Update, updatePin } from "../../workflow/pins/resolve-pin.ts";
import { GithubSource } from "./github-source.ts";
import { pinNotes } from "./pin-notes.ts";

export interface PinsOptions {
  /** Root of the repository. */
  readonly directory: string;
  /** A clone to read instead of GitHub. */
  readonly from?: string;
}

export const sourceOf = ({ from }: PinsOptions): ActionSource =>
  from === undefined ? new GithubSource(process.env) : new LocalClone(resolve(from));

const say = (line: string) => process.stdout.write(`${line}\n`);

const offlineAdvice = (error: unknown, more: string) =>
  error instanceof GithubError && error.status === undefined
    ? ` Without a network, --from <clone> reads a clone of the action on this machine${more}.`
    : "";

/**
 * Does the same for each, and reports what went wrong with all of them.
 * @param moreAdvice what else can be done without a network, as the end of a sentence
 * @throws PinError
 */
export async function forEachPin<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  moreAdvice = "",
): Promise<readonly R[]> {
  const results: R[] = [];
  const problems: string[] = [];
  for (const item of items) {
    try {
      results.push(await work(item));
    } catch (error) {
      problems.push(`${reasonOf(error)}${offlineAdvice(error, moreAdvice)}`);
    }
  }
  if (problems.length > 0) {
    throw new PinError(problems);
  }
  return results;
}

/** Writes the pins with those in the place of what had their names. */
export function store(directory: string, pins: readonly Pin[], changed: readonly Pin[]): void {
  const names = new Set(changed.map(({ action }) => action));
  const written = writePins(directory, [...pins.filter(({ action }) => !names.has(action)), ...changed]);
  say(written.length === 0 ? "Nothing changed." : `Wrote ${written.join(" and ")}. Run synth and commit what changed.`);
}

/**
 * @param advice what to do when a clone is to answer for several repositories
 * @throws InvalidInputError
 */
export function oneRepository(
  actions: readonly string[],
  { from }: PinsOptions,
  advice = "Name the actions of one.",
): void {
  const repositories = new Set(actions.map(repositoryOf));
  if (from !== undefined && repositories.size > 1) {
    const message = `${from} is a clone of one repository, and these are of ${repositories.size}: ${[...repositories].join(", ")}. ${advice}`;
    throw new InvalidInputError([{ input: "--from", message }]);
  }
}

export interface AddOptions extends PinsOptions {
  readonly cooldownDays: number;
}

/** Pins actions by name and version. */
export async function addPins(requests: readonly string[], options: AddOptions, now: Date): Promise<number> {
  const pins = readPins(options.directory);
  oneRepository(
    requests.map((request) => parseRequest(request).action),
    options,
  );
  const source = sourceOf(options);
  const added = await forEachPin(requests, (request) => {
    const pinned = pins.find(({ action }) => action === parseRequest(request).action);
    return addPin(request, pinned, { source, now });
  });
  for (const pin of added) {
    say(`${pin.action} ${pin.version} is ${pin.sha}.`);
    for (const note of pinNotes(pin, { now, cooldownDays: options.cooldownDays })) say(`  note: ${note}`);
  }
  store(options.directory, pins, added);
  return 0;
}

function describeUpdate(update: Update): string {
  const { pin, waiting } = update;
  const change = update.kind === "updated" ? `${update.from.version} → ${pin.version}` : `${pin.version} is the newest`;
  const held = waiting.length > 0 ? ` (too young: ${waiting.join("; ")})` : "";
  return `${pin.action} ${change}${held}`;
}

/** Moves pins to the newest release that is old enough; all of them when none is named. */
export async function updatePins(names: readonly string[], options: AddOptions, now: Date): Promise<number> {
  const pins = readPins(options.directory);
  const unknown = names.filter((name) => !pins.some(({ action }) => action === name));
  if (unknown.length > 0 || pins.length === 0) {
    const known = pins.map(({ action }) => action).join(", ") || "none; pin one with `tidegate pins add owner/name@v1`";
    const message = `${unknown.join(", ") || "anything"} is not in ${pinFilePath}. It has: ${known}.`;
    throw new InvalidInputError([{ input: "name", message }]);
  }
  const chosen = names.length === 0 ? pins : pins.filter(({ action }) => names.includes(action));
  oneRepository(
    chosen.map(({ action }) => action),
    options,
  );
  const source = sourceOf(options);
  const updates = await forEachPin(chosen, (pin) =>
    updatePin(pin, { source, now, cooldownDays: options.cooldownDays }),
  );
  for (const update of updates) {
    say(describeUpdate(update));
    if (update.kind === "updated") {
      for (const note of pinNotes(update.pin, { now, cooldownDays: options.cooldownDays })) say(`  note: ${note}`);
    }
  }
  store(
    options.directory,
    pins,
    updates.flatMap((update) => (update.kind === "updated" ? [update.pin] : [])),
  );
  return 0;
}
