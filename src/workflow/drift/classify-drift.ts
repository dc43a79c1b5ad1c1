import { assertNever } from "../../errors/assert-never.ts";
import { readUses } from "../pins/uses-lines.ts";
import { compareVersions } from "../pins/version-order.ts";
import { type ContentStamp, differInPinsOnly, isGenerated, readStamp } from "./content-stamp.ts";

/** A file as it is in the repository and as synth would write it; `undefined` where it is not there. */
export interface FilePair {
  /** From the root of the repository. */
  readonly path: string;
  readonly current: string | undefined;
  readonly generated: string | undefined;
  /** Whether git keeps it from being committed; then it is not there. */
  readonly isIgnored?: boolean;
}

/** Why a generated file is not what synth would write. */
export type DriftCause =
  | { readonly kind: "missing" }
  /** It is not committed, since git is told to ignore it. */
  | { readonly kind: "ignored" }
  /** Nothing generates it any more. */
  | { readonly kind: "obsolete" }
  | { readonly kind: "edited-by-hand" }
  | { readonly kind: "made-by-another-version"; readonly version: string; readonly running: string }
  | { readonly kind: "source-changed" }
  /** Actions are at commits that synth would not take over: another commit of the same version, or an older one. */
  | { readonly kind: "other-pins" }
  /** A bot raised actions in other files only; synth would raise them here too. */
  | { readonly kind: "raised-elsewhere"; readonly raised: readonly RaisedElsewhere[] }
  /** Its lines end in CR LF, as git writes them where `core.autocrlf` is on. */
  | { readonly kind: "line-endings" }
  /** The file does not say what it was written as: it was edited, or its source changed. */
  | { readonly kind: "unknown" };

/** A newer version, and the file that has it. */
export interface RaisedElsewhere {
  readonly action: string;
  readonly version: string;
  readonly path: string;
}

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

/** Where what synth would raise in the file was raised already; `undefined` when that is not all that differs. */
function raisedElsewhere(pair: FilePair, all: readonly FilePair[]): readonly RaisedElsewhere[] | undefined {
  const old = readUses(pair.current ?? "");
  const changed = readUses(pair.generated ?? "").filter(({ sha }, index) => sha !== old[index]?.sha);
  const raised = changed.flatMap(({ action, sha, version, line }): readonly RaisedElsewhere[] => {
    const before = old.find((use) => use.line === line)?.version;
    const other = all.find(({ path, current }) => path !== pair.path && current?.includes(`${action}@${sha}`));
    const isNewer = before !== undefined && version !== undefined && (compareVersions(version, before) ?? 0) > 0;
    return other && isNewer ? [{ action, version, path: other.path }] : [];
  });
  if (raised.length === 0 || raised.length < changed.length) {
    return undefined;
  }
  return raised.filter(({ action }, index) => raised.findIndex((each) => each.action === action) === index);
}

const withoutCarriage = (text: string) => text.replaceAll("\r\n", "\n");

/** As it would be with the line endings that synth writes. */
function withEndingsOf(pair: FilePair): FilePair {
  const { current, generated } = pair;
  const isWindows = current?.includes("\r\n") && generated !== undefined && !generated.includes("\r\n");
  return isWindows && current !== undefined ? { ...pair, current: withoutCarriage(current) } : pair;
}

function allCauses(pair: FilePair, all: readonly FilePair[], running: string): readonly DriftCause[] {
  const even = withEndingsOf(pair);
  const causes = even.current === even.generated ? [] : causesOf(even, running);
  const raised = causes.some(({ kind }) => kind === "other-pins") ? raisedElsewhere(even, all) : undefined;
  const told = raised === undefined ? causes : [{ kind: "raised-elsewhere", raised } as const];
  return even.current === pair.current ? told : [...told, { kind: "line-endings" }];
}

function causesOf({ path, current, generated, isIgnored }: FilePair, running: string): readonly DriftCause[] {
  if (current === undefined) {
    return [{ kind: isIgnored ? "ignored" : "missing" }];
  }
  if (generated === undefined) {
    return [{ kind: "obsolete" }];
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
  return (
    pairs
      .filter(({ current, generated }) => current !== generated)
      // The diff shows what synth would change beside the line endings, which nobody could see in it.
      .map((pair) => ({ ...withEndingsOf(pair), causes: allCauses(pair, pairs, running) }))
      .sort((left, right) => (left.path < right.path ? -1 : 1))
  );
}

/** In words for a person, to follow the file's path. */
export function describeCause(cause: DriftCause): string {
  switch (cause.kind) {
    case "missing":
      return "is missing: it was never committed, or it was deleted";
    case "ignored":
      return "is ignored by git, so GitHub never sees it: take it out of .gitignore and commit it";
    case "obsolete":
      return "is generated no more: delete it";
    case "edited-by-hand":
      return "was edited by hand: make the change in its source";
    case "made-by-another-version":
      return `was made by tidegate ${cause.version}, and this is ${cause.running}`;
    case "source-changed":
      return "is older than its source, which changed";
    case "other-pins":
      return "differs only in the versions of actions, and some of them are not newer than what its source asks for, so they are not taken over: run synth to put the source's versions back, or `tidegate pins sync` to see which and why";
    case "raised-elsewhere":
      return `is behind another file: ${cause.raised.map(({ action, version, path }) => `${path} raised ${action} to ${version}`).join(", ")}; run \`tidegate pins sync\` and synth so that this one follows`;
    case "line-endings":
      return "has the line endings of Windows (git's core.autocrlf): put `*.yml text eol=lf` into .gitattributes and run `git add --renormalize .`";
    case "unknown":
      return "differs: it was edited by hand, or its source changed";
    default:
      return assertNever(cause);
  }
}
