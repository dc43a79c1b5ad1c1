import { findNearest } from "../../errors/did-you-mean.ts";
import { type Expression, expression } from "../expression/expression.ts";
import { type EventFields, eventFields } from "./event-fields.ts";
import { type EventShapes, eventShapes } from "./event-payloads.ts";
import { requireGiven } from "./given.ts";
import { reference, type TriggerReference } from "./reference.ts";
import { refuseMisfit } from "./refuse-shape.ts";
import { filtersOf } from "./trigger-shape.ts";
import type { EventFilters, EventName } from "./triggers.ts";

/** An event that starts a workflow, as a value. */
export interface TriggerModel<Name extends EventName = EventName> {
  readonly kind: "trigger";
  readonly name: Name;
  readonly reference: TriggerReference;
  readonly filters: EventFilters[Name];
}

export interface Trigger<Name extends EventName> extends TriggerModel<Name> {
  /**
   * Fields of the event's payload; empty in a run that another event started. Titles, branches, bodies and messages
   * are a stranger's words.
   */
  readonly event: EventFields<EventShapes[Name]>;
  /** A field that `event` does not name; its type is the caller's word. */
  field<T = unknown>(...path: readonly [string, ...string[]]): Expression<T>;
}

type TriggerArguments<Name extends EventName> =
  Readonly<Record<never, never>> extends EventFilters[Name]
    ? [filters?: EventFilters[Name]]
    : [filters: EventFilters[Name]];

/**
 * An event whose payload the workflow reads. Reading it in a workflow that does not have this trigger under `on` is an
 * error at synth.
 * @example
 * const pr = trigger("pull_request", { branches: ["main"] });
 * workflow({ on: [pr], … });  // and sh`echo ${pr.event.pullRequest.number}` in its jobs
 */
export function trigger<const Name extends EventName>(name: Name, ...[filters]: TriggerArguments<Name>): Trigger<Name> {
  const meant = findNearest(String(name), Object.keys(eventShapes));
  requireGiven(
    Object.hasOwn(eventShapes, name),
    "The event of trigger(…)",
    name,
    meant ? `trigger("${meant}")` : 'one that GitHub has: trigger("push")',
  );
  refuseMisfit(`trigger("${name}")`, filtersOf(name)(filters));
  const self = reference("trigger", name);
  const read = <T>(path: readonly string[]): Expression<T> => expression({ kind: "event", trigger: self, path });
  return {
    kind: "trigger",
    name,
    reference: self,
    filters: filters ?? ({} as EventFilters[Name]),
    event: eventFields(eventShapes[name], read) as EventFields<EventShapes[Name]>,
    field: (...path) => read(path),
  };
}
