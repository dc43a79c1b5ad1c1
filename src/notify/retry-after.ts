/** Longer waits are cut: a channel must not be able to silence a notice for ever. */
const longestMs = 60 * 60_000;

/**
 * How long a server asked to be left alone, in milliseconds, from its `Retry-After` header: seconds, or an HTTP date.
 * `undefined` when there is none, or none that can be understood.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(header: string | null | undefined, nowMs: number): number | undefined {
  if (header === null || header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(longestMs, Math.ceil(Number(text) * 1000));
  // Date.parse reads almost anything, even "-1", as a date; an HTTP date begins with the day's name.
  const atMs = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.min(longestMs, Math.max(0, atMs - nowMs));
}
