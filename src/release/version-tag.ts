import type { CommitSha } from "./release.ts";
import { compareVersions, findVersion, formatVersion, type Version } from "./version.ts";

/** A version and the commit that its git tag stands on. */
export interface VersionTag {
  readonly version: Version;
  readonly commit: CommitSha;
}

/** A git tag by its name without `refs/tags/`. */
export interface GitTag {
  readonly name: string;
  readonly commit: CommitSha;
}

/** @param prefix what the service's tags begin with, `v` or `info-v` */
export function tagName(prefix: string, version: Version): string {
  return `${prefix}${formatVersion(version)}`;
}

/** The tags that name a version of this service, lowest version first; others (`info-view`, `v2`) are not ours. */
export function versionTags(prefix: string, tags: readonly GitTag[]): readonly VersionTag[] {
  return tags
    .flatMap(({ name, commit }) => {
      const version = name.startsWith(prefix) ? findVersion(name.slice(prefix.length)) : undefined;
      return version === undefined ? [] : [{ version, commit }];
    })
    .sort((left, right) => compareVersions(left.version, right.version));
}

/** The release that came last, if there ever was one. */
export function findLastRelease(tags: readonly VersionTag[]): VersionTag | undefined {
  return tags.filter(({ version }) => version.channel === "stable").at(-1);
}
