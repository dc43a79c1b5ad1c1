import { formatPercent } from "../notify/notice-words.ts";
import { formatDuration } from "../notify/story.ts";
import { isDriven, isUnattended } from "../rollout/lease.ts";
import { isTerminal } from "../rollout/phase.ts";
import type { DeliveryRecord, Rollout } from "../rollout/record.ts";
import { redact } from "./redact.ts";
import type { Tone } from "./report.ts";
import { indicatorSentence, toneOf, verdictWords } from "./words.ts";

/** What one service in one environment is doing now, for people in front of a terminal. */
export interface Status {
  readonly service: string;
  readonly environment: string;
  readonly tone: Tone;
  /** `observing at 20 %, step 2 of 4`; says the same as long as nothing has changed. */
  readonly headline: string;
  /** Names and values, for one line each. Some tell how long something takes and change with every look. */
  readonly lines: readonly (readonly [name: string, value: string])[];
}

/** What is known where the target could not be asked. */
export function unknownStatus(place: Pick<Status, "service" | "environment">, problem: string): Status {
  return { ...place, tone: "attention", headline: "cannot be read", lines: [["problem", plain(problem)]] };
}

/**
 * @param record `undefined` where nothing was ever delivered
 * @param nowMs by the clock of whoever looks
 */
export function toStatus(
  { service, environment }: Pick<Status, "service" | "environment">,
  record: DeliveryRecord | undefined,
  nowMs: number,
): Status {
  const place = { service, environment };
  if (record === undefined) return { ...place, tone: "waiting", headline: "nothing was ever delivered", lines: [] };
  const { rollout } = record;
  const lines = [
    ["live", liveText(record)],
    ...(rollout === undefined ? [] : rolloutLines(rollout, record, nowMs)),
    ["asked", record.commands.map(({ kind, actor, reason }) => `${kind} by ${actor}: ${reason}`).join("; ")],
    ["untold", record.outbox.length === 0 ? "" : `${record.outbox.length} notices are on their way`],
    ["quarantine", record.quarantine.map(({ version }) => version).join(", ")],
  ] as const;
  return {
    ...place,
    tone: rollout === undefined ? "good" : toneNow(rollout, record, nowMs),
    headline: rollout === undefined ? "no rollout" : headlineOf(rollout),
    lines: lines.flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, plain(value)] as const],
    ),
  };
}

/** A rollout that somebody should drive and nobody does is not merely waiting. */
function toneNow(rollout: Rollout, record: DeliveryRecord, nowMs: number): Tone {
  const tone = toneOf(rollout.phase);
  return tone === "waiting" && !isUnattended(rollout) && !isDriven(record, nowMs) ? "attention" : tone;
}

type Lines = readonly (readonly [name: string, value: string | undefined])[];

function liveText({ live }: DeliveryRecord): string {
  return live === undefined ? "nothing" : `${live.version} (${live.digest.slice(0, 19)})`;
}

function headlineOf({ phase, candidate, candidatePercent, stepIndex, plan }: Rollout): string {
  const { version } = candidate;
  if (isTerminal(phase)) return `${version} ${phase.replace("-", " ")}`;
  const step = stepIndex < 0 ? "" : `, step ${stepIndex + 1} of ${plan.steps.length}`;
  return `${version} ${phase} at ${formatPercent(candidatePercent)}${step}`;
}

function rolloutLines(rollout: Rollout, record: DeliveryRecord, nowMs: number): Lines {
  const { startedAtMs, endedAtMs, actor, reason, failure } = rollout;
  const since = endedAtMs === undefined ? `started ${ago(startedAtMs, nowMs)}` : `ended ${ago(endedAtMs, nowMs)}`;
  const begun: Lines = [
    [
      "rollout",
      `${rollout.candidate.version} over ${rollout.stable?.version ?? "nothing"}, ${since} by ${actor}: ${reason}`,
    ],
    ["failed", failure?.text],
  ];
  if (endedAtMs !== undefined) return begun;
  return [
    ...begun,
    ["shares", sharesText(rollout)],
    ...verdictLines(rollout),
    ["held", rollout.hold && `${ago(rollout.hold.sinceMs, nowMs)}: ${rollout.hold.reason}`],
    [
      "paused",
      rollout.pause && `${ago(rollout.pause.sinceMs, nowMs)} by ${rollout.pause.actor}: ${rollout.pause.reason}`,
    ],
    ["next", deadlineText(rollout, nowMs)],
    ["driver", leaseText(rollout, record, nowMs)],
  ];
}

/** `✓ 5 % → [20 %] → 50 % → 100 %` */
function sharesText({ plan, stepIndex }: Rollout): string {
  return plan.steps
    .map(({ candidatePercent }, index) => {
      const share = formatPercent(candidatePercent);
      if (index === stepIndex) return `[${share}]`;
      return index < stepIndex ? `✓ ${share}` : share;
    })
    .join(" → ");
}

function verdictLines({ trace, judgedStep }: Rollout): Lines {
  const last = trace?.words.at(-1);
  if (last === undefined || last.step !== judgedStep) return [];
  return [
    ["verdict", `${verdictWords(last)}: ${last.summary}`],
    ...last.indicators.map((indicator) => ["", indicatorSentence(indicator)] as const),
  ];
}

function deadlineText({ deadlineMs, phase }: Rollout, nowMs: number): string | undefined {
  if (deadlineMs === undefined) return undefined;
  const left = formatDuration(Math.abs(deadlineMs - nowMs));
  return deadlineMs > nowMs
    ? `${phase} ends in ${left} at the latest`
    : `${phase} should have ended ${left} ago, and nobody has seen to it yet`;
}

function leaseText(rollout: Rollout, record: DeliveryRecord, nowMs: number): string {
  const { lease } = rollout;
  if (lease === undefined) return "nobody";
  const left = formatDuration(Math.abs(lease.untilMs - nowMs));
  if (isUnattended(rollout)) {
    const then = lease.mode === "unattended" && lease.onExpiry === "keep" ? "the share stays" : "the traffic goes back";
    return lease.untilMs > nowMs
      ? `nobody, on purpose; if nobody comes within ${left}, ${then}`
      : `nobody came in time: ${then}`;
  }
  if (isDriven(record, nowMs)) return `${lease.holder}, believed alive for ${left} more`;
  return `lost ${left} ago (${lease.holder}): the target takes the traffic back by itself`;
}

function ago(atMs: number, nowMs: number): string {
  return `${formatDuration(Math.max(0, nowMs - atMs))} ago`;
}

/** One line without anything that a terminal obeys. */
function plain(text: string): string {
  return redact(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}
