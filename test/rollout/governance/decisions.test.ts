import { describe, expect, it } from "vitest";
import { startRollout } from "../../../src/rollout/engine.ts";
import type { CommandKind } from "../../../src/rollout/governance/command.ts";
import { type GovernanceSettings, governanceSchema } from "../../../src/rollout/governance/policy.ts";
import { submitCommand, submitRetry } from "../../../src/rollout/governance/submit-command.ts";
import type { Outcome } from "../../../src/rollout/outcome.ts";
import { reconcile } from "../../../src/rollout/reconcile.ts";
import type { RolloutRequest } from "../../../src/rollout/request.ts";
import { type Bench, bench, release, scripted, type VerdictName, v1, v2, v3 } from "../bench.ts";

const where = { service: "info", environment: "production", actor: "grace", holder: "hand 1", reason: "it hurts" };
const governance = (settings: GovernanceSettings) => governanceSchema.parse(settings);

const always = {
  kind: "weekly",
  name: "always",
  timeZone: "UTC",
  from: { day: "mon", time: "00:00" },
  to: { day: "mon", time: "00:00" },
} as const;

/** A rollout under way, and what is done to it at a time since its start. */
interface Story {
  readonly say?: (percent: number, phase: string) => VerdictName;
  readonly request?: Partial<RolloutRequest>;
  readonly acts?: readonly (readonly [afterMs: number, kind: CommandKind])[];
}

async function tell({
  say = () => "pass",
  request = {},
  acts = [],
}: Story): Promise<Bench & { readonly outcome: Outcome }> {
  const made = await bench({ live: v1 });
  const startedMs = made.clock.nowMs();
  let id = 0;
  for (const [afterMs, kind] of acts) {
    made.clock.at(startedMs + afterMs, () => {
      void submitCommand({ kind, actor: "grace", reason: "I say so" }, { ...made, newId: () => `c${++id}` });
    });
  }
  const outcome = await startRollout(made.request(request), made.ports, scripted(say));
  return { ...made, outcome };
}

const phases = ({ target }: Bench) => target.stored?.record.rollout?.timeline.map(({ phase }) => phase) ?? [];
const weights = ({ target }: Bench) =>
  target.done.flatMap(({ effect }) => (effect.kind === "set-weight" ? [effect.candidatePercent] : []));
const audit = ({ target }: Bench) => target.stored?.record.audit.map(({ action, result }) => `${action}: ${result}`);

