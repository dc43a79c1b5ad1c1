import { Agent, get } from "node:http";

/** What a generator's own requests met, by the arm that the proxy said had served them. */
export interface TrafficCounts {
  readonly requests: number;
  readonly failures: number;
}

export interface Traffic {
  /** Requests so far by arm: `stable`, `candidate`, or `none` when nobody answered. */
  counts(): Readonly<Record<string, TrafficCounts>>;
  stop(): Promise<void>;
}

export interface TrafficOptions {
  readonly url: string;
  /** Paths asked in turn. */
  readonly paths: readonly string[];
  readonly requestsPerSecond: number;
}

const tickMs = 20;

/**
 * Sends requests at a steady rate, whether or not earlier ones were answered: a slow service must not lower the load
 * that reveals it.
 */
export function startTraffic({ url, paths, requestsPerSecond }: TrafficOptions): Traffic {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const counts: Record<string, TrafficCounts> = {};
  const open = new Set<Promise<void>>();
  const startedMs = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) * requestsPerSecond) / 1000);
    for (; sent < due; sent++) {
      const path = paths[sent % paths.length] ?? "/";
      const request = ask(agent, new URL(path, url)).then(({ arm, failed }) => {
        const { requests, failures } = counts[arm] ?? { requests: 0, failures: 0 };
        counts[arm] = { requests: requests + 1, failures: failures + (failed ? 1 : 0) };
      });
      open.add(request);
      void request.finally(() => open.delete(request));
    }
  }, tickMs);
  return {
    counts: () => structuredClone(counts),
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      agent.destroy();
    },
  };
}

function ask(agent: Agent, url: URL): Promise<{ arm: string; failed: boolean }> {
  return new Promise((resolve) => {
    const request = get(url, { agent, timeout: 10_000 }, (response) => {
      const arm = String(response.headers["x-tidegate-arm"] ?? "none");
      response.resume();
      response.once("end", () => resolve({ arm, failed: (response.statusCode ?? 500) >= 500 }));
      response.once("error", () => resolve({ arm, failed: true }));
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve({ arm: "none", failed: true }));
  });
}
