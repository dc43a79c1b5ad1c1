import type { Effect, Observation } from "../../../src/rollout/ports.ts";
import type { DeliveryRecord } from "../../../src/rollout/record.ts";

/** What the world looks like at one moment; the invariants look at nothing else. */
export interface Moment {
  readonly atMs: number;
  readonly record: DeliveryRecord | undefined;
  readonly arms: Observation["arms"];
  readonly candidatePercent: number;
}

/** One thing that happened, with the world as it was before it. */
export type Event =
  | {
      readonly kind: "effect";
      readonly actor: string;
      readonly effect: Effect;
      readonly epoch: number;
      readonly before: Moment;
    }
  | { readonly kind: "done"; readonly actor: string; readonly effect: Effect; readonly after: Moment }
  | { readonly kind: "write"; readonly actor: string; readonly record: DeliveryRecord; readonly before: Moment }
  | {
      readonly kind: "verdict";
      readonly rolloutId: string;
      readonly epoch: number;
      readonly stepIndex: number;
      readonly said: string;
      readonly before: Moment;
    }
  | { readonly kind: "happening"; readonly what: string; readonly before: Moment }
  | { readonly kind: "calm"; readonly before: Moment }
  | { readonly kind: "end"; readonly before: Moment };

export type Trace = readonly Event[];

/** A trace as it would be told: one line for each thing that changed something. */
export function storyOf(trace: Trace, startedMs: number): string {
  return trace.flatMap((event) => lineOf(event, startedMs)).join("\n");
}

function lineOf(event: Event, startedMs: number): string[] {
  const moment = event.kind === "done" ? event.after : event.before;
  const at = `${((moment.atMs - startedMs) / 1000).toFixed(1).padStart(7)} s  ${String(moment.candidatePercent).padStart(3)} %  `;
  switch (event.kind) {
    case "effect":
      return [`${at}${event.actor} (epoch ${event.epoch}) asks for ${effectText(event.effect)}`];
    case "done":
      return [`${at}the target has done ${event.effect.kind}`];
    case "write": {
      const { rollout } = event.record;
      if (rollout?.phase === event.before.record?.rollout?.phase) return [];
      const due =
        rollout?.deadlineMs === undefined ? "" : `, until ${((rollout.deadlineMs - startedMs) / 1000).toFixed(1)} s`;
      return [`${at}${event.actor} writes ${rollout?.phase}${due}: ${rollout?.timeline.at(-1)?.text}`];
    }
    case "verdict":
      return [`${at}the judge says ${event.said} of step ${event.stepIndex} (epoch ${event.epoch})`];
    case "happening":
      return [`${at}!! ${event.what}`];
    case "calm":
      return [`${at}-- from here on nothing goes wrong, and the watchdog comes by`];
    case "end":
      return [`${at}-- the end: ${event.before.record?.rollout?.phase ?? "no rollout"}`];
  }
}

function effectText(effect: Effect): string {
  if (effect.kind === "set-weight") return `${effect.candidatePercent} %`;
  return effect.kind === "restore" ? `restore of ${effect.stable?.version ?? "nothing"}` : effect.kind;
}
