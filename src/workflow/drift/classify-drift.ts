import { assertNever } from "../../errors/assert-never.ts";
import { type ContentStamp, differInPinsOnly, isGenerated, readStamp } from "./content-stamp.ts";

/** A file as it is in the repository and as synth would write it; `undefined` where it is not there. */
export interface FilePair {
  /** From the root of the repository. */
  readonly path: string;
  readonly current: string | undefined;
  readonly generated: string | undefined;
}

/** Why a generated file is not what synth would write. */
export type DriftCause =
  | { readonly kind: "missing" }
  /** Nothing generates it any more. */
  | { readonly kind: "obsolete" }
  | { readonly kind: "edited-by-hand" }
  | { readonly kind: "made-by-another-version"; readonly version: string; readonly running: string }
  | { readonly kind: "source-changed" }
  /** Actions are at commits that synth would not take over: another commit of the same version, or an older one. */
  | { readonly kind: "other-pins" }
  /** The file does not say what it was written as: it was edited, or its source changed. */
  | { readonly kind: "unknown" };

export interface Drift extends FilePair {
  readonly causes: readonly DriftCause[];
}

/** The version that a file without a stamp says it was made by: the manifest does. */
function writtenVersion(path: string, content: string): string | undefined {
  return path === ".tidegate/delivery.json" ? /^ {2}"generator": "([^"]+)"/m.exec(content)?.[1] : undefined;
}

function otherVersion(version: string | undefined, running: string): readonly DriftCause[] {
  return version === undefined || version === running ? [] : [{ kind: "made-by-another-version", version, running }];
}

/** For a file that says as what it was written. */
function stampedCauses(
  { version, isIntact }: ContentStamp,
  differsInPinsOnly: boolean,
  running: string,
): readonly DriftCause[] {
  const other = otherVersion(version, running);
  if (isIntact && other.length === 0) {
    return [{ kind: differsInPinsOnly ? "other-pins" : "source-changed" }];
  }
  return isIntact ? other : [{ kind: "edited-by-hand" }, ...other];
}

function causesOf({ path, current, generated }: FilePair, running: string): readonly DriftCause[] {
  if (current === undefined || generated === undefined) {
    return [{ kind: current === undefined ? "missing" : "obsolete" }];
  }
  const stamp = readStamp(current);
  if (stamp) {
    return stampedCauses(stamp, differInPinsOnly(current, generated), running);
  }
  // Synth would write a header, so somebody took it out. With the header and without a stamp it may just be old.
  if (readStamp(generated) && !isGenerated(current)) {
    return [{ kind: "edited-by-hand" }];
  }
  const other = otherVersion(writtenVersion(path, current), running);
  return other.length > 0 ? other : [{ kind: "unknown" }];
}

/**
 * The files that differ, each with why, sorted by path.
 * @param running version of tidegate that generated
 */
export function classifyDrift(pairs: readonly FilePair[], running: string): readonly Drift[] {
  return pairs
    .filter(({ current, generated }) => current !== generated)
    .map((pair) => ({ ...pair, causes: causesOf(pair, running) }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** In words for a person, to follow the file's path. */
export function describeCause(cause: DriftCause): string {
  switch (cause.kind) {
    case "missing":
      return "is missing: it was never committed, or it was deleted";
    case "obsolete":
      return "is generated no more: delete it";
    case "edited-by-hand":
      return "was edited by hand: make the change in its source";
    case "made-by-another-version":
      return `was made by tidegate ${cause.version}, and this is ${cause.running}`;
    case "source-changed":
      return "is older than its source, which changed";
    case "other-pins":
      return "pins actions at other commits than its source does, and not at newer versions: run synth, or `tidegate pins sync` to see why";
    case "unknown":
      return "differs: it was edited by hand, or its source changed";
    default:
      return assertNever(cause);
  }
}
