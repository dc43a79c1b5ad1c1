import { RehearsalError } from "../../rehearse/rehearsal-error.ts";
import { startTraffic } from "../../rehearse/traffic.ts";
import { type LostRunner, loseRunnerAt } from "./lost-runner.ts";
import { commitChange, deliver, promote, revertLast, run } from "./moves.ts";
import type { PromotionReport } from "./promotion-report.ts";
import type { Stage } from "./stage.ts";

/** Everything that happened, for the summary and the check. */
export interface Story {
  readonly ci: Readonly<Record<string, string>>;
  readonly healthy: PromotionReport;
  readonly failing: PromotionReport;
  readonly slow: PromotionReport;
  readonly lost: LostRunner;
  /** What the generated traffic met, by arm. */
  readonly traffic: Readonly<Record<string, { readonly requests: number; readonly failures: number }>>;
  /** The release that production had before the failing ones. */
  readonly good: string;
}

const requestsPerSecond = 500;

/** Plays the whole story, from the first release to a runner that dies in the middle of a promotion. */
export async function playStory(stage: Stage): Promise<Story> {
  await prologue(stage);
  const url = (await stage.target("info", "production").observe()).url;
  if (!url) throw new RehearsalError("info is in production but its target does not say where users reach it.");
  const traffic = startTraffic({ url, paths: ["/", "/api/info"], requestsPerSecond });
  try {
    return { ...(await promotions(stage)), traffic: traffic.counts() };
  } finally {
    await traffic.stop();
  }
}

/** Brings the first release of both services to production, so that there is something to compare with. */
async function prologue(stage: Stage): Promise<void> {
  stage.progress.act("Prologue: a first release of both services goes to production");
  await commitChange(stage, "feat: tide levels and their summaries");
  for (const service of ["data", "info"]) {
    const report = await promote(stage, "first release", service, await deliver(stage, service));
    if (report.phase !== "succeeded") {
      throw new RehearsalError(
        `The first release of ${service} ended ${report.phase}: ${report.failure ?? "no reason"}`,
      );
    }
  }
}

async function promotions(stage: Stage): Promise<Omit<Story, "traffic">> {
  stage.progress.act("A push to main, and a release manager promotes it: 5 % → 20 % → 50 % → 100 %");
  await commitChange(stage, "feat(info): say since when a level holds", "improvement");
  const ci = await run(stage, "info-ci", "push");
  const good = await deliver(stage, "info");
  const healthy = await promote(stage, "a healthy release", "info", good);

  stage.progress.act("A release that fails 5 % of its requests");
  await commitChange(stage, "feat(info): a faster lookup", "regression-errors");
  const failing = await promote(stage, "a release that fails 5 %", "info", await deliver(stage, "info"));
  await revertLast(stage);

  stage.progress.act("A release that is slow and fails nothing");
  await commitChange(stage, "feat(info): fresher levels", "regression-latency");
  const slow = await promote(stage, "a slow release", "info", await deliver(stage, "info"));
  await revertLast(stage);

  stage.progress.act("A healthy release whose runner dies at 20 %");
  await commitChange(stage, "fix(info): say why a station is unknown", "small-fix");
  const lost = await loseRunnerAt(stage, 20, "a runner that dies", "info", await deliver(stage, "info"));
  return { ci: { info: ci.result?.conclusion ?? "lost" }, healthy, failing, slow, lost, good };
}
