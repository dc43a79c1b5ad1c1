import pc from "picocolors";
import type { Expectation } from "./expectations.ts";
import type { PromotionReport } from "./promotion-report.ts";
import type { ReceivedNotice } from "./stage.ts";
import type { Story } from "./story.ts";

export interface DemoReport {
  readonly synthesized: readonly string[];
  readonly story: Story;
  readonly notices: readonly ReceivedNotice[];
  readonly expectations: readonly Expectation[];
  readonly durationMs: number;
}

const barWidth = 20;

/** The demo's end, for a person. */
export function renderSummary(report: DemoReport): string[] {
  const { story, notices, expectations } = report;
  const promotions = [story.healthy, story.failing, story.slow, story.lost.promotion];
  const missed = expectations.filter(({ met }) => !met);
  return [
    "",
    pc.bold("What happened"),
    ...promotions.flatMap(renderPromotion),
    `  after SIGKILL the target had its traffic back on its own in ${seconds(story.lost.leaseMs)}`,
    "",
    pc.bold("What users met"),
    ...Object.entries(story.traffic).map(
      ([arm, { requests, failures }]) => `  ${arm.padEnd(10)} ${served({ requests, failures })}`,
    ),
    "",
    pc.bold(`What the team's webhook received: ${notices.length} notices`),
    ...renderEarlyNotices(notices.filter((notice) => !isProduction(notice))),
    ...notices.filter(isProduction).map(renderNotice),
    "",
    pc.bold(`Checked: ${expectations.length - missed.length} of ${expectations.length}`),
    ...missed.map(({ what, seen }) => `  ${pc.red("✗")} ${what}; seen: ${seen}`),
    missed.length === 0
      ? pc.green(`Everything happened as it should, in ${seconds(report.durationMs)}.`)
      : pc.red(`${missed.length} thing(s) did not happen as they should.`),
  ];
}

function renderPromotion(promotion: PromotionReport): string[] {
  const good = promotion.phase === "succeeded";
  const head = `${good ? pc.green("✓") : pc.red("↩")} ${promotion.title} (${promotion.version}): ${promotion.phase}`;
  const times = [
    promotion.detectMs === undefined ? undefined : `decided ${seconds(promotion.detectMs)} after its first request`,
    promotion.restoreMs === undefined ? undefined : `traffic back ${seconds(promotion.restoreMs)} later`,
  ].filter((text) => text !== undefined);
  return [
    "",
    `  ${head}`,
    ...promotion.timeline.map((entry) => renderEntry(entry, promotion.startedAtMs)),
    ...(promotion.served
      ? [`    stable ${served(promotion.served.stable)}; candidate ${served(promotion.served.candidate)}`]
      : []),
    ...(times.length > 0 ? [`    ${times.join(", ")}`] : []),
  ];
}

function renderEntry(entry: PromotionReport["timeline"][number], startedAtMs: number): string {
  const filled = Math.round((entry.candidatePercent / 100) * barWidth);
  const bar = pc.cyan("█".repeat(filled)) + pc.dim("░".repeat(barWidth - filled));
  const at = `+${((entry.atMs - startedAtMs) / 1000).toFixed(1)} s`.padStart(8);
  return `    ${pc.dim(at)} ${bar} ${`${entry.candidatePercent} %`.padStart(5)} ${entry.phase.padEnd(12)} ${entry.text}`;
}

function isProduction({ environment }: ReceivedNotice): boolean {
  return environment === "production";
}

/** One line a rollout for the environments that are not the story. */
function renderEarlyNotices(notices: readonly ReceivedNotice[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const { service, version, environment, kind } of notices) {
    const rollout = `${service} ${version} → ${environment}`;
    kinds.set(rollout, [...(kinds.get(rollout) ?? []), kind]);
  }
  return [...kinds].map(([rollout, told]) => `  ${rollout.padEnd(32)} ${told.join(", ")}`);
}

function renderNotice({ kind, service, environment, version, text }: ReceivedNotice): string {
  return `  ${kind.padEnd(11)} ${service} ${version} → ${environment}: ${text}`;
}

function served({ requests, failures }: { readonly requests: number; readonly failures: number }): string {
  return `${requests.toLocaleString("en-US")} requests, ${failures.toLocaleString("en-US")} failed`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
