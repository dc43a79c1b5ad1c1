import { settings } from "./settings.js";

/**
 * @param {Record<string, string | undefined>} env
 * @throws {import("./settings.js").ConfigError} naming every bad value
 */
export function parseConfig(env) {
  const from = settings(env);
  const config = {
    host: from.text("HOST", "127.0.0.1", /^[^\s/]+$/, "a host name or an address to listen on"),
    /** 0 lets the system choose a free one. */
    port: from.whole("PORT", 5555, { least: 0, most: 65_535 }),
    version: from.text("VERSION", "0.0.0-dev", /^[\w.+-]{1,128}$/, "up to 128 letters, digits, or . + - _"),
    dataUrl: from.url("DATA_URL", "http://127.0.0.1:9876"),
    /** How long data may take to answer one request. */
    dataTimeoutMs: from.whole("DATA_TIMEOUT_MS", 1000, { least: 1, most: 60_000 }),
    /** Levels are asked for again when they are older than this. */
    freshMs: from.whole("FRESH_MS", 1000, { least: 0, most: 3_600_000 }),
    /** Levels older than this are no longer told to anybody. */
    staleMs: from.whole("STALE_MS", 600_000, { least: 0, most: 86_400_000 }),
    /** How long requests in flight have once the service is told to stop. */
    drainMs: from.whole("DRAIN_MS", 10_000, { least: 0, most: 600_000 }),
  };
  from.done();
  return config;
}
