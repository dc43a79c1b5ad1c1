import type { ExpressionNode } from "../expression/expression.ts";
import { nodesOf, type Resolve } from "../expression/expression-source.ts";
import { snakeCase } from "../model/event-fields.ts";
import { eventShapes } from "../model/event-payloads.ts";
import { entriesOf } from "../model/triggers.ts";
import { availability, type Slot, slotNames } from "./availability.ts";
import type { Place } from "./report.ts";
import type { ResolverContext } from "./resolver.ts";

interface Checked {
  readonly node: ExpressionNode;
  readonly slot: Slot;
  readonly place: Place;
  readonly resolve: Resolve;
}

/** The context or function a node is, where not every place has it. */
function nameOf(node: ExpressionNode, resolve: Resolve): string | undefined {
  switch (node.kind) {
    case "context":
      return node.path[0];
    case "status":
      return node.name;
    case "call":
      return node.name === "hashFiles" ? node.name : undefined;
    case "step-output":
    case "step-status":
    case "job-output":
    case "job-result":
    case "matrix":
    case "input":
    case "event":
    case "call-secret":
      return /^[a-z]+/.exec(resolve(node))?.[0];
    default:
      return undefined;
  }
}

const advice: Readonly<Record<string, string>> = {
  secrets: "Put the secret in the variables of a step, and compare there.",
  hashFiles: "There are no files before the first step: use it in a step.",
  matrix: "It is decided before the matrix is: use the condition of a step.",
  env: "Use variable(…), an input, or a step.",
  runner: "No runner has been chosen yet: use a step.",
  steps: "No step has run yet.",
  needs: "No job has run yet.",
};

function refuseMissing(context: ResolverContext, { node, slot, place, resolve }: Checked): void {
  const name = nameOf(node, resolve);
  const present: readonly string[] = availability[slot];
  // What could not be resolved is told already, and reads as `null`.
  if (name === undefined || name === "null" || present.includes(name)) {
    return;
  }
  if (node.kind === "status") {
    const told = `${name}() means something only in an \`if\`. Compare a result instead.`;
    context.report.error("status-function", told, place);
    return;
  }
  const known = present.length > 0 ? present.join(", ") : "nothing";
  const what = node.kind === "call" ? `${name}()` : name;
  const told = `${slotNames[slot]} cannot read ${what} (it can read: ${known}). ${advice[name] ?? ""}`.trim();
  context.report.error("context-availability", told.charAt(0).toUpperCase() + told.slice(1), place);
}

const rootsOf = (name: keyof typeof eventShapes) => Object.keys(eventShapes[name]).map(snakeCase);
const knownRoots = new Set((Object.keys(eventShapes) as (keyof typeof eventShapes)[]).flatMap(rootsOf));

/** Refuses a field of a payload that no event of the workflow has. A called workflow has its caller's event. */
function refuseForeignEvent({ model, report }: ResolverContext, { node, place }: Checked): void {
  const root =
    node.kind === "context" && node.path[0] === "github" && node.path[1] === "event" ? node.path[2] : undefined;
  if (model === undefined || root === undefined || !knownRoots.has(root)) {
    return;
  }
  const events = entriesOf(model.on).map(({ name }) => name);
  const has = events.some(
    (name) =>
      name === "workflow_call" ||
      (Object.hasOwn(eventShapes, name) && rootsOf(name as keyof typeof eventShapes).includes(root)),
  );
  const isForm = events.includes("workflow_dispatch") && ["repository", "sender", "ref"].includes(root);
  if (!has && !isForm) {
    const told = `github.event.${root} is read here, but no event of ${model.file}.yml has it (it has: ${events.join(", ") || "none"}). Add a trigger that does, or read something else.`;
    report.error("event-payload", told, place);
  }
}

/** Reports what an expression reads that GitHub does not have where it stands. */
export function checkAvailability(context: ResolverContext, checked: Checked): void {
  for (const node of nodesOf(checked.node)) {
    refuseMissing(context, { ...checked, node });
    refuseForeignEvent(context, { ...checked, node });
  }
}
