import { setTimeout as wait } from "node:timers/promises";
import { RehearsalError } from "../../rehearse/rehearsal-error.ts";
import type { Target } from "../../rollout/ports.ts";
import { recordOf, run } from "./moves.ts";
import { type PromotionReport, toPromotionReport } from "./promotion-report.ts";
import type { Stage } from "./stage.ts";

export interface LostRunner {
  readonly promotion: PromotionReport;
  /** From SIGKILL until the target had all traffic back on stable, in milliseconds; nobody helped it. */
  readonly leaseMs: number;
  readonly watchdog: string;
}

const lookEveryMs = 50;
const patienceMs = 60_000;

/** Promotes, kills the whole run with SIGKILL at a share of traffic, watches the target help itself, then reconciles. */
export async function loseRunnerAt(
  stage: Stage,
  percent: number,
  title: string,
  service: string,
  version: string,
): Promise<LostRunner> {
  const target = stage.target(service, "production");
  const inputs = { version, environment: "production", reason: title };
  const workflow = stage.rehearsal.workflow(`${service}-promote`);
  stage.progress.note(`${workflow.source.name} version=${version}`);
  const started = await stage.rehearsal.start(workflow, "workflow_dispatch", { inputs });
  await until(() => isObservingAt(target, percent), `requests are counted at ${percent} %`);
  started.child.kill();
  const killedMs = performance.now();
  stage.progress.note(`SIGKILL to the whole promote run at ${percent} %: no step, no handler, no job is left`);
  const result = await started.child.finished;
  await until(async () => (await target.observe()).candidatePercent === 0, "all traffic is back on stable");
  const leaseMs = performance.now() - killedMs;
  stage.progress.note(
    `the target's lease ran out and took the traffic back, ${(leaseMs / 1000).toFixed(1)} s after the kill`,
  );
  const watchdog = await run(stage, `${service}-watchdog`, "workflow_run");
  const record = await recordOf(stage, service);
  return {
    promotion: toPromotionReport(title, version, result?.conclusion ?? "lost", record),
    leaseMs,
    watchdog: watchdog.result?.conclusion ?? "lost",
  };
}

/** The record says so, not only the proxy: a run that dies between the two never knew that it had come so far. */
async function isObservingAt(target: Target, percent: number): Promise<boolean> {
  const rollout = (await target.read())?.record.rollout;
  return rollout?.phase === "observing" && rollout.candidatePercent === percent;
}

/** Looks again and again. The target is a process of its own, so there is no event to wait for. */
async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (performance.now() < deadlineMs) {
    if (await isSo()) return;
    await wait(lookEveryMs);
  }
  throw new RehearsalError(`It did not come to pass within ${patienceMs / 1000} s that ${what}.`);
}
