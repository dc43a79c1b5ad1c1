import type { Action } from "../model/action.ts";
import { actions } from "./actions.gen.ts";
import type { Bump, KnownPin } from "./find-bumps.ts";
import { omit } from "./omit.ts";
import type { Pin } from "./pin.ts";

type AnyAction = Pick<Action, "inputs" | "required" | "outputs" | "location" | "name">;

const shipped = new Map<string, AnyAction>(
  Object.values(actions as Readonly<Record<string, AnyAction>>).map((action) => [action.name, action]),
);

/** The pin that tidegate brings along for an action. */
export function findShipped(action: string): KnownPin | undefined {
  const location = shipped.get(action)?.location;
  return location?.kind === "pinned" ? { action, version: location.version, sha: location.sha } : undefined;
}

/** What is known of the inputs and outputs of an action that tidegate brings along. */
function shippedInterface(action: string): Partial<Pin> & Pick<Pin, "inputs" | "outputs"> {
  const known = shipped.get(action);
  const required = new Set<string>(known?.required);
  return {
    inputs: (known?.inputs ?? []).map((name) => ({ name, required: required.has(name) })),
    outputs: [...(known?.outputs ?? [])],
  };
}

/**
 * The commit that is asked for when what bots raised is left out: the repository's own choice, else what the source
 * says.
 */
export function sourceSha(pinned: Pin | undefined, source: { readonly sha: string }): string {
  return pinned === undefined || pinned.bump ? source.sha : (pinned.raisedFrom ?? pinned).sha;
}

/** What was found out about one commit, and says nothing of the next. */
const ofOneCommit = ["releasedOn", "readOn", "revoked", "unverified"] as const;

/**
 * A pin for what a bot raised, with the inputs and outputs that were known before: nothing new has been read, and nobody
 * looked up whether the commit is the version's.
 * @param pinned the repository's own pin so far
 */
export function pinOfBump({ action, sha, version, from }: Bump, pinned: Pin | undefined): Pin {
  const known = omit(pinned ?? shippedInterface(action), ofOneCommit);
  // What somebody chose stays chosen when a bot raises it; what nobody chose gives way to a newer tidegate.
  const isOwn = pinned !== undefined && pinned.bump === undefined;
  return {
    ...known,
    action,
    version,
    sha,
    unverified: true,
    inputsFrom: known.inputsFrom ?? from.version,
    raisedFrom: pinned?.raisedFrom ?? { version: from.version, sha: from.sha },
    ...(isOwn ? {} : { bump: true }),
  };
}
