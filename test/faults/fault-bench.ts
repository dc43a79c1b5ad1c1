import { readFileSync } from "node:fs";
import type { Release } from "../../src/release/release.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { isTerminal, type Phase } from "../../src/rollout/phase.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { gatePaths } from "../../src/targets/embedded/embedded-paths.ts";
import { type GateInfo, gateInfoSchema } from "../../src/targets/embedded/gate-protocol.ts";
import { type BenchOptions, quickManifest, RolloutBench } from "../actions/rollout-bench.ts";
import { type CrashRun, runCrashProgram } from "../crash/crash-process.ts";
import type { CrashPrograms, ProgramName } from "../crash/crash-programs.ts";

export const limits = { readyTimeoutMs: 15_000, maxHoldMs: 1_500, leaseMs: 4_000, pollMs: 150 };
/** The gate looks at the lease so often. */
export const tickMs = 250;

export const strategy = {
  kind: "canary" as const,
  stepPercents: [20, 50],
  settleMs: 200,
  observeMs: 600,
  maxObserveMs: 20_000,
  bakeMs: 300,
};

export interface Ending {
  readonly run: CrashRun;
  readonly phase: Phase | undefined;
  /** Why it went back, in the record's own word. */
  readonly failureKind: string | undefined;
  /** Largest share that the target ever had, by the record's story. */
  readonly largestPercent: number;
  /** Final notices that the team got about this rollout. */
  readonly finals: number;
  /** When the traffic was back, if it went back. */
  readonly restoredAtMs: number | undefined;
  /** When it last came into a phase in which it waited for something good. */
  readonly lastForwardMs: number;
}

/** A service under traffic with one live release, to which something happens during the next rollout. */
export class FaultBench {
  readonly bench: RolloutBench;
  readonly live: Release;
  readonly url: string;
  readonly #programs: CrashPrograms;
  #runs = 0;

  private constructor(bench: RolloutBench, programs: CrashPrograms, live: Release, url: string) {
    this.bench = bench;
    this.#programs = programs;
    this.live = live;
    this.url = url;
  }

  /** @param prepare before anything is started */
  static async open(programs: CrashPrograms, prepare: (bench: RolloutBench) => void = () => undefined) {
    const bench = await RolloutBench.start({ environment: { strategy: { kind: "recreate", bakeMs: 0 } }, limits });
    prepare(bench);
    const live = await bench.build("1.0.0");
    const inputs = { service: "info", environment: "production", manifest: "delivery.json", reason: "a test" };
    const first = await runCrashProgram(programs.pathOf("rollout"), { ...inputs, ...live }, bench.env);
    if (first.exitCode === 0) return new FaultBench(bench, programs, live, (await bench.target.observe()).url ?? "");
    await bench.stop();
    throw new TypeError(`The first delivery failed: ${first.log}`);
  }

  declare(environment: NonNullable<BenchOptions["environment"]> = {}): void {
    const options = { environment: { strategy, ...environment }, limits: { ...limits, ...environment.limits } };
    this.bench.writeManifest(JSON.stringify(quickManifest(options)));
  }

  start(
    program: ProgramName,
    inputs: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
    onStart?: (pid: number) => void,
  ) {
    this.#runs += 1;
    const all = { service: "info", environment: "production", manifest: "delivery.json", reason: "a test", ...inputs };
    const run = { GITHUB_RUN_ID: String(100 + this.#runs) };
    return runCrashProgram(this.#programs.pathOf(program), all, { ...this.bench.env, ...run, ...env }, onStart);
  }

  /** Waits until the rollout of this release has come to a phase, and to a step of its plan if that is said. */
  untilPhase({ digest }: Release, phase: Phase, stepIndex = 0): Promise<DeliveryRecord | undefined> {
    return this.bench.untilRecord(
      ({ rollout } = { rollout: undefined } as DeliveryRecord) => {
        if (rollout?.candidate.digest !== digest) return false;
        return rollout.phase === phase && rollout.stepIndex >= stepIndex;
      },
      { timeoutMs: 60_000 },
    );
  }

  /** The watchdog's visit. */
  watch(env: Readonly<Record<string, string>> = {}, inputs: Readonly<Record<string, string>> = {}): Promise<CrashRun> {
    return this.start("reconcile", { mode: "watch", ...inputs }, env);
  }

  async candidatePercent(): Promise<number> {
    return (await this.bench.target.observe()).candidatePercent;
  }

  gate(): GateInfo {
    return gateInfoSchema.parse(JSON.parse(readFileSync(pathsOf(this.bench).gate, "utf8")));
  }

  /** Where the gate keeps the record. */
  static directoryOf(bench: RolloutBench): string {
    return pathsOf(bench).directory;
  }

  /** The services' processes that the gate has started, the newest last. */
  processes(): readonly number[] {
    const text = readFileSync(pathsOf(this.bench).state, "utf8");
    return [...text.matchAll(/"pid":\s*(\d+)/g)].map(([, pid]) => Number(pid));
  }

  async ending(run: CrashRun): Promise<Ending> {
    const { rollout } = (await this.bench.record()) ?? {};
    const finals = this.bench.sink.notices.filter((notice) => isFinal(notice) && notice.rolloutId === rollout?.id);
    return {
      run,
      phase: rollout?.phase,
      failureKind: rollout?.failure?.kind,
      largestPercent: Math.max(0, ...(rollout?.timeline ?? []).map(({ candidatePercent }) => candidatePercent)),
      finals: finals.length,
      restoredAtMs: rollout?.restoredAtMs,
      lastForwardMs:
        rollout?.timeline.findLast(({ phase }) => phase === "shifting" || phase === "observing")?.atMs ?? 0,
    };
  }

  /** One release serves everything, the record says which, and nothing is under way. */
  async problems(): Promise<string[]> {
    const record = await this.bench.record();
    const { arms, candidatePercent } = await this.bench.target.observe();
    const phase = record?.rollout?.phase;
    return [
      phase !== undefined && isTerminal(phase) ? "" : `the rollout is left in ${phase}`,
      candidatePercent === 0 ? "" : `${candidatePercent} % are on the candidate`,
      arms.stable?.release.digest === record?.live?.digest ? "" : "another release serves than the record says",
      arms.stable?.ready ? "" : "what serves is not ready",
    ].filter((problem) => problem !== "");
  }
}

function pathsOf({ env }: RolloutBench) {
  return gatePaths(env.TIDEGATE_HOME ?? "", "production", "info");
}
