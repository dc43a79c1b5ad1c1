import { describe, expect, it } from "vitest";
import { type ReconcilePorts, run } from "../../actions/reconcile/run.ts";
import type { Runner } from "../../src/action/runner.ts";
import { UnavailableError } from "../../src/errors/tidegate-error.ts";
import { runRollout, startRollout } from "../../src/rollout/engine.ts";
import { governanceSchema } from "../../src/rollout/governance/policy.ts";
import type { Target } from "../../src/rollout/ports.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import { type Bench, bench, liveRecord, scripted, trafficBench, v1, v2 } from "../rollout/bench.ts";
import { InMemoryTarget } from "../rollout/in-memory-target.ts";
import { MortalTarget } from "../rollout/mortal-target.ts";
import { recordIn } from "../rollout/record-in.ts";
import { quickManifest } from "./rollout-bench.ts";

const inputs = {
  service: "info",
  environment: undefined,
  mode: "watch",
  to: "last-good",
  reason: "schedule",
  manifest: "delivery.json",
  token: undefined,
  digest: undefined,
} as const;

class MemoryRunner implements Runner {
  readonly outputs: Record<string, string> = {};
  readonly failures: string[] = [];
  readonly summaries: string[] = [];
  getInput = () => "";
  setSecret = () => {};
  info = () => {};
  warning = () => {};
  setOutput = (name: string, value: string) => {
    this.outputs[name] = value;
  };
  setFailed = (message: string) => {
    this.failures.push(message);
  };
  addSummary = async (markdown: string) => {
    this.summaries.push(markdown);
  };
}

type Connected = ReconcilePorts["connections"][number];

function connection({ ports }: Bench, environment: string, target: Target): Connected {
  const [service] = quickManifest().services;
  const [settings] = service?.environments ?? [];
  if (service === undefined || settings === undefined) throw new TypeError("the manifest is empty");
  const { metrics, channels, clock } = ports;
  const nobody = { isAncestor: () => Promise.reject(new UnavailableError("nobody is asked here")) };
  const context = { actor: "ada", holder: `watchdog of ${environment}` };
  const rest = {
    metrics,
    channels,
    clock,
    channelProblems: [],
    regionsBefore: [],
    commits: nobody,
    context,
    seen: { url: undefined },
  };
  return { service, settings: { ...settings, name: environment }, target, ...rest };
}

/** Two environments: in `dev` every look at the record goes wrong like that, in `production` a dead rollout lies. */
async function twoEnvironments(readOfDev: () => Promise<never>) {
  const made = await bench({ live: v1 });
  const dead = recordIn("observing").rollout;
  await made.target.write({ ...liveRecord(v1), ...(dead && { rollout: dead }) }, made.target.stored?.revision);
  const dev = new InMemoryTarget(made.clock);
  dev.read = readOfDev;
  const connections = [connection(made, "dev", dev), connection(made, "production", made.target)];
  const runner = new MemoryRunner();
  return { made, runner, ports: { connections, runner } };
}

describe("reconcile's summary", () => {
  it("says of a long bake that it ends what the judge saw, and once there is nothing to do any more, nothing", async () => {
    const made = await trafficBench(v1);
    const request = made.request({ governance: governanceSchema.parse({ longBake: "rollback" }) });
    const plan = { ...request.plan, bakeMs: 60 * 60_000, leaseMs: 90_000, pollMs: 5_000 };
    expect((await runRollout({ ...request, plan }, made.ports)).kind).toBe("baking");
    await made.clock.until(made.clock.nowMs() + 61 * 60_000);
    const { objectives } = request;
    const here = connection(made, "production", made.target);
    const service = { ...here.service, objectives: [...objectives] };
    const runner = new MemoryRunner();
    const ports = { connections: [{ ...here, service, settings: { ...here.settings, judge: request.judge } }], runner };
    expect((await run(inputs, ports)).map(({ kind }) => kind)).toEqual(["succeeded"]);
    const [summary = ""] = runner.summaries;
    const places = ["succeeded", "### What the judge saw", "**Bake, 100", "### Timeline"].map((part) =>
      summary.indexOf(part),
    );
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect((await run(inputs, ports)).map(({ kind }) => kind)).toEqual(["nothing-to-do"]);
    expect(runner.summaries[1]).not.toContain("What the judge saw");
  });
});

