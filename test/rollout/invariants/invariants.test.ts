import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FencedError } from "../../../src/errors/tidegate-error.ts";
import { isGoingBack } from "../../../src/rollout/phase.ts";
import type { StoredRecord, Target } from "../../../src/rollout/ports.ts";
import type { DeliveryRecord } from "../../../src/rollout/record.ts";
import type { Seen } from "../../../src/rollout/seen.ts";
import { type Turned, type Turner, turn } from "../../../src/rollout/turn.ts";
import { v3, verdicts } from "../bench.ts";
import { type InvariantName, invariants, violationsOf } from "./invariants.ts";
import { type Broken, live } from "./live.ts";
import { storyOf } from "./trace.ts";
import { type World, worlds } from "./world.ts";

const { TIDEGATE_RUNS: runs, TIDEGATE_SEED: seed, TIDEGATE_PATH: path } = process.env;
/** The suite says the same of the same commit each time; `npm run test:worlds` looks in worlds that nobody has seen. */
const fixedSeed = "20261121";

/** Looks for a world in which something is wrong, makes it as small as it can, and tells its story. */
async function search(options: fc.Parameters<[World]>, broken: Broken, wrong: (violations: string[]) => boolean) {
  const details = await fc.check(
    fc.asyncProperty(worlds, async (world) => !wrong(violationsOf((await live(world, broken)).trace))),
    options,
  );
  const [world] = details.counterexample ?? [];
  if (world === undefined) return undefined;
  const { trace, startedMs } = await live(world, broken);
  const replay = `TIDEGATE_SEED=${details.seed} TIDEGATE_PATH=${details.counterexamplePath} npx vitest run test/rollout/invariants`;
  const text = [...new Set(violationsOf(trace)), "", storyOf(trace, startedMs), "", `Again: ${replay}`].join("\n");
  return { text, seed: details.seed, path: details.counterexamplePath ?? "" };
}

describe("random plans, verdicts, faults, persons and schedulings", () => {
  it("break no invariant", { timeout: 600_000 }, async () => {
    const options = {
      numRuns: Number(runs ?? 300),
      ...(seed === "random" ? {} : { seed: Number(seed ?? fixedSeed) }),
      ...(path === undefined ? {} : { path }),
    };
    const found = await search(options, {}, (violations) => violations.length > 0);
    expect(found?.text).toBeUndefined();
  });
});

type Look = Seen & { readonly observation: NonNullable<Seen["observation"]> };

/** An engine that sees something else than there is. */
function misled(look: (record: DeliveryRecord, seen: Look) => Seen): Broken {
  return {
    turn: (record, seen, turner) => {
      const { observation } = seen;
      return turn(record, observation === undefined ? seen : look(record, { ...seen, observation }), turner);
    },
  };
}

/** An engine that does something else than it should. */
function twisted(twist: (turned: Turned, record: DeliveryRecord, seen: Seen, turner: Turner) => Turned): Broken {
  return { turn: (record, seen, turner) => twist(turn(record, seen, turner), record, seen, turner) };
}

const says = (seen: Look, from: keyof typeof verdicts, to: keyof typeof verdicts): Seen =>
  seen.verdict === verdicts[from] ? { ...seen, verdict: verdicts[to] } : seen;

/** An engine that never hears that somebody else owns the rollout. */
function deaf(target: Target): Target {
  let known: StoredRecord | undefined;
  return {
    capabilities: target.capabilities,
    observe: () => target.observe(),
    read: async () => {
      known ??= await target.read();
      return known;
    },
    write: async (record, expected) => {
      try {
        const revision = await target.write(record, expected);
        known = { record, revision };
        return revision;
      } catch (error) {
        if (!(error instanceof FencedError) && known === undefined) throw error;
        known = { record, revision: "made up" };
        return "made up";
      }
    },
    apply: (effect, fence) => target.apply(effect, { ...fence, epoch: 1_000_000 }),
  };
}

const mutants: Readonly<Record<InvariantName, Broken>> = {
  I1: misled((_, seen) => says(seen, "continue", "pass")),
  // Never believes that the traffic is back, and gives up each time.
  I2: twisted((turned, { rollout }) => {
    if (rollout === undefined || !isGoingBack(rollout.phase)) return turned;
    return { ...turned, record: { ...turned.record, rollout: { ...rollout, phase: "rollback-failed" } } };
  }),
  // Waits with going back until there is a verdict, which nobody gives then.
  I3: twisted((turned, _, seen) => (seen.verdict === undefined ? withoutRestore(turned) : turned)),
  I4: { target: deaf },
  I5: twisted((turned) =>
    turned.effect?.kind === "restore" ? { ...turned, effect: { kind: "restore", stable: v3 } } : turned,
  ),
  I6: misled((record, seen) => {
    const wanted = record.rollout?.plan.steps[record.rollout.stepIndex]?.candidatePercent;
    const candidatePercent = wanted ?? seen.observation.candidatePercent;
    return { ...seen, observation: { ...seen.observation, candidatePercent } };
  }),
  I7: misled((_, seen) => {
    const { candidate, ...others } = seen.observation.arms;
    const arms = candidate === undefined ? others : { ...others, candidate: { ...candidate, ready: true } };
    return { ...seen, observation: { ...seen.observation, arms } };
  }),
  I8: misled((record, seen) =>
    record.rollout?.governance.freezes.length === 0 ? seen : says(seen, "fail", "continue"),
  ),
  I9: twisted((turned, _, seen) => {
    const { rollout } = turned.record;
    if (rollout?.deadlineMs === undefined || rollout.phase !== "observing") return turned;
    return { ...turned, record: { ...turned.record, rollout: { ...rollout, deadlineMs: seen.nowMs + 5_000 } } };
  }),
};

function withoutRestore({ effect, ...rest }: Turned): Turned {
  return effect === undefined || effect.kind === "restore" ? rest : { ...rest, effect };
}

describe("an engine that is broken on purpose", () => {
  it.each(Object.keys(invariants) as InvariantName[])(
    "breaks %s, and the check of it says so",
    { timeout: 120_000 },
    async (name) => {
      const isIt = (violations: string[]) => violations.some((violation) => violation.startsWith(`${name}:`));
      const found = await search({ numRuns: 400, seed: 7, endOnFailure: true }, mutants[name], isIt);
      expect(found?.text).toContain(`${name}:`);
    },
  );

  it("is told of as a story, which comes again from its seed", { timeout: 120_000 }, async () => {
    const isIt = (violations: string[]) => violations.some((violation) => violation.startsWith("I7:"));
    const found = await search({ numRuns: 100, seed: 11, endOnFailure: true }, mutants.I7, isIt);
    expect(found?.text).toMatch(/\d+\.\d s {2} +0 % {2}run 1 writes preparing, until \d+\.\d s: starting 1\.1\.0/);
    expect(found?.text).toContain("TIDEGATE_SEED=11 TIDEGATE_PATH=");
    const again = await search({ seed: 11, path: found?.path ?? "", endOnFailure: true }, mutants.I7, isIt);
    expect(again?.text.split("Again:")[0]).toBe(found?.text.split("Again:")[0]);
  });
});
