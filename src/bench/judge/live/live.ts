import { setTimeout as wait } from "node:timers/promises";
import { TargetMetrics } from "../../../metrics/index.ts";
import { startTraffic } from "../../../rehearse/traffic.ts";
import { judge } from "../../../slo/judge.ts";
import { judgePolicy } from "../../../slo/judge-policy.ts";
import { startStep } from "../../../slo/judge-state.ts";
import type { Objective } from "../../../slo/objective.ts";
import type { Poll } from "../../../slo/poll.ts";
import { declaredSettings, tidegate } from "../judges/tidegate.ts";
import { type Ending, playShared, serviceOf } from "../play.ts";
import { type Effect, effectName, type Scenario, type Schedule } from "../scenario.ts";
import { type Tally, tally } from "../tally.ts";
import { writeFileAtomically } from "../write-file.ts";
import { type LiveService, startLiveService } from "./live-service.ts";

/** Short enough to be played for real: one step of half a minute, read every second. */
const schedule: Schedule = { weights: [0.2], stepSeconds: 30, scrapeSeconds: 1 };
const requestsPerSecond = 100;
const stable = { errors: 0.001, slow: 0.02 };
const objectives: readonly Objective[] = [
  { kind: "availability", target: 0.999 },
  { kind: "latency", target: 0.95, underMs: 50 },
];
const liveRuns = 5;
const simulatedRuns = 500;

const effects: readonly Effect[] = [
  { kind: "none" },
  { kind: "share", share: 0.05 },
  { kind: "share", share: 0.3 },
  { kind: "share", share: 1 },
  { kind: "latency", increase: 1 },
];

/** The same cells on real processes behind the embedded target and in the simulator, side by side. */
export async function runLive(folder: string): Promise<void> {
  const service = await startLiveService(stable, objectives);
  const traffic = startTraffic({ url: service.url, paths: ["/"], requestsPerSecond });
  const rows: string[] = [];
  try {
    for (const effect of effects) {
      const live = tally(await playLive(service, effect), 0);
      const simulated = tally(simulate(effect), 0);
      rows.push(`| ${effectName(effect)} | ${cellText(live)} | ${cellText(simulated)} |`);
      process.stdout.write(`${rows.at(-1)}\n`);
    }
  } finally {
    await traffic.stop();
    await service.close();
  }
  writeFileAtomically(`${folder}/judge-live.md`, reportText(rows));
}

function scenarioOf(effect: Effect): Scenario {
  return {
    requestsPerSecond,
    errorRatio: stable.errors,
    slowRatio: stable.slow,
    effect,
    disturbance: "none",
    probesPerSecond: 0,
  };
}

function simulate(effect: Effect): readonly Ending[] {
  const scenario = scenarioOf(effect);
  const setup = { observeSeconds: schedule.stepSeconds, maxObserveSeconds: schedule.stepSeconds, warmUpSeconds: 0 };
  const ours = tidegate("tidegate", "", setup);
  return Array.from({ length: simulatedRuns }, (_, run) => {
    const [ending] = playShared(scenario, schedule, `live/${effectName(effect)}/${run}`, [ours], serviceOf(scenario));
    return ending ?? { harmed: 0 };
  });
}

function candidateOf(effect: Effect) {
  if (effect.kind === "share") return { ...stable, errors: effect.share };
  // What the simulator makes of +100 %: a quarter of all replies above the limit.
  return effect.kind === "latency" ? { ...stable, slow: 0.252 } : stable;
}

async function playLive(service: LiveService, effect: Effect): Promise<readonly Ending[]> {
  const endings: Ending[] = [];
  for (let run = 0; run < liveRuns; run += 1) {
    await service.startCandidate(candidateOf(effect), 100 * (schedule.weights[0] ?? 0));
    endings.push(await watchLive(service));
    await service.takeBack();
  }
  return endings;
}

async function watchLive({ target }: LiveService): Promise<Ending> {
  const stepMs = 1000 * schedule.stepSeconds;
  const policy = judgePolicy({
    objectives,
    settings: declaredSettings,
    step: { gate: "statistics", observeMs: stepMs, maxObserveMs: stepMs },
    pollMs: 1000 * schedule.scrapeSeconds,
    askedShare: schedule.weights[0],
  });
  const metrics = new TargetMetrics(target, objectives, { nowMs: () => Date.now() });
  const startedAtMs = Date.now();
  let state = startStep(undefined, policy, startedAtMs);
  let first: { requests: number; failures: number } | undefined;
  let seconds = 0;
  for (;;) {
    const sample = await metrics.read();
    const atMs = sample.atMs;
    const { requests = 0, bad } = sample.arms.candidate ?? {};
    first ??= { requests, failures: bad?.errors ?? 0 };
    const poll: Poll = { atMs, reading: { kind: "sample", sample }, candidate: { ready: true, restarts: 0 } };
    const judgement = judge(state, poll, policy);
    state = judgement.state;
    const harmed = (bad?.errors ?? 0) - first.failures;
    if (judgement.verdict.kind === "fail") return { rolledBackAtSeconds: seconds, harmed };
    if (seconds >= schedule.stepSeconds) return { harmed };
    seconds += schedule.scrapeSeconds;
    await wait(Math.max(0, startedAtMs + 1000 * seconds - Date.now()));
  }
}

function cellText({ runs, rolledBack, medianSeconds, p95Seconds }: Tally): string {
  const time = medianSeconds === null ? "—" : `${medianSeconds} s (95 %: ${p95Seconds ?? "—"} s)`;
  return `${rolledBack} of ${runs}, median ${time}`;
}

function reportText(rows: readonly string[]): string {
  return `${[
    "# The simulator against the embedded target",
    `Written by \`npm run bench:judge -- --live\`. The same judge, once on counters of real processes behind the embedded target and once on simulated ones: ${requestsPerSecond} requests per second, ${100 * stable.errors} % errors and ${100 * stable.slow} % slow replies on stable, the candidate at ${100 * (schedule.weights[0] ?? 0)} % for ${schedule.stepSeconds} s, counters read every second, no history. Taken back, and when.`,
    ["| candidate | live | simulated |", "| --- | --- | --- |", ...rows].join("\n"),
    "The simulator's requests come at random moments, the load generator's at a steady rate.",
  ].join("\n\n")}\n`;
}
