/** data did not answer, or not with levels. */
export class DataError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = "DataError";
  }
}

const isLevel = (value) =>
  typeof value?.station === "string" &&
  typeof value.name === "string" &&
  Number.isFinite(value.levelCm) &&
  Number.isFinite(value.changeCmPerHour) &&
  typeof value.takenAt === "string";

/**
 * @typedef {{ station: string, name: string, levelCm: number, changeCmPerHour: number, takenAt: string }} Level
 *
 * Asks data for the level at every station, twice if the first connection breaks.
 * @param {{ dataUrl: string, timeoutMs: number, fetch?: typeof globalThis.fetch }} options timeoutMs holds for each try
 * @returns {() => Promise<Level[]>} rejects with a {@link DataError}
 */
export function createDataClient({ dataUrl, timeoutMs, fetch = globalThis.fetch }) {
  const address = `${dataUrl}/api/levels`;
  const attempt = async () => {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  };
  // data restarts often; a connection it closed under us is worth a second try, a slow answer is not.
  const patiently = () =>
    attempt().catch((error) => (error.name === "TimeoutError" ? Promise.reject(error) : attempt()));

  return async () => {
    const answer = await patiently().catch((cause) => {
      throw new DataError(`${address} did not answer: ${cause.cause?.message ?? cause.message}`, { cause });
    });
    if (answer.status !== 200) throw new DataError(`${address} answered ${answer.status}`);
    const levels = parseLevels(answer.text);
    if (levels === undefined) throw new DataError(`${address} answered something that is not a list of levels`);
    return levels;
  };
}

function parseLevels(text) {
  try {
    const levels = JSON.parse(text);
    return Array.isArray(levels) && levels.length > 0 && levels.every(isLevel) ? levels : undefined;
  } catch {
    return undefined;
  }
}