describe("reconcile in several environments", () => {
  it("is not kept from the others by one that cannot be reached", async () => {
    const { made, runner, ports } = await twoEnvironments(() => Promise.reject(new UnavailableError("gone")));
    const results = await run(inputs, ports);
    expect(results.map(({ environment, kind }) => [environment, kind])).toEqual([
      ["dev", "unreachable"],
      ["production", "rolled-back"],
    ]);
    expect(made.target.candidatePercent).toBe(0);
    expect(runner.failures).toEqual(["dev: unreachable. gone"]);
    expect(runner.summaries).toHaveLength(2);
  });

  it("is not kept from the others by a defect, which is reported all the same", async () => {
    const { made, runner, ports } = await twoEnvironments(() => Promise.reject(new TypeError("no function")));
    await expect(run(inputs, ports)).rejects.toThrow(TypeError);
    expect(runner.outputs).toEqual({ outcome: "unreachable", phase: "", version: "", digest: "", commit: "" });
    expect(made.target.stored?.record.rollout?.phase).toBe("rolled-back");
  });

  it("does not make one wait for another that takes long", async () => {
    const { made, ports } = await twoEnvironments(() => new Promise<never>(() => {}));
    void run(inputs, ports);
    await made.clock.until(made.clock.nowMs() + 30_000);
    expect(made.target.stored?.record.rollout?.phase).toBe("rolled-back");
  });
});

describe("a way back that fails", () => {
  it.each([
    ["v1.1.0", []],
    [v2.digest, []],
    ["last-good", [expect.stringContaining("production: abandoned")]],
  ])("is what was asked for by who names %s, which it was to replace", async (to, failures) => {
    const made = await bench({ live: v1 });
    await startRollout(
      made.request(),
      made.ports,
      scripted(() => "pass"),
    );
    const actor = new MortalTarget(made.target);
    const errand = { service: "info", environment: "production", reason: "it hurts", actor: "ann", holder: "ann" };
    void reconcile({ ...errand, mode: "rollback", to: "last-good" }, { ...made.ports, target: actor });
    while (made.target.stored?.record.rollout?.phase !== "preparing") await made.clock.until(made.clock.nowMs() + 10);
    actor.kill();
    const connections = [connection(made, "production", made.target)];
    const runner = new MemoryRunner();
    const [ended] = await run({ ...inputs, mode: "rollback", to }, { connections, runner });
    expect(made.target.stored?.record).toMatchObject({ live: v2, rollout: { phase: "abandoned" } });
    expect([ended?.kind, runner.failures]).toEqual(["abandoned", failures]);
  });

  it.each(["rollback", "undo"] as const)("is not done, in mode %s, though the target is safe", async (mode) => {
    const made = await bench({ live: v1 });
    const brought = await startRollout(
      { ...made.request(), runUrl: "https://example.com/runs/1" },
      made.ports,
      scripted(() => "pass"),
    );
    expect(brought.kind).toBe("succeeded");
    made.target.startsWithin = ({ version }) => (version === v1.version ? Number.POSITIVE_INFINITY : 500);
    const here = connection(made, "production", made.target);
    const context = { ...here.context, runUrl: "https://example.com/runs/1" };
    const runner = new MemoryRunner();
    const [ended] = await run({ ...inputs, mode, digest: v2.digest }, { connections: [{ ...here, context }], runner });
    expect(made.target.stored?.record.live).toEqual(v2);
    expect(ended?.kind).toBe("rolled-back");
    expect(runner.failures).toEqual([expect.stringContaining("production: rolled-back")]);
  });
});
