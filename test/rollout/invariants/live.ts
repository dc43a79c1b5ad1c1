import { TidegateError } from "../../../src/errors/tidegate-error.ts";
import { DeliveryError } from "../../../src/rollout/delivery-error.ts";
import { startRollout } from "../../../src/rollout/engine.ts";
import { governanceSchema } from "../../../src/rollout/governance/policy.ts";
import { submitCommand } from "../../../src/rollout/governance/submit-command.ts";
import { isAtRest } from "../../../src/rollout/phase.ts";
import { planOf } from "../../../src/rollout/plan-of.ts";
import type { Target } from "../../../src/rollout/ports.ts";
import { reconcile } from "../../../src/rollout/reconcile.ts";
import type { DeliveryRecord, Rollout } from "../../../src/rollout/record.ts";
import type { EnginePorts, ReconcileRequest, RolloutRequest } from "../../../src/rollout/request.ts";
import type { Seen } from "../../../src/rollout/seen.ts";
import { type Turn, turn } from "../../../src/rollout/turn.ts";
import { type Bench, bench, limits, type VerdictName, v1, v3, verdicts } from "../bench.ts";
import { JumpingClock } from "./jumping-clock.ts";
import { ActorTarget, Stage } from "./recording-target.ts";
import type { Trace } from "./trace.ts";
import type { Happening, World } from "./world.ts";

/** An engine that is wrong in one point. */
export interface Broken {
  readonly turn?: Turn;
  /** How the first engine sees its target. */
  readonly target?: (target: Target) => Target;
}

export interface Life {
  readonly trace: Trace;
  readonly startedMs: number;
}

const shortPauseMs = limits.leaseMs + 61_000;
/** Four to end what was interrupted, and more while a long bake or test goes on, of twenty minutes and a clock that jumped. */
const visits = [...Array.from({ length: 4 }, () => shortPauseMs), ...Array.from({ length: 6 }, () => 600_000)];
const jumpMs = 90_000;

const where = { service: "info", environment: "production", reason: "model", actor: "grace" };

/** One rollout in this world, then calm, in which the watchdog comes by as its schedule has it. */
export async function live(world: World, broken: Broken = {}): Promise<Life> {
  const made = await bench({ ...(world.hasStable ? { live: v1 } : {}), enforcesLease: world.enforcesLease });
  const faults = [...world.faults];
  const stage = new Stage(made.target, () => faults.shift());
  made.channel.answer = () => {
    if (faults.shift() !== undefined) throw new DeliveryError("503");
  };
  const cast = new Cast(world, made, stage, broken);
  const startedMs = made.clock.nowMs();
  const acts = world.happenings.map(({ atMs, what }) =>
    made.clock.until(startedMs + atMs).then(() => cast.happen(what)),
  );
  await Promise.race([Promise.all([cast.start(), ...acts]), made.clock.until(startedMs + 600_000)]);
  faults.length = 0;
  cast.calm();
  for (const pauseMs of visits) {
    await made.clock.until(made.clock.nowMs() + pauseMs);
    await cast.reconcile("watch");
    if (isAtRest(made.target.stored?.record.rollout?.phase ?? "succeeded") && pauseMs > shortPauseMs) break;
  }
  stage.trace.push({ kind: "end", before: stage.moment() });
  return { trace: stage.trace, startedMs };
}

/** Everybody who acts. */
class Cast {
  readonly #world: World;
  readonly #made: Bench;
  readonly #stage: Stage;
  readonly #broken: Broken;
  readonly #engine: ActorTarget;
  readonly #abort = new AbortController();
  readonly #clock: JumpingClock;
  readonly #left: VerdictName[];
  #names = 0;

  constructor(world: World, made: Bench, stage: Stage, broken: Broken) {
    this.#world = world;
    this.#made = made;
    this.#stage = stage;
    this.#broken = broken;
    this.#engine = new ActorTarget(stage, "run 1");
    this.#clock = new JumpingClock(made.clock);
    this.#left = [...world.verdicts];
  }