describe("a person's command", () => {
  it("pause holds the share until resume, and both are audited with their reason", async () => {
    const made = await tell({
      acts: [
        [3_000, "pause"],
        [60_000, "resume"],
      ],
    });
    expect(made.outcome.kind).toBe("succeeded");
    const rollout = made.target.stored?.record.rollout;
    const [paused, resumed] = (rollout?.timeline ?? []).filter(({ text }) => text.includes("by grace"));
    expect(paused).toMatchObject({ phase: "paused", text: expect.stringContaining("I say so") });
    expect((resumed?.atMs ?? 0) - (paused?.atMs ?? 0)).toBeGreaterThan(50_000);
    expect(audit(made)).toEqual(["resume: goes on", "pause: paused"]);
    expect(made.target.stored?.record.commands).toEqual([]);
  });

  it("pause before the candidate has any traffic keeps it without", async () => {
    const made = await tell({
      acts: [
        [50, "pause"],
        [5_000, "abort"],
      ],
    });
    expect(weights(made)).toEqual([]);
    expect(made.outcome.kind).toBe("abandoned");
  });

  it("pause does not stop the safety monitor: a breach in it goes back at once", async () => {
    let isBad = false;
    const made = await bench({ live: v1 });
    made.clock.at(made.clock.nowMs() + 3_000, () => {
      void submitCommand({ kind: "pause", actor: "grace", reason: "lunch" }, { ...made, newId: () => "c1" });
    });
    made.clock.at(made.clock.nowMs() + 20_000, () => {
      expect(made.target.stored?.record.rollout?.phase).toBe("paused");
      isBad = true;
    });
    const startedMs = made.clock.nowMs();
    const outcome = await startRollout(
      made.request(),
      made.ports,
      scripted(() => (isBad ? "fail" : "continue")),
    );
    expect(outcome.kind).toBe("rolled-back");
    expect(made.clock.nowMs() - startedMs).toBeLessThan(23_000);
    expect(made.target.stored?.record.quarantine).toMatchObject([{ kind: "failed", digest: v2.digest }]);
  });

  it("pause that nobody ends is over after a day, and the rollout goes back", async () => {
    const made = await tell({
      request: { plan: { ...(await bench()).request().plan, pollMs: 60_000, leaseMs: 200_000, maxHoldMs: 300_000 } },
      acts: [[1_500, "pause"]],
    });
    expect(made.outcome).toMatchObject({
      kind: "abandoned",
      rollout: { failure: { text: expect.stringContaining("nobody has resumed it") } },
    });
  });

  it.each([5, 20, 50])("abort at %i %% brings everything back, and blames nobody", async (percent) => {
    const made = await bench({ live: v1 });
    const say = scripted((at) => {
      if (at === percent)
        void submitCommand({ kind: "abort", actor: "grace", reason: "no" }, { ...made, newId: () => "c1" });
      return at === percent ? "continue" : "pass";
    });
    const outcome = await startRollout(made.request(), made.ports, say);
    expect(outcome.kind).toBe("rolled-back");
    expect(made.target.stored?.record).toMatchObject({
      live: v1,
      quarantine: [],
      rollout: { failure: { kind: "manual" } },
    });
  });

  it("promote-now leaves out the steps, then the bake", async () => {
    const made = await tell({
      say: (percent) => (percent === 100 ? "pass" : "continue"),
      acts: [
        [3_000, "promote-now"],
        [8_000, "promote-now"],
      ],
    });
    expect([made.outcome.kind, weights(made)]).toEqual(["succeeded", [5, 100]]);
    expect(made.target.stored?.record.rollout?.timeline.map(({ text }) => text).join()).toContain("promoted by grace");
  });

  it("promote-now does not get past the guards", async () => {
    const made = await bench({ live: v1 });
    made.clock.at(made.clock.nowMs() + 3_000, () => {
      void submitCommand({ kind: "promote-now", actor: "grace", reason: "now" }, { ...made, newId: () => "c1" });
    });
    made.target.faults.effect = (effect) => {
      const { candidate } = made.target.arms;
      if (effect.kind === "set-weight" && effect.candidatePercent === 100 && candidate) candidate.restarts = 1;
      return undefined;
    };
    const outcome = await startRollout(
      made.request(),
      made.ports,
      scripted(() => "continue"),
    );
    expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "crashed" } } });
  });

  it("is refused when nothing is under way, and never applies to another rollout than was meant", async () => {
    const made = await bench({ live: v1 });
    const ports = { ...made, newId: () => "c1" };
    expect((await submitCommand({ kind: "abort", actor: "g", reason: "r" }, ports)).kind).toBe("refused");
    const first = startRollout(
      made.request(),
      made.ports,
      scripted(() => "continue"),
    );
    await made.clock.until(made.clock.nowMs() + 3_000);
    await submitCommand({ kind: "abort", actor: "g", reason: "r" }, ports);
    expect((await first).kind).toBe("rolled-back");
    expect(
      (
        await startRollout(
          made.request(),
          made.ports,
          scripted(() => "pass"),
        )
      ).kind,
    ).toBe("succeeded");
  });
});

/** Frozen from 2 s after the bench's clock began, for ten minutes. The clock starts at 2023-11-14T22:13:20Z. */
const freeze = {
  kind: "once",
  name: "audit",
  timeZone: "UTC",
  from: "2023-11-14T22:14",
  to: "2023-11-14T22:24",
} as const;
/** The first step is over only when the freeze is on. */
const slow = (percent: number, phase: string): VerdictName =>
  percent === 5 && phase === "observing" ? "continue" : "pass";

