import { get } from "node:http";

const timeoutMs = 2_000;

/** Asks an instance once whether it may serve. Returns what is wrong, or `undefined` when it answered 2xx. */
export function probeHealth(port: number, path: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path, agent: false, signal, timeout: timeoutMs }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 300 ? undefined : `answers ${status} to GET ${path}`);
    });
    request.once("timeout", () => request.destroy(new Error("timeout")));
    request.once("error", (error) => {
      const refused = "code" in error && error.code === "ECONNREFUSED";
      const why = refused ? "does not listen on its PORT yet" : `does not answer GET ${path} (${error.message})`;
      resolve(why);
    });
  });
}