  start(): Promise<void> {
    const target = this.#broken.target?.(this.#engine) ?? this.#engine;
    const ports = { ...this.#ports(target), clock: this.#clock };
    return this.#roll(this.#request({ holder: "run 1", runUrl: "run/1" }), ports, this.#abort.signal);
  }

  calm(): void {
    const { target, clock } = this.#made;
    if (target.arms.stable?.readyAtMs === Number.POSITIVE_INFINITY) target.arms.stable.readyAtMs = clock.nowMs();
    target.startsWithin = () => 500;
    this.#stage.isStuck = false;
    this.#stage.trace.push({ kind: "calm", before: this.#stage.moment() });
  }

  reconcile(mode: ReconcileRequest["mode"]): Promise<void> {
    const holder = `${mode} ${++this.#names}`;
    const runUrl = mode === "recover" ? "run/1" : "run/2";
    const target = new ActorTarget(this.#stage, holder);
    const { objectives, judge } = this.#request({});
    const request = { ...where, mode, holder, runUrl, judging: { objectives, judge } };
    return quietly(reconcile(request, this.#judging(this.#ports(target))));
  }

  async happen(what: Happening["what"]): Promise<void> {
    this.#stage.happen(what);
    const { candidate } = this.#made.target.arms;
    switch (what) {
      case "kill":
        return this.#engine.kill();
      case "cancel":
        return this.#abort.abort();
      case "crash":
        if (candidate !== undefined) candidate.restarts += 1;
        return;
      case "unready":
        if (candidate !== undefined) candidate.readyAtMs = Number.POSITIVE_INFINITY;
        return;
      case "stable-down":
        return this.#breakStable();
      case "stuck":
        this.#stage.isStuck = true;
        return;
      case "clock-ahead":
        return this.#clock.jump(jumpMs);
      case "clock-back":
        return this.#clock.jump(-jumpMs);
      case "newer":
      case "hotfix": {
        const own = { holder: `run ${what}`, runUrl: `run/${what}`, isHotfix: what === "hotfix" };
        const request = this.#request({ candidate: v3, ...own });
        return this.#roll(request, this.#ports(new ActorTarget(this.#stage, own.holder)));
      }
      case "watch":
      case "recover":
      case "rollback":
        return this.reconcile(what);
      default: {
        const ports = { target: this.#made.target, clock: this.#made.clock, newId: () => `command ${++this.#names}` };
        // A pause of a day would be right too, but a long story.
        const untilMs = this.#made.clock.nowMs() + 120_000;
        return quietly(submitCommand({ kind: what, actor: "grace", reason: "model", untilMs }, ports));
      }
    }
  }

  #breakStable(): void {
    const { target } = this.#made;
    const { stable } = target.arms;
    if (stable === undefined) return;
    stable.readyAtMs = Number.POSITIVE_INFINITY;
    target.startsWithin = ({ digest }) => (digest === stable.release.digest ? Number.POSITIVE_INFINITY : 500);
  }

  #request(changes: Partial<RolloutRequest>): RolloutRequest {
    const { strategy, governance, irreversibleFromPercent } = this.#world;
    return this.#made.request({
      plan: planOf(strategy, limits, true),
      governance: governanceSchema.parse(governance),
      ...(irreversibleFromPercent === undefined ? {} : { irreversibleFromPercent }),
      ...changes,
    });
  }

  #roll(request: RolloutRequest, ports: EnginePorts, signal?: AbortSignal): Promise<void> {
    return quietly(startRollout(request, ports, async (rollout) => this.#say(rollout), signal));
  }

  #ports(target: Target): EnginePorts {
    const { turn } = this.#broken;
    return { ...this.#made.ports, target, ...(turn === undefined ? {} : { turn }) };
  }

  /** Who comes by has a judge of its own, whose verdicts are the world's too. */
  #judging(ports: EnginePorts): EnginePorts {
    const said = new WeakMap<Seen, Seen>();
    const own = ports.turn ?? turn;
    return {
      ...ports,
      turn: (record, seen, turner) => {
        // A turn is taken again when somebody wrote in between; what was said stays said.
        const judged = said.get(seen) ?? this.#judged(record, seen);
        said.set(seen, judged);
        return own(record, judged, turner);
      },
    };
  }

  #judged({ rollout }: DeliveryRecord, seen: Seen): Seen {
    const { verdict, judge, judgedStep, evidence, ...rest } = seen;
    if (rollout === undefined || seen.observation === undefined || verdict === undefined) return rest;
    return { ...rest, ...this.#say(rollout) };
  }

  /** What the world has the judge say, in the phases that are judged. */
  #say(rollout: Rollout): Pick<Seen, "verdict"> {
    // As the real judge: before the first step there is nothing to judge.
    if (rollout.stepIndex < 0 || !["observing", "holding", "baking", "paused"].includes(rollout.phase)) return {};
    const said = this.#left.shift() ?? "pass";
    const epoch = this.#made.target.stored?.record.epoch ?? 0;
    const { id: rolloutId, stepIndex } = rollout;
    this.#stage.trace.push({ kind: "verdict", rolloutId, epoch, stepIndex, said, before: this.#stage.moment() });
    return { verdict: verdicts[said] };
  }
}

/** A target that is away is reported as such; anything else that is thrown is a defect. */
async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
  }
}
