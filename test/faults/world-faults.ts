import type { FaultBench } from "./fault-bench.ts";
import type { PortFault } from "./faulty-ports.ts";

export interface WorldFaultCase {
  readonly fault: string;
  readonly what: string;
  /** How the rollout ends, once the watchdog has come by; `either` where it depends on what was counted before. */
  readonly ends: "back" | "on" | "either";
  readonly failureKinds?: readonly string[];
  /** From the fault until all requests are on stable again, at most; without slack for a busy machine. */
  readonly withinMs?: number;
  /** A port of the action that is not as it should be, from the beginning. */
  readonly port?: PortFault;
  /** What happens once 20 % are observed; resolves when the fault is over. */
  readonly act?: (world: FaultBench, pids: Pids) => Promise<void>;
  /** The service has users. @default true */
  readonly hasTraffic?: boolean;
  readonly maxObserveMs?: number;
  /** Final notices that the team gets. @default 1 */
  readonly finals?: number;
  /** How long it takes, in the words of the manifest. */
  readonly within: string;
}

export interface Pids {
  readonly action: number;
  /** Of the services, before the candidate was started. */
  readonly before: readonly number[];
}

const lease = 4_000;
const tick = 250;

/** A stopped process has been away for longer than the lease. */
const awayMs = lease + 1_500;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function freeze(pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  await pause(awayMs);
  process.kill(pid, "SIGCONT");
}

export const worldFaults: readonly WorldFaultCase[] = [
  {
    fault: "No traffic",
    what: "Nothing is passed and nothing is blamed; held, and back after `maxHold`.",
    within: "`maxObserve`, then `maxHold`",
    ends: "back",
    failureKinds: ["no-traffic"],
    hasTraffic: false,
    maxObserveMs: 3_000,
  },
  {
    fault: "The target refuses a share",
    what: "Asked again at each look; back when the time to shift is over.",
    within: "`readyTimeout` of the shift",
    ends: "back",
    failureKinds: ["target"],
    port: "refuses",
  },
  {
    fault: "The target half-applies a share",
    what: "The share is read back, so it is not believed; asked again, and back when the time to shift is over.",
    within: "`readyTimeout` of the shift",
    ends: "back",
    failureKinds: ["target"],
    port: "half-applies",
  },
  {
    fault: "The target answers late",
    what: "The lease is renewed meanwhile; the rollout goes on.",
    within: "as long as the answer takes",
    ends: "on",
    port: "answers-late",
  },
  {
    fault: "The target reports another share than asked",
    what: "The share is never taken as set; back when the time to shift is over.",
    within: "`readyTimeout` of the shift",
    ends: "back",
    failureKinds: ["target", "drift"],
    port: "reports-other",
  },
  {
    fault: "Somebody else moves the traffic",
    what: "Seen at the next look; back at once.",
    within: "one poll",
    ends: "back",
    failureKinds: ["drift"],
    act: moveTraffic,
    withinMs: 1_000,
  },
  {
    fault: "The target's process is killed",
    what: "A new one starts stable from the record; the candidate is gone, so back.",
    within: "one poll, and the new process",
    ends: "back",
    failureKinds: ["drift", "not-ready"],
    act: async (world) => void process.kill(world.gate().process.pid, "SIGKILL"),
    withinMs: 5_000,
  },
  {
    fault: "The target's process hangs",
    what: "Nothing can be asked of it; when it is back the lease is over and it takes the traffic back by itself.",
    within: "as long as it hangs, and one tick",
    ends: "back",
    failureKinds: ["lease-expired"],
    act: (world) => freeze(world.gate().process.pid),
    withinMs: awayMs + tick,
  },
  {
    fault: "The candidate is killed",
    what: "Seen at the next look; back at once.",
    within: "one poll",
    ends: "back",
    failureKinds: ["crashed", "not-ready"],
    act: killCandidate,
    withinMs: 1_000,
  },
  {
    fault: "The engine's machine hangs",
    what: "The target takes the traffic back at the end of the lease; the engine wakes up, has lost and touches nothing.",
    within: "lease and one tick",
    ends: "back",
    failureKinds: ["lease-expired"],
    act: (_, { action }) => freeze(action),
    withinMs: lease + tick,
  },
  {
    fault: "The engine's clock jumps an hour ahead",
    what: "Its deadlines are over at once: without enough evidence it goes back, or holds until there is. A receiver that checks the time of a signature refuses its notices; the log says so.",
    within: "one poll, or `maxHold`",
    finals: 0,
    ends: "either",
    port: "clock-forward",
  },
  {
    fault: "The engine's clock jumps an hour back",
    what: "It sees no need to renew its lease, so the target takes the traffic back; the watchdog tells the team.",
    within: "lease and one tick",
    ends: "back",
    failureKinds: ["lease-expired"],
    port: "clock-backward",
  },
];

async function moveTraffic({ bench }: FaultBench): Promise<void> {
  const { epoch = 0, rollout } = (await bench.record()) ?? {};
  await bench.target.apply(
    { kind: "set-weight", candidatePercent: 35 },
    { epoch, key: `${rollout?.id}/${epoch}/0/set-weight` },
  );
}

async function killCandidate(world: FaultBench, { before }: Pids): Promise<void> {
  const candidate = world.processes().find((pid) => !before.includes(pid));
  if (candidate === undefined) throw new TypeError("the candidate runs in no process");
  process.kill(candidate, "SIGKILL");
}
