import { fieldsOf } from "../check/workflow-view.ts";
import type { LoweredWorkflow } from "../render/lower-workflow.ts";
import type { Plain, Remark } from "../render/writer.ts";
import type { Pin } from "./pin.ts";
import { actionKey } from "./same-pin.ts";
import { compareVersions } from "./version-order.ts";

type Path = Remark["path"];

interface PinnedUse {
  readonly path: Path;
  readonly action: string;
  readonly sha: string;
  readonly version: string;
}

/** The version in a remark, and what follows it: `v4.1.0 # zizmor: ignore[…] why`. */
const remarkPattern = /^(\S+)([\s\S]*)$/;

/** A lowered workflow or composite action, as far as pins are concerned. */
export type Pinnable = Pick<LoweredWorkflow, "content" | "remarks">;

/** The `uses` of a job or of an action's `runs`, and of its steps. */
function usesWithin(owner: Path, raw: unknown): readonly (readonly [Path, unknown])[] {
  const { uses, steps } = fieldsOf(raw);
  const inSteps = (Array.isArray(steps) ? steps : []).map(
    (step, index) => [[...owner, "steps", index, "uses"], fieldsOf(step).uses] as const,
  );
  return [[[...owner, "uses"], uses], ...inSteps];
}

function usesPaths({ jobs, runs }: Pinnable["content"]): readonly (readonly [Path, string])[] {
  const all = [
    ...Object.entries(fieldsOf(jobs)).flatMap(([id, raw]) => usesWithin(["jobs", id], raw)),
    ...usesWithin(["runs"], runs),
  ];
  return all.flatMap(([path, value]) => (typeof value === "string" ? [[path, value] as const] : []));
}

const samePath = (left: Path, right: Path) => left.length === right.length && left.every((key, i) => key === right[i]);

/** Every action of the workflow that is pinned to a commit, with the version that its remark says. */
export function pinnedUses({ content, remarks }: Pinnable): readonly PinnedUse[] {
  return usesPaths(content).flatMap(([path, value]) => {
    const [, action, sha] = /^([^@]+)@([0-9a-f]{40})$/.exec(value) ?? [];
    const version = remarkPattern.exec(remarks.find((remark) => samePath(remark.path, path))?.text ?? "")?.[1];
    return action === undefined || sha === undefined || version === undefined ? [] : [{ path, action, sha, version }];
  });
}

/** A pin that somebody chose is in force; one that a bot raised only while nothing newer is known. */
function isInForce(pin: Pin, use: PinnedUse): boolean {
  return pin.bump !== true || (compareVersions(pin.version, use.version) ?? 1) > 0;
}

function withValue(value: Plain, path: Path, replacement: Plain): Plain {
  const [key, ...rest] = path;
  if (key === undefined) {
    return replacement;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === key ? withValue(item, rest, replacement) : item));
  }
  const fields = value as Readonly<Record<string, Plain>>;
  return Object.fromEntries(
    Object.entries(fields).map(([name, item]) => [name, name === key ? withValue(item, rest, replacement) : item]),
  );
}

function applyPin<L extends Pinnable>(lowered: L, { path }: PinnedUse, { action, sha, version }: Pin): L {
  const content = withValue(lowered.content, path, `${action}@${sha}`) as Pinnable["content"];
  const remarks = lowered.remarks.map((remark) =>
    samePath(remark.path, path) ? { ...remark, text: remark.text.replace(remarkPattern, `${version}$2`) } : remark,
  );
  return { ...lowered, content, remarks };
}

/**
 * The workflow, or action, with the repository's own pins in the place of those it was written with.
 * @param pins by `actionKey`
 */
export function applyPins<L extends Pinnable>(lowered: L, pins: ReadonlyMap<string, Pin>): L {
  return pinnedUses(lowered).reduce<L>((changed, use) => {
    const pin = pins.get(actionKey(use.action));
    return pin && pin.sha !== use.sha && isInForce(pin, use) ? applyPin(changed, use, pin) : changed;
  }, lowered);
}
