import { reading, series } from "./tide.js";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

const ok = (body) => ({ status: 200, body });
const bad = (status, error) => ({ status, body: { error } });

/** A day of levels, or `?hours=1..24` of them, one every `?minutes=1..60`. */
function levelsOf(station, query, nowMs) {
  const hours = Number(query.get("hours") ?? 24);
  const minutes = Number(query.get("minutes") ?? 10);
  if (!Number.isInteger(hours) || hours < 1 || hours > 24) return bad(400, "hours must be a whole number from 1 to 24");
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 60) {
    return bad(400, "minutes must be a whole number from 1 to 60");
  }
  const count = Math.min(DAY_MINUTES, Math.ceil((hours * 60) / minutes));
  return ok({ station: station.id, levels: series(station, { fromMs: nowMs, count, everyMs: minutes * MINUTE_MS }) });
}

/** What a path answers; everything here is a function of its arguments. */
function answer({ pathname, searchParams }, { stations, version, nowMs }) {
  if (pathname === "/healthz") return ok({ status: "ok" });
  if (pathname === "/version") return ok({ service: "data", version });
  if (pathname === "/api/stations") return ok(stations.map(({ id, name }) => ({ id, name })));
  if (pathname === "/api/levels") return ok(stations.map((station) => reading(station, nowMs)));
  const id = /^\/api\/stations\/([a-z-]+)\/levels$/.exec(pathname)?.[1];
  if (id === undefined) return bad(404, "no such page");
  const station = stations.find((each) => each.id === id);
  return station === undefined ? bad(404, `no such station: ${id}`) : levelsOf(station, searchParams, nowMs);
}

/**
 * The service as a request handler.
 * @param {{ stations: readonly import("./stations.js").Station[], version: string, now: () => number, log: (fields: object) => void }} parts
 * @returns {import("node:http").RequestListener}
 */
export function createApp({ stations, version, now, log }) {
  const decide = (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return bad(405, "only GET and HEAD");
    // A base of our own: the path is all that counts, and the Host header may be anything.
    if (!URL.canParse(request.url, "http://data")) return bad(400, "the path is not a valid URL");
    try {
      return answer(new URL(request.url, "http://data"), { stations, version, nowMs: now() });
    } catch (error) {
      log({ msg: "request failed", url: request.url, error: String(error) });
      return bad(500, "internal error");
    }
  };
  return (request, response) => {
    const { status, body } = decide(request);
    const headers = { "content-type": "application/json", "cache-control": "no-store", "x-version": version };
    response.writeHead(status, status === 405 ? { ...headers, allow: "GET, HEAD" } : headers);
    response.end(JSON.stringify(body));
  };
}
