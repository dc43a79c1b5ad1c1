import type { Release } from "../../src/release/release.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { isTerminal } from "../../src/rollout/phase.ts";
import type { DeliveryRecord, Rollout } from "../../src/rollout/record.ts";
import { RolloutBench } from "../actions/rollout-bench.ts";
import { type CrashRun, runCrashProgram } from "./crash-process.ts";
import type { CrashPrograms, ProgramName } from "./crash-programs.ts";
import { endProblems } from "./end-problems.ts";
import { firstDelivery, leaseMs, manifestOf, type Scenario } from "./scenarios.ts";

/** How it went on after a death. */
export interface Aftermath {
  readonly run: CrashRun;
  /** From the death until no request went to a candidate without a pass; `undefined` when none did when it died. */
  readonly safeAfterMs: number | undefined;
  readonly direction: "forward" | "back" | "not begun";
  /** The target took the traffic back, as it does when whoever drove is gone. */
  readonly hasLostLease: boolean;
  /** Notices that the team got twice, with one key. */
  readonly repeats: number;
  /** What is not as it must be; empty when everything is. */
  readonly problems: readonly string[];
}

/** After so long nobody believes any more that a dead process is still delivering a notice. */
const claimMs = 60_000;
const tickMs = 250;
/** For a machine that is busy with other things. */
const slackMs = 2_500;

/** An environment of its own in which one rollout after the other dies; each begins where the one before left it. */
export class CrashLane {
  readonly #bench: RolloutBench;
  readonly #programs: CrashPrograms;
  #count = 0;

  private constructor(bench: RolloutBench, programs: CrashPrograms) {
    this.#bench = bench;
    this.#programs = programs;
  }

  static async open(programs: CrashPrograms): Promise<CrashLane> {
    const lane = new CrashLane(await RolloutBench.start(), programs);
    const first = await lane.#rollOut(firstDelivery, await lane.#build({}));
    if (first.exitCode === 0) return lane;
    await lane.close();
    throw new TypeError(`The first delivery failed: ${first.log}`);
  }

  close(): Promise<void> {
    return this.#bench.stop();
  }

  /** @param at where it dies, as `<side> <name>`; empty: nowhere */
  async run(scenario: Scenario, at: string): Promise<Aftermath> {
    const { dying } = scenario;
    const before = await this.#bench.record();
    const candidate = await this.#build(scenario.behaviour ?? {});
    const repeatsBefore = this.#bench.sink.repeats;
    const stopTraffic = this.#startTraffic(scenario, (await this.#bench.target.observe()).url ?? "");
    const first = await this.#rollOut(scenario, candidate, dying === undefined ? at : dying.after);
    if (dying?.after !== undefined) await this.#untilUndriven();
    const run = dying === undefined ? first : await this.#start(dying.program, dying.inputs, { CRASH_AT: at });
    stopTraffic();
    const { safeAfterMs, problems } =
      run.diedAtMs === undefined ? { safeAfterMs: undefined, problems: [] } : await this.#watchTarget(run.diedAtMs);
    const visits = await this.#watchdog();
    const end = await this.#lookAtEnd(before?.rollout, dying === undefined ? candidate : undefined);
    return {
      run,
      safeAfterMs,
      repeats: this.#bench.sink.repeats - repeatsBefore,
      direction: end.direction,
      hasLostLease: end.hasLostLease,
      problems: [...problems, ...visits, ...end.problems],
    };
  }

  async #build(behaviour: Readonly<Record<string, string>>): Promise<Release> {
    this.#count += 1;
    return this.#bench.build(`1.${this.#count}.0`, { SALT: String(this.#count), ...behaviour });
  }

  async #rollOut(scenario: Scenario, candidate: Release, at = ""): Promise<CrashRun> {
    this.#bench.writeManifest(JSON.stringify(manifestOf(scenario)));
    return this.#start("rollout", { ...candidate, reason: "a test" }, { CRASH_AT: at });
  }

  #start(program: ProgramName, inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>) {
    this.#count += 1;
    const all = { service: "info", environment: "production", manifest: "delivery.json", ...inputs };
    // Each is a run of its own, as the watchdog is to the run that it looks after.
    const run = { GITHUB_RUN_ID: String(1_000 + this.#count) };
    return runCrashProgram(this.#programs.pathOf(program), all, { ...this.#bench.env, ...run, ...env });
  }

  #startTraffic({ requestsPerSecond = 0 }: Scenario, url: string): () => void {
    if (requestsPerSecond === 0) return () => undefined;
    const timer = setInterval(() => {
      fetch(url)
        .then(
          (response) => response.arrayBuffer(),
          () => undefined,
        )
        .catch(() => undefined);
    }, 1_000 / requestsPerSecond);
    return () => clearInterval(timer);
  }

  #untilUndriven(): Promise<DeliveryRecord | undefined> {
    return this.#bench.untilRecord(
      (record) => isAtEnd(record) || (record?.rollout?.lease?.untilMs ?? 0) <= Date.now(),
      { timeoutMs: 60_000 },
    );
  }

  /** With nobody but the target there: what it does, and how soon. */
  async #watchTarget(diedAtMs: number): Promise<{ safeAfterMs: number | undefined; problems: string[] }> {
    const { target } = this.#bench;
    const endMs = Date.now() + leaseMs + tickMs + slackMs;
    let safeAfterMs: number | undefined;
    for (;;) {
      const record = await this.#bench.record();
      const { candidatePercent, arms } = await target.observe();
      const isBack = candidatePercent === 0 && arms.stable?.ready === true;
      if (isBack || record?.rollout?.phase === "promoting") break;
      if (Date.now() > endMs) {
        return {
          safeAfterMs,
          problems: [
            `${candidatePercent} % are on the candidate long after the lease, and stable is ${arms.stable?.ready ? "" : "not "}ready`,
          ],
        };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      safeAfterMs = Date.now() - diedAtMs;
    }
    await this.#untilUndriven();
    return { safeAfterMs, problems: [] };
  }

  /**
   * Once when the run is over, and once more a minute later if a notice was on its way when its bearer died. When nothing
   * else is left to do, the first visit would only wait for that minute.
   */
  async #watchdog(): Promise<string[]> {
    const first = isAtEnd(await this.#bench.record()) ? [] : await this.#visit("0");
    return [...first, ...(await this.#visit(String(claimMs + 1_000)))];
  }

  async #visit(aheadMs: string): Promise<string[]> {
    const { exitCode, log } = await this.#start("reconcile", { mode: "watch" }, { CLOCK_AHEAD_MS: aheadMs });
    return exitCode === 0 ? [] : [`the watchdog ended with ${exitCode}: ${log}`];
  }

  async #lookAtEnd(before: Rollout | undefined, candidate: Release | undefined) {
    const record = await this.#bench.record();
    const seen = await this.#bench.target.observe();
    const { rollout } = record ?? {};
    const finals = this.#bench.sink.notices.filter((notice) => isFinal(notice) && notice.rolloutId === rollout?.id);
    const isBegun = rollout?.id !== before?.id;
    return {
      problems: endProblems({ record, seen, finals: finals.length }),
      direction: isBegun ? directionOf(rollout) : ("not begun" as const),
      hasLostLease: isBegun && candidate !== undefined && rollout?.failure?.kind === "lease-expired",
    };
  }
}

function directionOf(rollout: Rollout | undefined): "forward" | "back" {
  return rollout?.phase === "succeeded" ? "forward" : "back";
}

function isAtEnd(record: DeliveryRecord | undefined): boolean {
  const phase = record?.rollout?.phase;
  return phase !== undefined && isTerminal(phase);
}
