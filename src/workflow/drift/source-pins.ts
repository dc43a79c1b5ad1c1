/** How much of a commit stands in the header: enough to tell two apart. */
const shortLength = 7;

const shorten = (sha: string) => sha.slice(0, shortLength);

interface SourcePin {
  readonly action: string;
  readonly sha: string;
}

const prefix = "pinned by the source: ";

/**
 * The header's line with the commits that the source asks for. Where the file has a newer one although the source asks
 * for the same as before, a bot raised it; where the source asks for another, the source changed.
 */
export function formatSourcePins(pins: readonly SourcePin[]): string {
  return `${prefix}${[...new Set(pins.map(({ action, sha }) => `${action} ${shorten(sha)}`))].sort().join(", ")}`;
}

/** What a generated file says its source asked for when it was written. */
export function readSourcePins(content: string): (pin: SourcePin) => boolean {
  const line = content.split("\n", 10).find((text) => text.startsWith(`# ${prefix}`)) ?? "";
  const written = new Set(
    line
      .slice(prefix.length + 2)
      .trimEnd()
      .split(", "),
  );
  return ({ action, sha }) => written.has(`${action} ${shorten(sha)}`);
}
