import { describe, expect, it } from "vitest";
import { expectationsOf } from "../../src/cli/demo/expectations.ts";
import type { PromotionReport } from "../../src/cli/demo/promotion-report.ts";
import type { ReceivedNotice, Stage } from "../../src/cli/demo/stage.ts";
import type { Story } from "../../src/cli/demo/story.ts";
import type { TimelineEntry } from "../../src/rollout/record.ts";

const at = (phase: TimelineEntry["phase"], candidatePercent: number): TimelineEntry => ({
  atMs: 0,
  phase,
  candidatePercent,
  text: "",
});
const back = at("rolled-back", 0);

function promotion(version: string, changes: Partial<PromotionReport> = {}): PromotionReport {
  return {
    title: version,
    version,
    run: "failure",
    phase: "rolled-back",
    failure: "errors",
    live: "1.0.0",
    quarantined: true,
    detectMs: 1000,
    restoreMs: 10,
    served: undefined,
    timeline: [at("observing", 5), back],
    startedAtMs: 0,
    ...changes,
  };
}

const story: Story = {
  ci: { info: "success" },
  good: "1.0.0",
  healthy: promotion("1.0.0", {
    run: "success",
    phase: "succeeded",
    quarantined: false,
    timeline: [5, 20, 50, 100].map((percent) => at("observing", percent)),
  }),
  failing: promotion("1.1.0"),
  slow: promotion("1.2.0"),
  lost: {
    promotion: promotion("1.3.0", { run: "lost", quarantined: false, timeline: [at("observing", 20), back] }),
    leaseMs: 5000,
    watchdog: "success",
  },
  traffic: {},
};

const notice = (version: string, kind: string): ReceivedNotice => ({
  kind,
  service: "info",
  environment: "production",
  version,
  rolloutId: version,
  text: "",
});
const told = [notice("1.0.0", "succeeded"), ...["1.1.0", "1.2.0", "1.3.0"].map((at) => notice(at, "rolled-back"))];

function missed(
  changes: Partial<Story>,
  notices = told,
  states = (version: string) => [version === "1.0.0" ? "success" : "failure"],
) {
  const stage = { notices: () => notices, deploymentStates: states } as Pick<Stage, "notices" | "deploymentStates">;
  return expectationsOf({ ...story, ...changes }, stage).filter(({ met }) => !met).length;
}

describe("the demo's expectations", () => {
  it("are all met by the story that is promised", () => {
    expect(missed({})).toBe(0);
  });

  it.each<[string, Partial<Story>]>([
    ["ci fails", { ci: { info: "failure" } }],
    ["the healthy release is taken back", { healthy: { ...story.healthy, phase: "rolled-back" } }],
    ["the healthy release skips a step", { healthy: { ...story.healthy, timeline: story.healthy.timeline.slice(1) } }],
    ["the failing release goes through", { failing: promotion("1.1.0", { phase: "succeeded" }) }],
    ["it is noticed only at 20 %", { failing: promotion("1.1.0", { timeline: [at("observing", 20), back] }) }],
    ["it stays live", { failing: promotion("1.1.0", { live: "1.1.0" }) }],
    ["it is not quarantined", { failing: promotion("1.1.0", { quarantined: false }) }],
    ["its run says success", { failing: promotion("1.1.0", { run: "success" }) }],
    ["the slow release keeps its traffic", { slow: promotion("1.2.0", { timeline: [at("observing", 5)] }) }],
    ["the watchdog fails", { lost: { ...story.lost, watchdog: "failure" } }],
    [
      "the killed run ends by itself",
      { lost: { ...story.lost, promotion: { ...story.lost.promotion, run: "failure" } } },
    ],
    [
      "the lost release is blamed",
      { lost: { ...story.lost, promotion: { ...story.lost.promotion, quarantined: true } } },
    ],
  ])("are missed when %s", (_, changes) => {
    expect(missed(changes)).toBeGreaterThan(0);
  });

  it.each<[string, ReceivedNotice[]]>([
    ["is never told", told.slice(1)],
    ["is told twice", [...told, notice("1.3.0", "rolled-back")]],
  ])("are missed when the team %s of an end", (_, notices) => {
    expect(missed({}, notices)).toBeGreaterThan(0);
  });

  it("are missed when the ledger does not know", () => {
    expect(missed({}, told, () => ["in_progress"])).toBe(4);
  });
});
