import { assertNever } from "../errors/assert-never.ts";
import type { Outcome, Unchanged } from "../rollout/outcome.ts";
import type { Rollout } from "../rollout/record.ts";

type Kind = Outcome["kind"] | Unchanged["kind"];

/** How one call of the engine ended, as `runRollout` and `reconcile` return it. */
export interface Ending {
  readonly kind: Kind;
  readonly message: string;
  readonly rollout?: Rollout;
  readonly undelivered: readonly string[];
}

export interface StoryMoment {
  /** Since the rollout started, in milliseconds. */
  readonly afterMs: number;
  /** Share of requests on the candidate at that moment, 0..100. */
  readonly candidatePercent: number;
  readonly text: string;
}

/** A rollout as it is told to people: plain data in the order of telling, for Markdown and terminal alike. */
export interface Story {
  readonly kind: Kind;
  /** How it ended, in words, for example `rolled back`. */
  readonly words: string;
  /** `info → production`, with the version if one is known. */
  readonly subject: string;
  /** What happened and why, with the numbers that decided it. */
  readonly text: string;
  /** Names and values, each short. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly timeline: readonly StoryMoment[];
  /** Who was not told, one line each. */
  readonly undelivered: readonly string[];
}

/** Where it happened. */
export interface StoryPlace {
  readonly service: string;
  readonly environment: string;
  /** What was to be rolled out, for an ending without a rollout. */
  readonly version?: string;
}

export function toStory({ service, environment, version }: StoryPlace, ending: Ending): Story {
  const { kind, message, rollout, undelivered } = ending;
  // What was refused was never begun; the rollout of the record, if there is one, is somebody else's.
  const told = kind === "refused" ? undefined : rollout;
  const subject = [service, told?.candidate.version ?? version].filter((part) => part !== undefined).join(" ");
  return {
    kind,
    words: wordsOf(kind),
    subject: `${subject} → ${environment}`,
    text: message,
    facts: told === undefined ? [] : factsOf(told),
    timeline: told === undefined ? [] : timelineOf(told),
    undelivered,
  };
}

function wordsOf(kind: Kind): string {
  switch (kind) {
    case "succeeded":
      return "succeeded";
    case "rolled-back":
      return "rolled back";
    case "rollback-failed":
      return "ROLLBACK FAILED, act now";
    case "baking":
      return "at 100 %, being watched";
    case "frozen":
      return "FROZEN, a person must decide";
    case "abandoned":
      return "given up before any traffic";
    case "refused":
      return "refused";
    case "lost":
      return "no longer in our hands";
    case "nothing-to-do":
      return "nothing to do";
    case "in-progress":
      return "in progress";
    default:
      return assertNever(kind);
  }
}

function factsOf(rollout: Rollout): [string, string][] {
  const { stable, candidate, served, startedAtMs, endedAtMs, restoredAtMs, failure } = rollout;
  const facts: [string, string | undefined][] = [
    ["Release", candidate.version],
    ["Before", stable?.version ?? "nothing: the first delivery"],
    ["Why", rollout.reason],
    ["By", rollout.actor],
    ["Started", new Date(startedAtMs).toISOString().replace("T", " ").replace(/\..*/, " UTC")],
    ["Took", endedAtMs === undefined ? undefined : formatDuration(endedAtMs - startedAtMs)],
    ["New served", served && countsOf(served.candidate)],
    ["Old served", served && stable && countsOf(served.stable)],
    ["Back after", failure && restoredAtMs ? formatDuration(Math.max(0, restoredAtMs - failure.atMs)) : undefined],
    ["Digest", candidate.digest.slice(0, 19)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function countsOf({ requests, failures }: { readonly requests: number; readonly failures: number }): string {
  return `${requests.toLocaleString("en-US")} requests, ${failures.toLocaleString("en-US")} failed`;
}

function timelineOf({ timeline, startedAtMs }: Rollout): StoryMoment[] {
  return timeline.map(({ atMs, candidatePercent, text }) => ({ afterMs: atMs - startedAtMs, candidatePercent, text }));
}

/** `850 ms`, `4.2 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
