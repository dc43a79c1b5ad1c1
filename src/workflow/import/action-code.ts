import { camelCase } from "../expression/camel-case.ts";
import { type Code, call, constant, type Declaration, data, library, object } from "./code.ts";
import { findPin } from "./known-pins.ts";
import type { Names } from "./names.ts";

/** Everything a file does with one action. */
export interface ActionUsage {
  readonly uses: string;
  readonly inputs: Set<string>;
  readonly outputs: Set<string>;
  /** The comment behind its first use: which version the commit is. */
  remark: string | undefined;
  /** Inputs that each of its uses gives. */
  readonly given: (readonly string[])[];
}

/** An action as a value, and what its inputs are called in TypeScript. */
export interface ActionCode {
  readonly code: Code;
  /** By its name in the file, in lower case: its key in TypeScript. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlySet<string>;
  readonly kind: "pinned" | "unpinned" | "local";
  /** The permissions that it brings along. */
  readonly brings: readonly string[];
}

const commit = /^(.+)@([0-9a-f]{40})$/i;
const version = /v?\d[\w.+-]*/;

function keysOf(names: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...names].map((name) => [name.toLowerCase(), camelCase(name)]));
}

function shapeOf({ inputs, outputs }: ActionUsage): Readonly<Record<string, Code | undefined>> {
  return {
    inputs: inputs.size > 0 ? data([...inputs]) : undefined,
    outputs: outputs.size > 0 ? data([...outputs]) : undefined,
  };
}

function nameOf(uses: string): readonly string[] {
  const parts = (uses.split("@")[0] ?? uses)
    .replace(/^docker:\/\//, "")
    .replace(/:.*$/, "")
    .split("/");
  const last = parts.filter((part) => !/^(?:\.|\$|\.github|actions)?$/.test(part)).at(-1) ?? "action";
  const wishes = /action$/i.test(last) ? [last] : [`${last}-action`];
  return parts[0] ? [...wishes, `${parts[0]}-${last}`] : wishes;
}

function actionValue(usage: ActionUsage): { readonly code: Code; readonly kind: ActionCode["kind"] } {
  const { uses, remark } = usage;
  const shape = shapeOf(usage);
  if (uses.startsWith("./") || uses.startsWith("$/")) {
    const name = uses.split("/").filter(Boolean).at(-1) ?? uses;
    return { code: call("localAction", object({ name: data(name), path: data(uses), ...shape })), kind: "local" };
  }
  const pinned = commit.exec(uses);
  if (pinned === null) {
    return { code: call("unpinnedAction", object({ uses: data(uses), ...shape })), kind: "unpinned" };
  }
  const [, action = uses, sha = ""] = pinned;
  const known = version.exec(remark ?? "")?.[0] ?? "unknown";
  return {
    code: call("pinnedAction", object({ uses: data(action), version: data(known), sha: data(sha), ...shape })),
    kind: "pinned",
  };
}

/** The pin file's action, when everything that the file does with it is in its `action.yml`. */
function findTyped({ uses, inputs, outputs, given }: ActionUsage): ActionCode | undefined {
  const pin = findPin(uses);
  const keys = pin ? keysOf(pin.inputs) : undefined;
  if (pin === undefined || keys === undefined || ![...inputs].every((name) => keys.has(name.toLowerCase()))) {
    return undefined;
  }
  const lower = given.map((names) => new Set(names.map((name) => name.toLowerCase())));
  const isComplete = lower.every((names) => pin.required.every((name) => names.has(name.toLowerCase())));
  const outputSet = new Set(pin.outputs);
  if (!isComplete || ![...outputs].every((name) => outputSet.has(name))) {
    return undefined;
  }
  const brings = Object.keys(pin.permissions);
  return { code: library("actions", pin.name), inputs: keys, outputs: outputSet, kind: "pinned", brings };
}

/** Every action of a file as a value; those that the pin file lacks are declared. */
export function actionCodes(
  usages: readonly ActionUsage[],
  names: Names,
): { readonly declarations: readonly Declaration[]; readonly byUses: ReadonlyMap<string, ActionCode> } {
  const declarations: Declaration[] = [];
  const byUses = new Map<string, ActionCode>();
  for (const usage of usages) {
    const typed = findTyped(usage);
    if (typed) {
      byUses.set(usage.uses, typed);
      continue;
    }
    const name = names.take(...nameOf(usage.uses));
    const { code, kind } = actionValue(usage);
    declarations.push({ name, code, remarks: [] });
    byUses.set(usage.uses, {
      code: constant(name),
      inputs: keysOf(usage.inputs),
      outputs: usage.outputs,
      kind,
      brings: [],
    });
  }
  return { declarations, byUses };
}
