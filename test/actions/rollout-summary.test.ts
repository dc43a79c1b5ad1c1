import { describe, expect, it } from "vitest";
import { type RolloutInputs, type RolloutPorts, run } from "../../actions/rollout/run.ts";
import type { Runner } from "../../src/action/runner.ts";
import { trafficBench, v1, v2 } from "../rollout/bench.ts";
import type { Behaviour } from "../rollout/in-memory-metrics.ts";
import { quickManifest } from "./rollout-bench.ts";

const inputs: RolloutInputs = {
  service: "info",
  environment: "production",
  ...v2,
  reason: "weekly",
  reversible: "true",
  hotfix: "false",
  "retry-reason": undefined,
  "override-freeze": undefined,
  "override-budget": undefined,
  manifest: "delivery.json",
  token: undefined,
};

/** The summary that the action writes about a rollout of 1.1.0, which behaves like that, over 1.0.0. */
async function summaryOf(behaviour: Behaviour, changes: Partial<RolloutInputs> = {}): Promise<string> {
  const { metrics, target, clock, ports } = await trafficBench(v1);
  metrics.behaviours = { "1.1.0": behaviour };
  const [service] = quickManifest().services;
  const [settings] = service?.environments ?? [];
  if (service === undefined || settings === undefined) throw new TypeError("the manifest is empty");
  const connection: RolloutPorts["connection"] = {
    ...{ service, settings, target, metrics, clock, channels: ports.channels, channelProblems: [] },
    regionsBefore: [],
    commits: { isAncestor: async () => false },
    context: { actor: "ada", holder: "run 1" },
    seen: { url: undefined },
  };
  let summary = "";
  const runner: Runner = {
    ...{ getInput: () => "", setSecret: () => {}, info: () => {}, warning: () => {} },
    ...{ setOutput: () => {}, setFailed: () => {} },
    addSummary: async (markdown) => {
      summary += markdown;
    },
  };
  await run({ ...inputs, ...changes }, { connection, runner, signal: new AbortController().signal });
  return summary;
}

const well = { errorRatio: 0, slowRatio: 0 };

describe("the rollout action's summary", () => {
  it("says of a failed release how it ended, then what the judge saw, then what happened", async () => {
    const summary = await summaryOf({ errorRatio: 0.3, slowRatio: 0 });
    const parts = [
      "## ↩️ info 1.1.0 → production: rolled back",
      "### What the judge saw",
      "the new release is worse",
      "### Timeline",
    ];
    const places = parts.map((part) => summary.indexOf(part));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBe(0);
    expect(summary).toMatch(/- Errors: \d+(\.\d)?\u00a0% &#40;\d+ of \d+&#41; on the new release, 0\u00a0%/);
  });

  it("says of a good release what each step was judged by", async () => {
    const summary = await summaryOf(well);
    expect(summary).toContain("**Bake, 100\u00a0%: good enough to go on**");
    expect(summary).toContain("**Step 1, 20\u00a0%: good enough to go on**");
    expect(summary).toContain("| Errors | 0\u00a0% ");
  });

  it("says nothing of a judge where the release was refused", async () => {
    const summary = await summaryOf(well, { ...v1 });
    expect(summary).toContain("⛔");
    expect(summary).not.toContain("What the judge saw");
  });
});
