import { DataError } from "./data-client.js";
import { summarize } from "./summary.js";

const ok = (body, headers = {}) => ({ status: 200, body, headers });
const bad = (status, error, headers = {}) => ({ status, body: { error }, headers });

/**
 * The pages that need levels: all stations at `/` and `/api/info`, one at `/api/info/<station>`.
 * @param {{ readLevels: ReturnType<typeof import("./levels.js").createLevels> }} parts
 */
function createPages({ readLevels }) {
  return async (pathname) => {
    const { levels, ageMs } = await readLevels();
    const headers = { age: String(Math.floor(ageMs / 1000)) };
    const id = /^\/api\/info\/([a-z-]+)$/.exec(pathname)?.[1];
    if (id === undefined) return ok(levels.map(summarize), headers);
    const level = levels.find((each) => each.station === id);
    return level === undefined ? bad(404, `no such station: ${id}`) : ok(summarize(level), headers);
  };
}

/** What is left when a page could not be made. */
function apologize(error, { url, log }) {
  log({ msg: "request failed", url, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  return error instanceof DataError
    ? bad(503, "the levels are not available at the moment", { "retry-after": "1" })
    : bad(500, "internal error");
}

/**
 * The service as a request handler.
 * @param {{ readLevels: ReturnType<typeof import("./levels.js").createLevels>, version: string, log: (fields: object) => void }} parts
 * @returns {import("node:http").RequestListener}
 */
export function createApp({ readLevels, version, log }) {
  const page = createPages({ readLevels });

  const answer = async ({ method, url }) => {
    if (method !== "GET" && method !== "HEAD") return bad(405, "only GET and HEAD", { allow: "GET, HEAD" });
    // A base of our own: the path is all that counts, and the Host header may be anything.
    if (!URL.canParse(url, "http://info")) return bad(400, "the path is not a valid URL");
    const { pathname } = new URL(url, "http://info");
    // Health is about this process alone: restarting info would not bring data back.
    if (pathname === "/healthz") return ok({ status: "ok" });
    if (pathname === "/version") return ok({ service: "info", version });
    if (pathname === "/" || /^\/api\/info(\/[a-z-]+)?$/.test(pathname)) return page(pathname);
    return bad(404, "no such page");
  };

  return async (request, response) => {
    const { status, body, headers } = await answer(request).catch((error) =>
      apologize(error, { url: request.url, log }),
    );
    const always = { "content-type": "application/json", "cache-control": "no-store", "x-version": version };
    response.writeHead(status, { ...always, ...headers });
    response.end(JSON.stringify(body));
  };
}
