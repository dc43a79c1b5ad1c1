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
    port: from.whole("PORT", 9876, { least: 0, most: 65_535 }),
    version: from.text("VERSION", "0.0.0-dev", /^[\w.+-]{1,128}$/, "up to 128 letters, digits, or . + - _"),
    /** How long requests in flight have once the service is told to stop. */
    drainMs: from.whole("DRAIN_MS", 10_000, { least: 0, most: 600_000 }),
  };
  from.done();
  return config;
}
