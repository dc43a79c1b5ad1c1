import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import type { Assess } from "../../src/rollout/assess.ts";
import { DeliveryError } from "../../src/rollout/delivery-error.ts";
import { startRollout } from "../../src/rollout/engine.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { isTerminal, type Phase } from "../../src/rollout/phase.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { ReconcileRequest } from "../../src/rollout/request.ts";
import { type Bench, bench, limits, type VerdictName, v1, v2, v3, verdicts } from "./bench.ts";
import type { Fault } from "./in-memory-target.ts";
import { MortalTarget } from "./mortal-target.ts";

/** What happens to a rollout from outside, at a time since its start. */
interface Happening {
  readonly atMs: number;
  readonly what: "kill" | "cancel" | "watch" | "recover" | "rollback" | "another" | "crash" | "unready";
}

interface World {
  readonly verdicts: readonly VerdictName[];
  /** Consumed one a call; none once they are used up. */
  readonly faults: readonly (Fault | undefined)[];
  readonly happenings: readonly Happening[];
  readonly enforcesLease: boolean;
  readonly hasStable: boolean;
}

const names = Object.keys(verdicts) as VerdictName[];
const verdict = fc.oneof({ weight: 6, arbitrary: fc.constant<VerdictName>("pass") }, fc.constantFrom(...names));
const fault = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom<Fault>("refuses", "late", "half") },
);
const happening = fc.record<Happening>({
  atMs: fc.integer({ min: 0, max: 40_000 }),
  what: fc.constantFrom("kill", "cancel", "watch", "recover", "rollback", "another", "crash", "unready"),
});
const world = fc.record<World>({
  verdicts: fc.array(verdict, { minLength: 1, maxLength: 40 }),
  faults: fc.array(fault, { maxLength: 120 }),
  happenings: fc.array(happening, { maxLength: 5 }),
  enforcesLease: fc.boolean(),
  hasStable: fc.boolean(),
});

/** Everything that was wrong on the way, and the passes that were given: rollout, and the share they were given at. */
interface Trace {
  readonly violations: string[];
  readonly passes: Set<string>;
  readonly actors: MortalTarget[];
}

const judged: readonly Phase[] = ["observing", "holding", "baking"];

/** Says what the world tells it to, in the phases that are judged, and notes each pass. */
function judgeOf({ verdicts: says }: World, trace: Trace): Assess {
  const left = [...says];
  return async (rollout) => {
    if (!judged.includes(rollout.phase)) return {};
    const said = left.shift() ?? "pass";
    if (said === "pass") trace.passes.add(`${rollout.id} ${rollout.plan.steps[rollout.stepIndex]?.candidatePercent}`);
    return { verdict: verdicts[said] };
  };
}

async function live(made: Bench, lived: World): Promise<Trace> {
  const trace: Trace = { violations: [], passes: new Set(), actors: [] };
  const queue = [...lived.faults];
  watchTarget(made, trace, () => queue.shift());
  const abort = new AbortController();
  const judge = judgeOf(lived, trace);
  const engine = actorNamed(made, "run 1", trace);
  const hands: Hands = { engine, abort, judge, trace };
  const startedMs = made.clock.nowMs();
  const acts = lived.happenings.map(({ atMs, what }) =>
    made.clock.until(startedMs + atMs).then(() => happen(made, what, hands)),
  );
  const request = made.request({ holder: "run 1", runUrl: "run/1" });
  const first = quietly(startRollout(request, { ...made.ports, target: engine }, judge, abort.signal));
  await Promise.race([Promise.all([first, ...acts]), made.clock.until(startedMs + 400_000)]);
  // The storm is over: what went wrong goes wrong no more, and the watchdog comes by as its schedule has it.
  queue.length = 0;
  for (let round = 0; round < 4; round++) {
    await made.clock.until(made.clock.nowMs() + limits.leaseMs + 61_000);
    await reconcile(asked("watch", `calm ${round}`), made.ports);
  }
  return trace;
}

/** I4: an effect that is done was asked for by the one that the record named as the rollout's owner at that moment. */
function actorNamed({ target }: Bench, name: string, { actors }: Trace): MortalTarget {
  const actor = new MortalTarget(target);
  actor.objection = () => {
    const lease = target.stored?.record.rollout?.lease;
    return lease === undefined || lease.holder === name ? undefined : `I4: ${name} acts for ${lease.holder}`;
  };
  actors.push(actor);
  return actor;
}

