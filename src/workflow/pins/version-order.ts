import { coerce, compare, parse, type SemVer } from "semver";

/** `v1.2.3`, `1.2.3-rc.1`, `v4`, `release/v1`: what can be put in an order; `undefined` for a branch. */
function toVersion(tag: string): SemVer | undefined {
  const bare = tag.replace(/^(?:.*\/)?v?(?=\d)/, "");
  return parse(bare) ?? (/^\d+(\.\d+)?$/.test(bare) ? (coerce(bare) ?? undefined) : undefined);
}

/** Below 0 when the left is older; `undefined` when one of them is no version, so that nothing can be said. */
export function compareVersions(left: string, right: string): number | undefined {
  const [a, b] = [toVersion(left), toVersion(right)];
  return a && b ? compare(a, b) : undefined;
}

/** Whether the tag can be put in an order at all. */
export function isVersion(tag: string): boolean {
  return toVersion(tag) !== undefined;
}

/** Whether the tag names one release, and so should never move; `v4` follows the newest. */
export function isFullVersion(tag: string): boolean {
  return /^(?:.*\/)?v?\d+\.\d+\.\d+/.test(tag);
}

/** Full releases among the tags, without pre-releases, newest first. */
export function releasesOf(tags: readonly string[]): readonly string[] {
  const releases = tags.filter((tag) => isFullVersion(tag) && toVersion(tag)?.prerelease.length === 0);
  return releases.sort((left, right) => compareVersions(right, left) ?? 0);
}

/**
 * The tag that is meant: itself when it is a full version; for `v4` or `v4.1` the newest release of that line; with
 * nothing wanted the newest of all. A tag that is no version at all counts only when it is written out.
 */
export function chooseTag(tags: readonly string[], wanted: string | undefined): string | undefined {
  if (wanted === undefined) {
    return releasesOf(tags)[0] ?? tags.find(isVersion);
  }
  const line = /^(?:.*\/)?v?\d+(\.\d+)?$/.test(wanted) ? `${wanted}.` : undefined;
  const newest = line === undefined ? undefined : releasesOf(tags).find((tag) => tag.startsWith(line));
  return newest ?? tags.find((tag) => tag === wanted);
}
