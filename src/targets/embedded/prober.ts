import { get } from "node:http";
import type { Probes } from "../../rollout/traffic-rules.ts";
import type { Arm } from "../../slo/counts.ts";
import type { ArmRun } from "./arm-run.ts";

/** How long an arm may take for a probe. */
const probeLimitMs = 5_000;
/** Probes on their way to one arm; at more the arm hangs, and each turn counts as not answered. */
const maxOpen = 32;

/** Sends the requests that a step asks for to both arms at the same moments, and counts them apart from the users'. */
export class Prober {
  readonly #armOf: (arm: Arm) => ArmRun | undefined;
  readonly #open: Record<Arm, number> = { stable: 0, candidate: 0 };
  #probes: Probes | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;

  /** @param armOf what runs as this arm now */
  constructor(armOf: (arm: Arm) => ArmRun | undefined) {
    this.#armOf = armOf;
  }

  /** Starts, changes or, with `undefined`, ends the probing. */
  set(probes: Probes | undefined): void {
    if (JSON.stringify(probes) === JSON.stringify(this.#probes)) return;
    clearInterval(this.#timer);
    this.#probes = probes;
    this.#turn = 0;
    if (probes === undefined) return;
    this.#timer = setInterval(() => this.#send(probes), 1_000 / probes.requestsPerSecond);
  }

  #send({ paths, arms }: Probes): void {
    const path = paths[this.#turn % paths.length] ?? "/";
    this.#turn += 1;
    for (const arm of arms) this.#sendTo(arm, path);
  }

  #sendTo(arm: Arm, path: string): void {
    const run = this.#armOf(arm);
    if (run === undefined) return;
    const instance = this.#open[arm] < maxOpen ? run.nextInstance() : undefined;
    if (instance === undefined) {
      run.probed.record(503, 0);
      return;
    }
    const { probed } = run;
    const end = instance.begin();
    this.#open[arm] += 1;
    probe(instance.port, path, (code, durationMs) => {
      this.#open[arm] -= 1;
      probed.record(code, durationMs);
      end();
    });
  }
}

/** One request on a connection of its own; calls back once, with 502 or 504 when there was no answer. */
function probe(port: number, path: string, done: (code: number, durationMs: number) => void): void {
  const startedMs = performance.now();
  let isDone = false;
  const finish = (code: number) => {
    if (isDone) return;
    isDone = true;
    clearTimeout(late);
    done(code, performance.now() - startedMs);
  };
  const headers = { "user-agent": "tidegate-probe", "x-tidegate-probe": "1" };
  const sent = get({ host: "127.0.0.1", port, path, headers, agent: false }, (reply) => {
    reply.on("error", () => finish(502));
    reply.once("end", () => finish(reply.statusCode ?? 502));
    reply.resume();
  });
  const late = setTimeout(() => {
    finish(504);
    sent.destroy();
  }, probeLimitMs);
  sent.on("error", () => finish(502));
  sent.once("close", () => finish(502));
}
