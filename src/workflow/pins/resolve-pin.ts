import type { ActionSource, ActionTag } from "./action-source.ts";
import type { Pin } from "./pin.ts";
import { describeMoved, PinError } from "./pin-error.ts";
import { type ActionInterface, isWorkflowPath, readActionYml } from "./read-action-yml.ts";
import { whyRevoked } from "./revoked-commits.ts";
import { chooseTag, compareVersions, isFullVersion, releasesOf } from "./version-order.ts";

const millisecondsPerDay = 86_400_000;

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

/** Whole days since; 0 on the day itself. */
export function ageInDays(releasedOn: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(releasedOn)) / millisecondsPerDay));
}

/** `owner/name` of an action in whatever folder. */
export function repositoryOf(action: string): string {
  return action.split("/").slice(0, 2).join("/");
}

/** Files that may hold the interface, from the root of the action's repository. */
function filesOf(action: string): readonly string[] {
  const folder = action.split("/").slice(2).join("/");
  if (isWorkflowPath(action)) {
    return [folder];
  }
  return ["action.yml", "action.yaml"].map((file) => (folder === "" ? file : `${folder}/${file}`));
}

/**
 * Inputs and outputs of an action at a commit.
 * @throws PinError when it has no action.yml there
 */
export async function readInterface(action: string, sha: string, source: ActionSource): Promise<ActionInterface> {
  for (const file of filesOf(action)) {
    const text = await source.readFile(repositoryOf(action), sha, file);
    if (text !== undefined) {
      return readActionYml(text, action);
    }
  }
  throw new PinError([`${action} has no ${filesOf(action).join(" or ")} at ${sha} in ${source.name}.`]);
}

export interface ResolveOptions {
  readonly source: ActionSource;
  readonly now: Date;
}

async function toPin(
  action: string,
  { tag, sha, releasedAt }: ActionTag,
  { source, now }: ResolveOptions,
): Promise<Pin> {
  const revoked = whyRevoked(sha);
  if (revoked !== undefined) {
    throw new PinError([`${action} ${tag} is ${sha}, which must not be used: ${revoked}. Pin another version.`]);
  }
  return {
    action,
    version: tag,
    sha,
    ...(releasedAt === undefined ? {} : { releasedOn: dayOf(releasedAt) }),
    readOn: dayOf(now),
    ...(await readInterface(action, sha, source)),
  };
}

/** The tag, with the promise that it still is where it was pinned. */
async function getTag(action: string, tag: string, source: ActionSource): Promise<ActionTag> {
  const found = await source.findTag(repositoryOf(action), tag);
  if (!found) {
    throw new PinError([`${action} has no tag ${tag} in ${source.name}.`]);
  }
  return found;
}

function checkUnmoved(pinned: Pin | undefined, { tag, sha }: ActionTag): void {
  if (pinned && pinned.version === tag && pinned.sha !== sha && isFullVersion(tag)) {
    throw new PinError([describeMoved(pinned.action, tag, { pinned: pinned.sha, seen: sha })]);
  }
}

/** What is asked for: `owner/name`, `owner/name@v7`, `owner/name/folder@v7.0.1`. */
export function parseRequest(request: string): { readonly action: string; readonly wanted: string | undefined } {
  const [action = "", wanted, ...rest] = request.split("@");
  const isName = /^[\w.-]+\/[\w.-]+(?:\/[\w.-]+)*$/.test(action);
  if (!isName || wanted === "" || rest.length > 0) {
    throw new PinError([`"${request}" names no action. Write owner/name or owner/name@v1.2.3.`]);
  }
  if (wanted !== undefined && /^[0-9a-f]{7,}$/.test(wanted)) {
    throw new PinError([
      `"${request}" names a commit. Name its version, such as ${action}@v1.2.3: the commit is looked up, and the version is what bots and people read.`,
    ]);
  }
  return { action, wanted };
}

/**
 * A new pin.
 * @param pinned what is pinned under this name already
 * @throws PinError when there is no such version, its tag moved, or it must not be used
 */
export async function addPin(request: string, pinned: Pin | undefined, options: ResolveOptions): Promise<Pin> {
  const { action, wanted } = parseRequest(request);
  const tags = await options.source.tags(repositoryOf(action));
  const tag = chooseTag(tags, wanted);
  if (tag === undefined) {
    const known = releasesOf(tags).slice(0, 5).join(", ") || tags.slice(-5).join(", ") || "none";
    throw new PinError([`${action} has no version ${wanted ?? "at all"} in ${options.source.name}. It has: ${known}.`]);
  }
  const found = await getTag(action, tag, options.source);
  checkUnmoved(pinned, found);
  return toPin(action, found, options);
}

export interface UpdateOptions extends ResolveOptions {
  /** A release is taken only when it is so old, so that others find out first what is wrong with it. */
  readonly cooldownDays: number;
}

/** What came of looking for a newer release; `waiting` names those that are too young, each with its age. */
export type Update =
  | { readonly kind: "current"; readonly pin: Pin; readonly waiting: readonly string[] }
  | { readonly kind: "updated"; readonly from: Pin; readonly pin: Pin; readonly waiting: readonly string[] };

/**
 * The newest release that is old enough, or the pin as it is; `waiting` names those that are too young.
 * @throws PinError when the pinned version's tag moved
 */
export async function updatePin(pin: Pin, options: UpdateOptions): Promise<Update> {
  const { source, now, cooldownDays } = options;
  const repository = repositoryOf(pin.action);
  const current = await source.findTag(repository, pin.version);
  if (current) {
    checkUnmoved(pin, current);
  }
  const newer = releasesOf(await source.tags(repository)).filter((tag) => (compareVersions(tag, pin.version) ?? 0) > 0);
  const waiting: string[] = [];
  for (const tag of newer) {
    const found = await getTag(pin.action, tag, source);
    const days = found.releasedAt === undefined ? undefined : ageInDays(found.releasedAt.toISOString(), now);
    if (days === undefined || days >= cooldownDays) {
      return { kind: "updated", from: pin, pin: await toPin(pin.action, found, options), waiting };
    }
    waiting.push(`${tag}, ${days} days old`);
  }
  return { kind: "current", pin, waiting };
}
