import { type Change, type Commit, parseChange } from "./conventional-commit.ts";
import { type CoreVersion, compareVersions, sameCore, type Version } from "./version.ts";
import { findLastRelease, type VersionTag } from "./version-tag.ts";

/** The first version of a service that was never released. */
const firstCore: CoreVersion = { major: 0, minor: 1, patch: 0 };

/**
 * The version of the next build: what the changes since the last release call for, numbered after the builds that were
 * already made on the way there.
 *
 * | changes since the last release | 1.3.2 becomes | 0.3.2 becomes |
 * | --- | --- | --- |
 * | a breaking one | 2.0.0 | 0.4.0 |
 * | a `feat` | 1.4.0 | 0.4.0 |
 * | anything else, or nothing | 1.3.3 | 0.3.3 |
 *
 * While the major version is 0 nothing is promised, so nothing breaks it (https://semver.org/#spec-item-4); a footer
 * `Release-As: 1.0.0` makes the promise. Without any release it is 0.1.0 whatever the changes are.
 *
 * @param commits that touch the service since its last release, in any order
 * @param tags every version tag of the service
 */
export function nextVersion(commits: readonly Commit[], tags: readonly VersionTag[]): Version {
  const core = nextCore(commits.map(parseChange), findLastRelease(tags)?.version);
  return { channel: "alpha", core, number: nextNumber("alpha", core, tags) };
}

/** One more than the highest number given so far to this channel of this version; the first is 1. */
export function nextNumber(channel: "alpha" | "rc", core: CoreVersion, tags: readonly VersionTag[]): number {
  const given = tags.flatMap(({ version }) =>
    version.channel === channel && sameCore(version.core, core) ? [version.number] : [],
  );
  return Math.max(0, ...given) + 1;
}

function nextCore(changes: readonly Change[], last: Version | undefined): CoreVersion {
  const asked = changes
    .flatMap(({ releaseAs }) => (releaseAs === undefined ? [] : [releaseAs]))
    .filter((version) => last === undefined || compareVersions(version, last) > 0)
    .sort(compareVersions)
    .at(-1);
  if (asked !== undefined) return asked.core;
  return last === undefined ? firstCore : bump(last.core, changes);
}

function bump({ major, minor, patch }: CoreVersion, changes: readonly Change[]): CoreVersion {
  const breaks = changes.some(({ breaking }) => breaking !== undefined);
  const adds = changes.some(({ type }) => type === "feat");
  if (breaks && major > 0) return { major: major + 1, minor: 0, patch: 0 };
  if (breaks || adds) return { major, minor: minor + 1, patch: 0 };
  return { major, minor, patch: patch + 1 };
}
