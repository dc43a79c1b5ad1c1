import { readSourcePins } from "../drift/source-pins.ts";
import { describeMoved } from "./pin-error.ts";
import { whyRevoked } from "./revoked-commits.ts";
import { readUses, type UsesLine } from "./uses-lines.ts";
import { compareVersions, isFullVersion, isVersion } from "./version-order.ts";

/** What is known of an action before a file is looked at. */
export interface KnownPin {
  readonly action: string;
  readonly version: string;
  readonly sha: string;
}

/** A newer version that a generated file has and the pins have not. */
export interface Bump extends KnownPin {
  readonly from: KnownPin;
  /** The first place where it was found: `.github/workflows/ci.yml:34`. */
  readonly place: string;
}

/** What came of looking for bumps: with anything refused nothing should be written. */
export interface Bumps {
  /** One an action, the newest, sorted by action. */
  readonly bumps: readonly Bump[];
  /** What looks like a bump and must not be taken over, in words, sorted by place. */
  readonly refused: readonly string[];
}

interface Place {
  readonly path: string;
  readonly content: string;
}

/** The pin in force for an action, and the commit that its source asks for, which a bot does not change. */
export interface PinInForce extends KnownPin {
  readonly sourceSha: string;
}

type Judged =
  | { readonly kind: "same" }
  | { readonly kind: "older" }
  | { readonly kind: "bump"; readonly bump: Bump }
  | { readonly kind: "refused"; readonly place: string; readonly why: string };

/** What is wrong in many places the same way is told once, with the first of them. */
function onePerReason(judged: readonly Judged[]): readonly string[] {
  const refused = judged.flatMap((each) => (each.kind === "refused" ? [each] : []));
  return [...new Set(refused.map(({ why }) => why))].map((why) => {
    const [first, ...others] = refused.filter((each) => each.why === why);
    const more = others.length === 0 ? "" : ` (and in ${others.length} more places)`;
    return `${first?.place}${more}: ${why}`;
  });
}

function judge(use: UsesLine, { sourceSha: _, ...known }: PinInForce, place: string): Judged {
  const { action, sha, version } = use;
  if (sha === known.sha) {
    return { kind: "same" };
  }
  const revoked = whyRevoked(sha);
  if (revoked !== undefined) {
    return { kind: "refused", place, why: `${action} at ${sha} must not be used: ${revoked}.` };
  }
  if (version === undefined) {
    return {
      kind: "refused",
      place,
      why: `${action} is at ${sha}, and no remark says which version that is. Write it behind: # v1.2.3.`,
    };
  }
  const order = compareVersions(version, known.version);
  // A tag such as v4 follows the newest release: there another commit is news, not an alarm.
  const isNewer =
    order === undefined ? !isVersion(known.version) : order > 0 || (order === 0 && !isFullVersion(version));
  if (isNewer) {
    return { kind: "bump", bump: { action, sha, version, from: known, place } };
  }
  if (order === undefined) {
    return {
      kind: "refused",
      place,
      why: `${action}: ${version} is no version that can be put in an order with ${known.version}, so it may be older. Write one such as v1.2.3, or undo it.`,
    };
  }
  return order === 0
    ? { kind: "refused", place, why: describeMoved(action, version, { pinned: known.sha, seen: sha }) }
    : { kind: "older" };
}

/** The newest of the bumps of one action, and why they do not agree where they do not. */
function settle(bumps: readonly Bump[]): Bumps {
  const [first, ...others] = bumps;
  if (!first) {
    return { bumps: [], refused: [] };
  }
  const newest = others.reduce(
    (best, bump) => ((compareVersions(bump.version, best.version) ?? 0) > 0 ? bump : best),
    first,
  );
  const rival = bumps.find(({ version, sha }) => version === newest.version && sha !== newest.sha);
  return rival
    ? {
        bumps: [],
        refused: [
          `${rival.place}: ${newest.action} ${newest.version} is ${rival.sha} here and ${newest.sha} in ${newest.place}. One version has one commit: undo one of them.`,
        ],
      }
    : { bumps: [newest], refused: [] };
}

/**
 * What bots raised in generated files. Only forward: a file with an older version is out of date, not a bump.
 * @param findKnown the pin in force for the action; what has none is left to its own source
 */
export function findBumps(
  files: readonly Place[],
  findKnown: (action: string, path: string) => PinInForce | undefined,
): Bumps {
  const judged = files.flatMap(({ path, content }) => {
    const isFromSource = readSourcePins(content);
    return readUses(content).flatMap((use) => {
      const known = findKnown(use.action, path);
      // Where the source asks for another commit than when the file was written, the file is only out of date.
      const isRaised = known && isFromSource({ action: use.action, sha: known.sourceSha });
      return isRaised ? [judge(use, known, `${path}:${use.line}`)] : [];
    });
  });
  const found = judged.flatMap((each) => (each.kind === "bump" ? [each.bump] : []));
  const actions = [...new Set(found.map(({ action }) => action))].sort();
  const settled = actions.map((action) => settle(found.filter((bump) => bump.action === action)));
  return {
    bumps: settled.flatMap(({ bumps }) => bumps),
    refused: [...onePerReason(judged), ...settled.flatMap(({ refused }) => refused)].sort(),
  };
}

/** `actions/checkout v7.0.1 → v7.1.0` */
export function describeBump({ action, from, version }: Bump): string {
  return `${action} ${from.version} → ${version}`;
}
