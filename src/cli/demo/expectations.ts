import type { PromotionReport } from "./promotion-report.ts";
import type { Stage } from "./stage.ts";
import type { Story } from "./story.ts";

/** One thing that must have happened for the demo to end well, and what was seen. */
export interface Expectation {
  readonly what: string;
  readonly met: boolean;
  readonly seen: string;
}

/** Who saw it from outside. */
type Witness = Pick<Stage, "notices" | "deploymentStates">;

const steps = [5, 20, 50, 100];

/** Exactly what the demo promises. Every line is derived from records, runs and received notices. */
export function expectationsOf(story: Story, stage: Witness): Expectation[] {
  return [
    expectation("ci of the healthy change succeeded", story.ci.info === "success", story.ci),
    ...healthyExpectations(story.healthy),
    ...caught(story.failing, story.good),
    expectation("the failing release never got past 5 %", widest(story.failing) === 5, widest(story.failing)),
    ...caught(story.slow, story.good),
    ...lostExpectations(story),
    ...[story.healthy, story.failing, story.slow, story.lost.promotion].map((promotion) => toldOnce(promotion, stage)),
    ...[story.failing, story.slow, story.lost.promotion].map((promotion) => ledgerSays(promotion, "failure", stage)),
    ledgerSays(story.healthy, "success", stage),
  ];
}

function healthyExpectations(healthy: PromotionReport): Expectation[] {
  const shares = new Set(healthy.timeline.map((entry) => entry.candidatePercent));
  return [
    expectation("the healthy release succeeded", healthy.phase === "succeeded", healthy.phase),
    expectation("its promote run says success", healthy.run === "success", healthy.run),
    expectation(
      "it went through 5, 20, 50 and 100 %",
      steps.every((step) => shares.has(step)),
      [...shares],
    ),
    expectation("it is live", healthy.live === healthy.version, healthy.live),
  ];
}

function caught(promotion: PromotionReport, good: string): Expectation[] {
  const { title, phase, run, live, quarantined, timeline, failure } = promotion;
  return [
    expectation(`${title}: rolled back`, phase === "rolled-back", failure ?? phase),
    expectation(`${title}: its promote run says failure`, run === "failure", run),
    expectation(`${title}: ${good} is live`, live === good, live),
    expectation(
      `${title}: all traffic is back`,
      timeline.at(-1)?.candidatePercent === 0,
      timeline.at(-1)?.candidatePercent,
    ),
    expectation(`${title}: quarantined`, quarantined, quarantined),
  ];
}

function lostExpectations({ lost, good }: Story): Expectation[] {
  const { promotion, watchdog } = lost;
  return [
    expectation("the killed run ended without a result", promotion.run === "lost", promotion.run),
    expectation("the target rolled it back by itself", promotion.phase === "rolled-back", promotion.phase),
    expectation("it had reached 20 %", widest(promotion) === 20, widest(promotion)),
    expectation(`${good} is live after the kill`, promotion.live === good, promotion.live),
    expectation("the watchdog succeeded", watchdog === "success", watchdog),
    expectation("its digest is not blamed", !promotion.quarantined, promotion.quarantined),
  ];
}

function toldOnce({ title, version }: PromotionReport, stage: Witness): Expectation {
  const final = stage
    .notices()
    .filter((notice) => notice.version === version && notice.environment === "production")
    .filter(({ kind }) => kind !== "started" && kind !== "progress");
  return expectation(
    `${title}: the team was told its end exactly once`,
    final.length === 1,
    final.map(({ kind }) => kind),
  );
}

function ledgerSays({ title, version }: PromotionReport, state: string, stage: Witness): Expectation {
  const states = stage.deploymentStates(version);
  return expectation(`${title}: GitHub's deployment says ${state}`, states.includes(state), states);
}

function widest({ timeline }: PromotionReport): number {
  return Math.max(0, ...timeline.map((entry) => entry.candidatePercent));
}

function expectation(what: string, met: boolean, seen: unknown): Expectation {
  return { what, met, seen: typeof seen === "string" ? seen : (JSON.stringify(seen) ?? "nothing") };
}
