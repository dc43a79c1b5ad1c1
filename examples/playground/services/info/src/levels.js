/**
 * Keeps the last levels, so that readers neither wait for data nor notice when it is away for a while. Fresh levels
 * are handed out as they are; older ones too, while new ones are being fetched; only with none at all, or none young
 * enough to be told, does a reader wait for data.
 * @param {object} options
 * @param {() => Promise<import("./data-client.js").Level[]>} options.fetchLevels
 * @param {() => number} options.now milliseconds
 * @param {number} options.freshMs
 * @param {number} options.staleMs
 * @param {(fields: { msg: string, error: string }) => void} options.log
 * @returns {() => Promise<{ levels: import("./data-client.js").Level[], ageMs: number }>} rejects as fetchLevels does
 */
export function createLevels({ fetchLevels, now, freshMs, staleMs, log }) {
  let kept;
  let underway;

  const refresh = () => {
    underway ??= fetchLevels()
      .then((levels) => {
        kept = { levels, atMs: now() };
        return kept;
      })
      .finally(() => {
        underway = undefined;
      });
    return underway;
  };

  const refreshInBackground = () => {
    refresh().catch((error) => log({ msg: "keeping old levels", error: error.message }));
  };

  return async () => {
    const ageMs = kept === undefined ? Number.POSITIVE_INFINITY : now() - kept.atMs;
    if (ageMs > staleMs) await refresh();
    else if (ageMs > freshMs) refreshInBackground();
    return { levels: kept.levels, ageMs: now() - kept.atMs };
  };
}
