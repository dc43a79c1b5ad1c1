import { compare, parse } from "semver";

/** How far a version has come: built and delivered, a release candidate, or released. */
export type Channel = "alpha" | "rc" | "stable";

/** A version that tidegate gives: `1.4.0-alpha.7`, `1.4.0-rc.2` or `1.4.0`. */
export type Version =
  | { readonly channel: "stable"; readonly core: CoreVersion }
  | { readonly channel: "alpha" | "rc"; readonly core: CoreVersion; readonly number: number };

/** The three numbers of a version, each ≥ 0. */
export interface CoreVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** @returns undefined unless the text is exactly a version that tidegate gives: no `v`, no spaces, no build metadata */
export function findVersion(text: string): Version | undefined {
  const parsed = parse(text);
  if (parsed === null || parsed.raw !== text || parsed.version !== text) return undefined;
  const core = { major: parsed.major, minor: parsed.minor, patch: parsed.patch };
  if (parsed.prerelease.length === 0) return { channel: "stable", core };
  const [channel, number, ...rest] = parsed.prerelease;
  if ((channel !== "alpha" && channel !== "rc") || typeof number !== "number") return undefined;
  return number >= 1 && rest.length === 0 ? { channel, core, number } : undefined;
}

export function formatCore({ major, minor, patch }: CoreVersion): string {
  return `${major}.${minor}.${patch}`;
}

export function formatVersion(version: Version): string {
  const core = formatCore(version.core);
  return version.channel === "stable" ? core : `${core}-${version.channel}.${version.number}`;
}

/** Order of semantic versions: negative when `left` comes first. */
export function compareVersions(left: Version, right: Version): number {
  return compare(formatVersion(left), formatVersion(right));
}

export function sameCore(left: CoreVersion, right: CoreVersion): boolean {
  return left.major === right.major && left.minor === right.minor && left.patch === right.patch;
}
