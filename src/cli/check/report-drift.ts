import { randomUUID } from "node:crypto";
import { type Drift, describeCause } from "../../workflow/drift/classify-drift.ts";
import { unifiedDiff } from "../../workflow/drift/unified-diff.ts";
import type { DriftReport, RaisedPin } from "./find-drift.ts";

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;

const advice = "Change the source, run synth and commit what it writes; do not edit generated files.";

function describe({ path, causes }: Drift): string {
  return `${path} ${causes.map(describeCause).join("; it ")}.`;
}

function describeBump({ action, from, version }: RaisedPin): string {
  return `${action} ${from ?? ""} → ${version} was raised in the generated files; the next synth writes it to .tidegate/pins.json.`;
}

/** The diff of a file; of one that is not text, that it differs. */
function diffOf({ path, current, generated }: Drift): string {
  if ([current, generated].some((text) => text?.includes("\0"))) {
    return `Binary files a/${path} and b/${path} differ\n`;
  }
  return unifiedDiff({ path, before: current, after: generated });
}

function compared({ workflows, actions }: DriftReport): string {
  const counts = [
    ...(workflows > 0 ? [count(workflows, "workflow")] : []),
    ...(actions > 0 ? [count(actions, "action")] : []),
  ];
  return counts.join(" and ");
}

/** What was found, for a person: each file with why it differs, then what synth would change. */
export function renderReport(report: DriftReport): string {
  const { drifts, bumps } = report;
  if (drifts.length === 0) {
    const current = `Generated files are current: ${compared(report)} compared with what synth writes.\n`;
    return current + bumps.map((bump) => `- ${describeBump(bump)}\n`).join("");
  }
  const told = drifts.map((drift) => `- ${describe(drift)}`).join("\n");
  const head = `${count(drifts.length, "generated file")} not current. ${advice}\n${told}\n`;
  return `${head}\n${drifts.map(diffOf).join("")}`;
}

/** What a value may not hold in a workflow command. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

const escapeProperty = (text: string) => escape(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/**
 * Text in a log of GitHub's whose lines are no commands to it, whatever files they come from.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 */
export function stoppingCommands(text: string): string {
  const word = randomUUID();
  return `::stop-commands::${word}\n${text}::${word}::\n`;
}

/** Each drift as an annotation of the run. */
export function annotations({ drifts }: DriftReport): string {
  return drifts
    .map((drift) => {
      const title = "Generated files are not current";
      return `::error file=${escapeProperty(drift.path)},title=${title}::${escapeData(describe(drift))}\n`;
    })
    .join("");
}

/** GitHub takes a megabyte of summary for a step. */
const mostDiff = 60_000;

/** The same for the summary of the run, in Markdown. */
export function summaryOf(report: DriftReport): string {
  if (report.drifts.length === 0) {
    return renderReport(report);
  }
  const diff = report.drifts.map(diffOf).join("");
  const shown = diff.length > mostDiff ? `${diff.slice(0, mostDiff)}\n… the whole diff is in the log\n` : diff;
  const list = report.drifts.map((drift) => `- ${describe(drift).replaceAll("<", "&lt;")}`).join("\n");
  const fence = "`".repeat(Math.max(3, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `### Generated files are not current\n\n${list}\n\n${advice}\n\n${fence}diff\n${shown}${fence}\n`;
}