function watchTarget({ target, channel }: Bench, trace: Trace, next: () => Fault | undefined): void {
  channel.answer = () => {
    if (next() !== undefined) throw new DeliveryError("503");
  };
  target.faults = {
    effect: (effect) => {
      const { candidate } = target.arms;
      const isReady = candidate !== undefined && candidate.readyAtMs <= target.nowMs();
      if (effect.kind === "set-weight" && effect.candidatePercent > target.candidatePercent) {
        if (!isReady) trace.violations.push(`I7: ${effect.candidatePercent} % for a candidate that is not ready`);
        const problem = unearned(target.stored?.record.rollout, effect.candidatePercent, trace);
        if (problem !== undefined) trace.violations.push(problem);
      }
      return next();
    },
    write: () => onlyAway(next()),
    read: () => onlyAway(next()),
    observe: () => onlyAway(next()),
  };
}

const onlyAway = (chosen: Fault | undefined) => (chosen === "half" ? undefined : chosen);

/** I1: a larger share than before needs a pass at the step before it, of the same rollout. */
function unearned(
  rollout: NonNullable<Bench["target"]["stored"]>["record"]["rollout"],
  percent: number,
  { passes }: Trace,
): string | undefined {
  const steps = rollout?.plan.steps ?? [];
  const index = steps.findIndex(({ candidatePercent }) => candidatePercent === percent);
  const before = steps[index - 1]?.candidatePercent;
  if (index === 0 || passes.has(`${rollout?.id} ${before}`)) return undefined;
  return `I1: ${percent} % without a pass at ${before} %`;
}

function asked(mode: ReconcileRequest["mode"], holder: string): ReconcileRequest {
  const where = { service: "info", environment: "production" };
  return { ...where, mode, holder, reason: "model", actor: "grace", runUrl: mode === "recover" ? "run/1" : "run/2" };
}

interface Hands {
  readonly engine: MortalTarget;
  readonly abort: AbortController;
  readonly judge: Assess;
  readonly trace: Trace;
}

async function happen(made: Bench, what: Happening["what"], { engine, abort, judge, trace }: Hands): Promise<void> {
  const { candidate } = made.target.arms;
  switch (what) {
    case "kill":
      return engine.kill();
    case "cancel":
      return abort.abort();
    case "crash":
      if (candidate !== undefined) candidate.restarts += 1;
      return;
    case "unready":
      if (candidate !== undefined) candidate.readyAtMs = Number.POSITIVE_INFINITY;
      return;
    case "another":
      return quietly(startRollout(anotherOf(made), { ...made.ports, target: actorNamed(made, "run 2", trace) }, judge));
    default: {
      const name = `${what} ${made.clock.nowMs()}`;
      return quietly(reconcile(asked(what, name), { ...made.ports, target: actorNamed(made, name, trace) }));
    }
  }
}

const anotherOf = (made: Bench) => made.request({ candidate: v3, holder: "run 2", runUrl: "run/2" });

/** A target that is away is reported as such; anything else that is thrown is a defect. */
async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
  }
}

function expectInvariants({ target, channel }: Bench, trace: Trace): void {
  expect([...trace.violations, ...trace.actors.flatMap(({ violations }) => violations)]).toEqual([]);
  const record = target.stored?.record;
  const epochs = target.done.map(({ fence }) => fence.epoch);
  expect(epochs, "I4: an actor with an old epoch acted").toEqual([...epochs].sort((a, b) => a - b));
  if (record?.rollout === undefined) return;
  expect(isTerminal(record.rollout.phase), `I2: it stays in ${record.rollout.phase}`).toBe(true);
  expect([target.arms.stable?.release, target.arms.candidate, target.candidatePercent]).toEqual([
    record.live,
    undefined,
    0,
  ]);
  expect(record.outbox).toEqual([]);
  const rollouts = new Set(channel.got.map(({ notice }) => notice.rolloutId));
  for (const id of rollouts) {
    const finals = channel.got.filter(({ notice }) => notice.rolloutId === id && isFinal(notice));
    expect(new Set(finals.map(({ key }) => key)).size, `final notices of ${id}`).toBe(1);
  }
  const isBad = record.quarantine.some(({ digest }) => digest === record.live?.digest);
  expect(isBad, "a quarantined digest is live").toBe(false);
}

describe("whatever the judge says, whatever fails, whoever dies or interferes", () => {
  it("no share is unearned, no old actor acts, and it ends all-stable or all-candidate, told of once", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (lived) => {
        const made = await bench({ ...(lived.hasStable ? { live: v1 } : {}), enforcesLease: lived.enforcesLease });
        expectInvariants(made, await live(made, lived));
        // I5: at rest, the watchdog and a repeated rollback change nothing.
        const before = made.target.stored;
        await reconcile(asked("watch", "again"), made.ports);
        const live5 = before?.record.live;
        if (live5 !== undefined) await reconcile({ ...asked("rollback", "again"), to: live5.digest }, made.ports);
        expect(made.target.stored).toEqual(before);
      }),
      { numRuns: 400 },
    );
  });

  it("the releases of the model are different ones", () => {
    expect(new Set([v1, v2, v3].map(({ digest }) => digest)).size).toBe(3);
  });
});
