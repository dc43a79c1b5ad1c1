import fc from "fast-check";
import type { GovernanceSettings } from "../../../src/rollout/governance/policy.ts";
import type { Strategy } from "../../../src/rollout/strategy.ts";
import { type VerdictName, verdicts } from "../bench.ts";
import type { Fault } from "../in-memory-target.ts";
import { anyStrategy } from "./any-strategy.ts";

/** What happens to a rollout from outside, at a time since its start. */
export interface Happening {
  readonly atMs: number;
  readonly what:
    | ("kill" | "cancel" | "crash" | "unready")
    /** Stable does not become ready any more, until all is calm. */
    | "stable-down"
    /** The target does not take anything back when it is asked to, until all is calm. */
    | "stuck"
    /** The clock of the first engine's machine. */
    | ("clock-ahead" | "clock-back")
    | ("watch" | "recover" | "rollback" | "newer" | "hotfix")
    | ("pause" | "resume" | "abort" | "promote-now" | "override-freeze");
}

/** Everything that is chance in a rollout; the same world always makes the same trace. */
export interface World {
  readonly strategy: Strategy;
  /** Consumed one a look; `pass` once they are used up. */
  readonly verdicts: readonly VerdictName[];
  /** Consumed one a call of the target or a channel; none once they are used up. */
  readonly faults: readonly (Fault | undefined)[];
  readonly happenings: readonly Happening[];
  readonly enforcesLease: boolean;
  readonly hasStable: boolean;
  readonly irreversibleFromPercent: number | undefined;
  readonly governance: GovernanceSettings;
}

const names = Object.keys(verdicts) as VerdictName[];
const verdict = fc.oneof(
  { weight: 5, arbitrary: fc.constant<VerdictName>("pass") },
  { weight: 3, arbitrary: fc.constant<VerdictName>("continue") },
  { weight: 2, arbitrary: fc.constantFrom(...names) },
);
const fault = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom<Fault>("refuses", "late", "half") },
);
/** The clock of the bench begins at 22:13:20. */
const freeze = fc
  .record({ from: fc.integer({ min: 14, max: 16 }), minutes: fc.integer({ min: 1, max: 4 }) })
  .map(({ from, minutes }) => ({
    kind: "once" as const,
    name: "freeze",
    timeZone: "UTC",
    from: `2023-11-14T22:${from}`,
    to: `2023-11-14T22:${from + minutes}`,
  }));
const governance = fc.record<GovernanceSettings>({
  freezes: fc.array(freeze, { maxLength: 1 }),
  onFreeze: fc.constantFrom("finish", "hold", "rollback"),
  finishWithinMs: fc.constantFrom(0, 60_000),
  onNewer: fc.constantFrom("wait", "supersede"),
  waitMs: fc.constantFrom(0, 30_000),
  // A minute of it is sixty looks, so that a long one is always left alone.
  longBake: fc.constantFrom("rollback", "keep"),
});
const happening = fc.record<Happening>({
  atMs: fc.integer({ min: 0, max: 60_000 }),
  what: fc.constantFrom<Happening["what"][]>(
    "kill",
    "cancel",
    "crash",
    "unready",
    "stable-down",
    "stuck",
    "clock-ahead",
    "clock-back",
    "watch",
    "recover",
    "rollback",
    "newer",
    "hotfix",
    "pause",
    "resume",
    "abort",
    "promote-now",
    "override-freeze",
  ),
});

const anything = fc.array(happening, { maxLength: 5, size: "max" });
const at = (min: number, max: number, what: Happening["what"]) =>
  fc.integer({ min, max }).map((atMs): Happening => ({ atMs, what }));
/** Chance alone seldom brings a hot fix to a rollout whose way back is blocked. */
const blocked = fc
  .tuple(
    fc.oneof(at(0, 20_000, "stable-down"), at(0, 20_000, "stuck")),
    at(5_000, 25_000, "abort"),
    at(30_000, 60_000, "hotfix"),
    anything,
  )
  .map(([down, abort, fix, others]) => [down, abort, fix, ...others]);

export const worlds = fc.record<World>({
  strategy: anyStrategy,
  verdicts: fc.array(verdict, { minLength: 1, maxLength: 40, size: "max" }),
  faults: fc.oneof(fc.constant([]), fc.array(fault, { maxLength: 100, size: "max" })),
  happenings: fc.oneof({ weight: 7, arbitrary: anything }, blocked),
  enforcesLease: fc.boolean(),
  hasStable: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  irreversibleFromPercent: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.constantFrom(0, 20, 60, 100)),
  governance,
});