describe("a freeze", () => {
  const plan = { observeMs: 60_000, maxObserveMs: 120_000 };
  async function intoFreeze(settings: GovernanceSettings, acts: Story["acts"] = []) {
    const base = (await bench()).request().plan;
    const steps = base.steps.map((step) => (step.candidatePercent === 5 ? { ...step, ...plan } : step));
    let polls = 0;
    const say = (percent: number, phase: string): VerdictName =>
      percent === 5 && ++polls < 45 ? slow(percent, phase) : "pass";
    return tell({
      say,
      acts,
      request: { plan: { ...base, steps }, governance: governance({ freezes: [freeze], ...settings }) },
    });
  }

  it("holds what is under way until it is over", async () => {
    const made = await intoFreeze({ onFreeze: "hold" });
    expect(made.outcome.kind).toBe("succeeded");
    const shifts = made.target.done.filter(({ effect }) => effect.kind === "set-weight").map(({ atMs }) => atMs);
    expect(shifts.slice(1).every((atMs) => atMs >= Date.parse("2023-11-14T22:24:00Z"))).toBe(true);
    expect(phases(made)).toContain("paused");
  });

  it("lets what is under way finish, if the rest is short enough", async () => {
    const made = await intoFreeze({ onFreeze: "finish", finishWithinMs: 120_000 });
    expect([made.outcome.kind, phases(made).includes("paused")]).toEqual(["succeeded", false]);
    const long = await intoFreeze({ onFreeze: "finish", finishWithinMs: 1_000 });
    expect([long.outcome.kind, phases(long).includes("paused")]).toEqual(["succeeded", true]);
  });

  it("takes back what is under way, where that is declared", async () => {
    const made = await intoFreeze({ onFreeze: "rollback" });
    expect(made.outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "freeze" } } });
    expect(made.target.stored?.record.quarantine).toEqual([]);
  });

  it("is overridden by a person, with the reason in the audit", async () => {
    const made = await intoFreeze({ onFreeze: "hold" }, [
      [100_000, "promote-now"],
      [110_000, "override-freeze"],
    ]);
    expect(made.outcome.kind).toBe("succeeded");
    expect(audit(made)).toEqual([
      "override-freeze: freezes do not hold this rollout up",
      "promote-now: the freeze audit is on: override it first",
    ]);
    expect(made.clock.nowMs()).toBeLessThan(Date.parse("2023-11-14T22:20:00Z"));
  });

  it("refuses a new rollout, unless a person says why", async () => {
    const request = { governance: governance({ freezes: [always] }) };
    const refused = await tell({ request });
    expect(refused.outcome).toMatchObject({
      kind: "refused",
      refusal: "freeze",
      message: expect.stringContaining("always"),
    });
    expect(refused.target.done).toEqual([]);
    const forced = await tell({ request: { ...request, overrideFreezeReason: "it mends the login" } });
    expect(forced.outcome.kind).toBe("succeeded");
    expect(forced.target.stored?.record.audit).toMatchObject([
      { action: "override-freeze", actor: "ada", reason: "it mends the login" },
    ]);
  });

  it("never blocks going back: not by a verdict, not by hand, not to an earlier release", async () => {
    const request = { governance: governance({ freezes: [always], onFreeze: "hold" }), overrideFreezeReason: "x" };
    const made = await tell({ request, say: () => "fail" });
    expect(made.outcome.kind).toBe("rolled-back");
    const done = await tell({ request });
    expect((await reconcile({ ...where, mode: "rollback" }, done.ports)).kind).toBe("succeeded");
    expect(done.target.stored?.record.live).toEqual(v1);
  });
});

