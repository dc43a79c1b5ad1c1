import { Agent, type ClientRequest, get } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** What a generator's own requests met, by the arm that the proxy said had served them. */
export interface TrafficCounts {
  readonly requests: number;
  readonly failures: number;
}

export interface Traffic {
  /** Requests so far by arm: `stable`, `candidate`, or `none` when nobody answered. */
  counts(): Readonly<Record<string, TrafficCounts>>;
  /** Sends nothing more, waits a moment for open answers, and gives up on those that do not come. */
  stop(): Promise<void>;
}

export interface TrafficOptions {
  readonly url: string;
  /** Paths asked in turn. */
  readonly paths: readonly string[];
  readonly requestsPerSecond: number;
  /** For how long `stop` waits for open answers. @default 2000 */
  readonly graceMs?: number;
}

const tickMs = 20;
const unansweredAfterMs = 10_000;

/**
 * Sends requests at a steady rate, whether or not earlier ones were answered: a slow service must not lower the load
 * that reveals it.
 */
export function startTraffic({ url, paths, requestsPerSecond, graceMs = 2000 }: TrafficOptions): Traffic {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const counts: Record<string, TrafficCounts> = {};
  const open = new Map<ClientRequest, Promise<void>>();
  const startedMs = performance.now();
  let sent = 0;
  const send = (path: string) => {
    const request = get(new URL(path, url), { agent, timeout: unansweredAfterMs });
    const counted = answerTo(request).then(({ arm, failed }) => {
      const { requests, failures } = counts[arm] ?? { requests: 0, failures: 0 };
      counts[arm] = { requests: requests + 1, failures: failures + (failed ? 1 : 0) };
      open.delete(request);
    });
    open.set(request, counted);
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) * requestsPerSecond) / 1000);
    for (; sent < due; sent++) send(paths[sent % paths.length] ?? "/");
  }, tickMs);
  return {
    counts: () => structuredClone(counts),
    stop: async () => {
      clearInterval(timer);
      await settledWithin(graceMs, [...open.values()]);
      // One by one: destroying an agent leaves the requests that still wait for a socket of it.
      for (const request of open.keys()) request.destroy();
      agent.destroy();
    },
  };
}

async function settledWithin(ms: number, promises: readonly Promise<unknown>[]): Promise<void> {
  const patience = new AbortController();
  const over = wait(ms, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([Promise.all(promises), over]);
  patience.abort();
}

function answerTo(request: ClientRequest): Promise<{ arm: string; failed: boolean }> {
  return new Promise((resolve) => {
    request.once("response", (response) => {
      const arm = String(response.headers["x-tidegate-arm"] ?? "none");
      response.resume();
      response.once("end", () => resolve({ arm, failed: (response.statusCode ?? 500) >= 500 }));
      response.once("error", () => resolve({ arm, failed: true }));
    });
    request.once("timeout", () => request.destroy());
    request.on("error", () => resolve({ arm: "none", failed: true }));
  });
}
