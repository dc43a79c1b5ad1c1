import type { Commit } from "./conventional-commit.ts";
import { nextVersion } from "./next-version.ts";
import type { CommitSha } from "./release.ts";
import { sameCore, type Version } from "./version.ts";
import type { VersionTag } from "./version-tag.ts";

/**
 * The versions that a build of `commit` may get, the preferred one first: those that an earlier run of the same commit
 * claimed (unless that version was since released from another commit, which would leave the build without a future),
 * then the next ones without end.
 */
export function* buildVersions(
  commit: CommitSha,
  commits: readonly Commit[],
  tags: readonly VersionTag[],
): Generator<Version, void, undefined> {
  for (const tag of tags) {
    if (tag.commit === commit && tag.version.channel === "alpha" && !isReleasedElsewhere(tag, tags)) yield tag.version;
  }
  const next = nextVersion(commits, tags);
  if (next.channel === "stable") return;
  for (let number = next.number; ; number += 1) yield { ...next, number };
}

function isReleasedElsewhere({ version, commit }: VersionTag, tags: readonly VersionTag[]): boolean {
  return tags.some(
    (tag) => tag.version.channel === "stable" && tag.commit !== commit && sameCore(tag.version.core, version.core),
  );
}