describe("a release that cannot be taken back", () => {
  const irreversible = { irreversibleFromPercent: 20 };

  it("is taken back as usual before the step from which it cannot", async () => {
    const made = await tell({ request: irreversible, say: () => "fail" });
    expect(made.outcome.kind).toBe("rolled-back");
  });

  it.each<[string, (percent: number) => VerdictName]>([
    ["a verdict", (percent) => (percent === 20 ? "fail" : "pass")],
    ["time that is up", (percent) => (percent === 20 ? "continue" : "pass")],
    ["a hold that is too long", (percent) => (percent === 20 ? "provider-error" : "pass")],
  ])("past it %s freezes it where it is, and pages once", async (_, say) => {
    const made = await tell({ request: irreversible, say });
    expect(made.outcome.kind).toBe("frozen");
    expect([made.target.candidatePercent, made.target.done.at(-1)?.effect.kind]).toEqual([20, "set-weight"]);
    expect(made.channel.kinds().filter((kind) => kind === "frozen")).toHaveLength(1);
    await made.clock.until(made.clock.nowMs() + 600_000);
    await made.target.observe();
    expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("in-progress");
    expect([made.target.candidatePercent, made.target.stored?.record.rollout?.phase]).toEqual([20, "frozen"]);
  });

  it("is frozen too when its run is cancelled, and when its engine dies", async () => {
    const made = await bench({ live: v1 });
    const abort = new AbortController();
    const say = scripted((percent) => {
      if (percent === 20) abort.abort();
      return "pass";
    });
    expect((await startRollout(made.request(irreversible), made.ports, say, abort.signal)).kind).toBe("frozen");
    expect(made.target.candidatePercent).toBe(20);
  });

  it("goes back when a person wants it all the same", async () => {
    const made = await tell({ request: irreversible, say: (percent) => (percent === 20 ? "fail" : "pass") });
    expect((await reconcile({ ...where, mode: "rollback" }, made.ports)).kind).toBe("rolled-back");
    expect(made.target.stored?.record).toMatchObject({ live: v1, quarantine: [{ digest: v2.digest }] });
  });

  /** A frozen release at 20 %, and then a third one. */
  async function overFrozen(changes: Partial<RolloutRequest>) {
    const made = await tell({ request: irreversible, say: (percent) => (percent === 20 ? "fail" : "pass") });
    const request = made.request({ candidate: v3, actor: "grace", holder: "run 2", reason: "it hurts", ...changes });
    const outcome = await startRollout(
      request,
      made.ports,
      scripted(() => "pass"),
    );
    return { ...made, outcome };
  }

  it("does not block the hot fix, whose admission is a person's decision: it is taken back first, and noted", async () => {
    const made = await overFrozen({ isHotfix: true });
    expect(made.outcome.kind).toBe("succeeded");
    const record = made.target.stored?.record;
    expect(record).toMatchObject({ live: v3, previous: [v1], quarantine: [{ digest: v2.digest }] });
    expect(record?.history.map(({ phase }) => phase)).toEqual(["succeeded", "rolled-back"]);
    expect(record?.audit.map(({ action, actor }) => [action, actor])).toEqual([
      ["hotfix", "grace"],
      ["abort", "grace"],
    ]);
    expect(record?.audit[1]?.reason).toContain("for the hot fix 1.2.0: it hurts");
    expect(made.target.done.map(({ effect }) => effect.kind)).toContain("restore");
  });

  it("blocks anything else, also a release that would supersede others", async () => {
    const made = await overFrozen({ governance: governance({ onNewer: "supersede" }) });
    expect(made.outcome).toMatchObject({ kind: "refused", refusal: "in-progress" });
    expect([made.target.candidatePercent, made.target.stored?.record.rollout?.phase]).toEqual([20, "frozen"]);
  });

  it.each<[string, Partial<RolloutRequest>, string]>([
    ["is the frozen release itself", { candidate: v2 }, "in-progress"],
    ["is live already", { candidate: v1 }, "already-live"],
    ["is older than what is live", { isAncestor: async () => true }, "older-than-live"],
    ["meets a freeze", { governance: governance({ freezes: [always] }) }, "freeze"],
  ])("stays frozen for a hot fix that %s", async (_, changes, refusal) => {
    const made = await overFrozen({ isHotfix: true, ...changes });
    expect(made.outcome).toMatchObject({ kind: "refused", refusal });
    expect([made.target.candidatePercent, made.target.stored?.record.rollout?.phase]).toEqual([20, "frozen"]);
  });

  it("goes forward when a person says so", async () => {
    const made = await tell({ request: irreversible, say: (percent) => (percent === 20 ? "fail" : "pass") });
    await submitCommand(
      { kind: "promote-now", actor: "grace", reason: "the migration is done" },
      { ...made, newId: () => "c1" },
    );
    const judging = { objectives: made.request().objectives, judge: made.request().judge };
    await reconcile(
      { ...where, mode: "watch", judging },
      { ...made.ports, metrics: { read: async () => ({ atMs: made.clock.nowMs(), arms: {} }) } },
    );
    expect(weights(made)).toEqual([5, 20, 100]);
  });
});

