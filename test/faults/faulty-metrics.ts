import { createServer, type ServerResponse } from "node:http";
import { startLoopback } from "../../src/testing/loopback.ts";

/** What happens to the metrics page; the text is the true one. */
export type MetricsFault = (response: ServerResponse, page: string, asked: number) => void;

export interface FaultyMetrics {
  readonly url: string;
  /** When the first request met the fault. */
  readonly faultyAtMs: number | undefined;
  /** From now on. */
  begin(fault: MetricsFault): void;
  close(): Promise<void>;
}

/** A page of counters like that of a service's proxy, which can be made to fail. */
export async function startFaultyMetrics(truePage: () => Promise<string>): Promise<FaultyMetrics> {
  let fault: MetricsFault | undefined;
  let faultyAtMs: number | undefined;
  let asked = 0;
  const answer = async (response: ServerResponse) => {
    const page = await truePage();
    if (fault === undefined) return send(response, page);
    faultyAtMs ??= Date.now();
    asked += 1;
    fault(response, page, asked);
  };
  const server = createServer((_, response) => {
    answer(response).catch(() => response.destroy());
  });
  const { url, close } = await startLoopback(server);
  return {
    url: `${url}/metrics`,
    get faultyAtMs() {
      return faultyAtMs;
    },
    begin: (next) => {
      fault = next;
    },
    close,
  };
}

export function send(response: ServerResponse, page: string, status = 200): void {
  response.writeHead(status, {
    "content-type": "text/plain; version=0.0.4",
    "content-length": Buffer.byteLength(page),
  });
  response.end(page);
}
