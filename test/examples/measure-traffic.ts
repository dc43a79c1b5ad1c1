import { Agent, get } from "node:http";

export interface Measured {
  readonly requests: number;
  /** Answers of 500 and above, and requests without an answer. */
  readonly failures: number;
  /** Share, 0..1, of the requests that took longer than this many milliseconds. */
  shareOver(limitMs: number): number;
}

interface Answer {
  readonly failed: boolean;
  readonly tookMs: number;
}

function ask(url: string, agent: Agent): Promise<Answer> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const end = (failed: boolean) => resolve({ failed, tookMs: performance.now() - startedMs });
    get(url, { agent }, (response) => {
      response.on("end", () => end((response.statusCode ?? 500) >= 500));
      response.on("error", () => end(true));
      response.resume();
    }).on("error", () => end(true));
  });
}

/** Sends requests over kept connections, eight at a time, and counts what came back. */
export async function measureTraffic(url: string, { requests }: { readonly requests: number }): Promise<Measured> {
  const agent = new Agent({ keepAlive: true });
  const answers: Answer[] = [];
  let left = requests;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      answers.push(await ask(url, agent));
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  agent.destroy();
  return {
    requests: answers.length,
    failures: answers.filter(({ failed }) => failed).length,
    shareOver: (limitMs) => answers.filter(({ tookMs }) => tookMs > limitMs).length / answers.length,
  };
}