describe("quarantine", () => {
  it("refuses a digest that failed, until it is lifted with a reason", async () => {
    const made = await tell({ say: () => "fail" });
    const again = () =>
      startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      );
    expect(await again()).toMatchObject({
      kind: "refused",
      refusal: "quarantined",
      message: expect.stringContaining("tidegate retry"),
    });
    const ports = { ...made, newId: () => "c" };
    expect((await submitRetry({ release: "9.9.9", actor: "g", reason: "r" }, ports)).message).toContain("1.1.0 is");
    expect((await submitRetry({ release: "1.1.0", actor: "grace", reason: "the database was down" }, ports)).kind).toBe(
      "submitted",
    );
    expect((await again()).kind).toBe("succeeded");
    expect(made.target.stored?.record.audit).toMatchObject([
      { action: "lift-quarantine", actor: "grace", reason: "the database was down" },
    ]);
  });

  it("keeps out what a sync from Git asks for again and again after it went back", async () => {
    const made = await tell({ say: () => "fail" });
    const doneBefore = made.target.done.length;
    for (let sync = 1; sync <= 60; sync++) {
      await made.clock.until(made.clock.nowMs() + 60_000);
      const synced = await startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      );
      expect(synced).toMatchObject({ kind: "refused", refusal: "quarantined" });
      expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("nothing-to-do");
    }
    expect(made.target.done).toHaveLength(doneBefore);
    expect(made.target.stored?.record).toMatchObject({ live: v1, quarantine: [{ digest: v2.digest }] });
  });

  it("takes in what a person takes back after it had succeeded, and lets it out when it is named again", async () => {
    const made = await tell({});
    expect((await reconcile({ ...where, mode: "rollback" }, made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record).toMatchObject({
      live: v1,
      quarantine: [{ kind: "withdrawn", digest: v2.digest }],
    });
    expect(
      await startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      ),
    ).toMatchObject({ refusal: "quarantined" });
    expect((await reconcile({ ...where, mode: "rollback", to: "1.1.0" }, made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record).toMatchObject({ live: v2, quarantine: [] });
  });
});

describe("a newer release that arrives", () => {
  const order = [v1, v2, v3].map(({ commit }) => commit);
  const isAncestor = async (older: string, newer: string) =>
    order.indexOf(older as never) < order.indexOf(newer as never);

  async function two(settings: GovernanceSettings, first = v2, second = v3) {
    const made = await bench({ live: v1 });
    const say = scripted(() => "pass");
    const request = { isAncestor, governance: governance(settings) };
    const one = startRollout(made.request({ ...request, candidate: first, holder: "run 1" }), made.ports, say);
    await made.clock.until(made.clock.nowMs() + 4_000);
    const other = startRollout(made.request({ ...request, candidate: second, holder: "run 2" }), made.ports, say);
    return { made, outcomes: [(await one).kind, (await other).kind], refusal: (await other).refusal };
  }

  it("is refused at once where the pipeline queues", async () => {
    expect((await two({})).outcomes).toEqual(["succeeded", "refused"]);
  });

  it("waits for the other's end", async () => {
    const { made, outcomes } = await two({ waitMs: 600_000 });
    expect(outcomes).toEqual(["succeeded", "succeeded"]);
    expect(made.target.stored?.record).toMatchObject({ live: v3, previous: [v2, v1] });
  });

  it("supersedes: the other goes back to stable first, and both are told of", async () => {
    const { made, outcomes } = await two({ onNewer: "supersede" });
    expect(outcomes).toEqual(["lost", "succeeded"]);
    expect(made.target.stored?.record).toMatchObject({ live: v3, previous: [v1], quarantine: [] });
    const effects = made.target.done.map(({ effect }) => effect);
    const back = effects.findIndex(({ kind }) => kind === "restore");
    expect(effects[back]).toMatchObject({ stable: v1 });
    expect(effects.slice(back).find(({ kind }) => kind === "prepare")).toMatchObject({ release: v3 });
    expect(made.channel.got.map(({ notice }) => notice.text).join()).toContain("superseded by 1.2.0");
  });

  it.each([{ onNewer: "supersede" as const, waitMs: 600_000 }, { waitMs: 600_000 }])(
    "and is the older one of two started in reverse order never overwrites the newer: %j",
    async (settings) => {
      const { made, outcomes, refusal } = await two(settings, v3, v2);
      expect([outcomes, refusal]).toEqual([["succeeded", "refused"], "older-than-live"]);
      expect(made.target.stored?.record.live).toEqual(v3);
    },
  );
});

/** What fails at 20 % stays there. */
const irreversible20 = { irreversibleFromPercent: 20 };

describe("a record that was lost", () => {
  it("between two rollouts does not make the next one a first delivery", async () => {
    const made = await bench({ live: v1 });
    made.target.stored = undefined;
    const outcome = await startRollout(
      made.request(),
      made.ports,
      scripted(() => "pass"),
    );
    expect([outcome.kind, weights(made)]).toEqual(["succeeded", [5, 20, 50, 100]]);
    expect(made.target.stored).toMatchObject({ record: { live: v2, previous: [v1] } });
  });

  it.each(["watch", "recover", "rollback"] as const)(
    "in the middle of a rollout is no reason to leave it there: %s takes it back, and tells",
    async (mode) => {
      const made = await tell({ say: (percent) => (percent === 20 ? "fail" : "pass"), request: irreversible20 });
      expect(made.target.candidatePercent).toBe(20);
      made.target.stored = undefined;
      const ending = await reconcile({ ...where, mode }, made.ports);
      expect(ending.kind).toBe("rolled-back");
      expect(ending.message).toContain("the record was lost");
      expect([made.target.candidatePercent, made.target.arms.candidate]).toEqual([0, undefined]);
      expect(made.target.stored).toMatchObject({ record: { live: v1, quarantine: [] } });
      expect(made.channel.kinds().slice(-1)).toEqual(["rolled-back"]);
      expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("nothing-to-do");
    },
  );

  it("where one release serves is no reason to do anything", async () => {
    const made = await bench({ live: v1 });
    made.target.stored = undefined;
    expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("nothing-to-do");
    expect([made.target.done, made.target.stored]).toEqual([[], undefined]);
  });

  it("is not guessed at when the target does not say what it runs", async () => {
    const made = await bench({ live: v1 });
    made.target.stored = undefined;
    made.target.faults.observe = () => "refuses";
    await expect(
      startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      ),
    ).rejects.toMatchObject({ code: "unavailable" });
    expect(made.target.done).toEqual([]);
  });
});

describe("a record that gives no answer", () => {
  it("is given up after ten seconds, before anything is done", async () => {
    const made = await bench({ live: v1 });
    const silent = {
      ...made.ports,
      target: Object.assign(Object.create(made.target), {
        read: () => new Promise(() => {}),
        capabilities: made.target.capabilities,
      }),
    };
    const startedMs = made.clock.nowMs();
    await expect(
      startRollout(
        made.request(),
        silent,
        scripted(() => "pass"),
      ),
    ).rejects.toMatchObject({ code: "unavailable" });
    expect(made.clock.nowMs() - startedMs).toBe(10_000);
  });
});

it("the releases of these stories are different ones", () => {
  expect(new Set([v1, v2, v3, release("9.0.0", "9")].map(({ digest }) => digest)).size).toBe(4);
});
