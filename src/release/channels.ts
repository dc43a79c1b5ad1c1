import { assertNever } from "../errors/assert-never.ts";
import { nextNumber } from "./next-version.ts";
import type { CommitSha } from "./release.ts";
import { type Channel, sameCore, type Version } from "./version.ts";
import type { VersionTag } from "./version-tag.ts";

/**
 * The names that a release may get on a channel, the preferred one first: the one this commit already has there, then
 * the next free ones. A plain version has just one name; a release that was already past the channel keeps its own.
 */
export function* channelVersions(
  version: Version,
  channel: Channel,
  commit: CommitSha,
  tags: readonly VersionTag[],
): Generator<Version, void, undefined> {
  switch (channel) {
    case "alpha":
      yield version;
      return;
    case "rc":
      if (version.channel !== "alpha") yield version;
      else yield* numbered("rc", version, commit, tags);
      return;
    case "stable":
      yield { channel: "stable", core: version.core };
      return;
    default:
      assertNever(channel);
  }
}

function* numbered(
  channel: "alpha" | "rc",
  { core }: Version,
  commit: CommitSha,
  tags: readonly VersionTag[],
): Generator<Version, void, undefined> {
  for (const { version, commit: taggedCommit } of tags) {
    if (taggedCommit === commit && version.channel === channel && sameCore(version.core, core)) yield version;
  }
  const first = nextNumber(channel, core, tags);
  for (let number = first; ; number += 1) yield { channel, core, number };
}
