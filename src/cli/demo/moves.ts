import { join } from "node:path";
import { gitIn } from "../../rehearse/git.ts";
import type { FinishedRun, WorkflowFile } from "../../rehearse/rehearsal.ts";
import { RehearsalError } from "../../rehearse/rehearsal-error.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";
import { type PromotionReport, toPromotionReport } from "./promotion-report.ts";
import type { Stage } from "./stage.ts";

/** Applies a change of the example and commits it with a conventional message. */
export async function commitChange(stage: Stage, message: string, patch?: string): Promise<void> {
  const git = gitIn(stage.world.repositoryDirectory);
  if (patch) await git("apply", join("changes", `${patch}.patch`));
  await git("add", "--all");
  await git("commit", "--quiet", "--message", message);
  stage.progress.note(`commit ${(await git("rev-parse", "--short", "HEAD")).trim()}: ${message}`);
}

export async function revertLast(stage: Stage): Promise<void> {
  await gitIn(stage.world.repositoryDirectory)("revert", "--no-edit", "HEAD");
}

/** Runs a workflow of a service for the newest commit, and everything that GitHub would start when it ends. */
export async function run(
  stage: Stage,
  file: string,
  event: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<FinishedRun> {
  const workflow = stage.rehearsal.workflow(file);
  const given = Object.entries(inputs).map(([name, value]) => `${name}=${value}`);
  stage.progress.note(`${workflow.source.name} ${given.join(" ")}`.trimEnd());
  const finished = await stage.rehearsal.run(workflow, event, { inputs });
  await follow(stage, workflow, finished);
  return finished;
}

async function follow(stage: Stage, workflow: WorkflowFile, { result }: FinishedRun): Promise<void> {
  const conclusion = result?.conclusion ?? "cancelled";
  for (const next of stage.rehearsal.startedByRunOf(workflow)) {
    await stage.rehearsal.run(next, "workflow_run", { payload: { action: "completed", workflow_run: { conclusion } } });
  }
}

/** Delivers the newest commit of a service and answers the version it got. */
export async function deliver(stage: Stage, service: string): Promise<string> {
  const { result } = await run(stage, `${service}-deliver`, "push");
  if (result?.conclusion !== "success") throw new RehearsalError(`The delivery of ${service} did not succeed.`);
  return versionOfHead(stage, service);
}

async function versionOfHead(stage: Stage, service: string): Promise<string> {
  const prefix = `${service}-v`;
  const tags = await gitIn(stage.world.repositoryDirectory)(
    "tag",
    "--points-at",
    "HEAD",
    "--list",
    `${prefix}*-alpha.*`,
  );
  const tag = tags.split("\n")[0];
  if (!tag) throw new RehearsalError(`No ${prefix}… tag is on the delivered commit; next-version did not claim one.`);
  return tag.slice(prefix.length);
}

export async function promote(stage: Stage, title: string, service: string, version: string): Promise<PromotionReport> {
  const inputs = { version, environment: "production", reason: title };
  const { result } = await run(stage, `${service}-promote`, "workflow_dispatch", inputs);
  return toPromotionReport(title, version, result?.conclusion ?? "lost", await recordOf(stage, service));
}

/** @throws RehearsalError when the target has no record of the service in production */
export async function recordOf(stage: Stage, service: string): Promise<DeliveryRecord> {
  const stored = await stage.target(service, "production").read();
  if (!stored) throw new RehearsalError(`${service} has no record in production.`);
  return stored.record;
}
