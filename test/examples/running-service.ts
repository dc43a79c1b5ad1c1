import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

interface LogLine {
  readonly msg: string;
  readonly port?: number;
}

export interface RunningService {
  readonly child: ChildProcess;
  readonly url: string;
  /** Exit code and signal, once it has ended. */
  readonly exited: Promise<unknown[]>;
  /** Waits for a log line with this `msg`, seen already or still to come. Rejects if the service ends without it. */
  line(msg: string): Promise<LogLine>;
  /** Ends it at once and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts `src/server.js` of a service folder on a free port of the loopback address, and waits until it listens. */
export async function startService(folder: string, env: Readonly<Record<string, string>>): Promise<RunningService> {
  const child = spawn(process.execPath, ["src/server.js"], {
    cwd: folder,
    env: { ...process.env, HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const line = readLines(child);
  const { port } = await line("listening");
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    exited,
    line,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function readLines(child: ChildProcess): (msg: string) => Promise<LogLine> {
  const waiting = new Map<string, PromiseWithResolvers<LogLine>>();
  const entry = (msg: string) => {
    const known = waiting.get(msg) ?? Promise.withResolvers<LogLine>();
    waiting.set(msg, known);
    return known;
  };
  if (child.stdout === null) throw new TypeError("the service was started without a pipe for its log");
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (text) => {
    const line = JSON.parse(text) as LogLine;
    entry(line.msg).resolve(line);
  });
  reader.on("close", () => {
    for (const [msg, { reject, promise }] of waiting) {
      promise.catch(() => {});
      reject(new TypeError(`the service ended without saying "${msg}"`));
    }
  });
  return (msg) => entry(msg).promise;
}
