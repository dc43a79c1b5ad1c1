import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import type { ServiceSettings } from "../../src/manifest/manifest.ts";
import { buildVersions } from "../../src/release/build-versions.ts";
import { claimVersion, type ImageTags, type TagClaims } from "../../src/release/claim-version.ts";
import type { Commit } from "../../src/release/conventional-commit.ts";
import type { CommitSha } from "../../src/release/release.ts";
import { formatVersion } from "../../src/release/version.ts";
import { findLastRelease, type GitTag, versionTags } from "../../src/release/version-tag.ts";
import type { definition } from "./inputs.ts";

export interface NextVersionPorts {
  readonly service: ServiceSettings;
  /** What was built. */
  readonly commit: CommitSha;
  readonly tags: TagClaims & { list(prefix: string): Promise<readonly GitTag[]> };
  readonly commits: { since(base: CommitSha, head: CommitSha, directory: string): Promise<readonly Commit[]> };
  readonly images: ImageTags;
  readonly runner: Pick<Runner, "setOutput" | "addSummary" | "info">;
}

/** Gives the build its version; running it again for the same build gives the same one. */
export async function run(inputs: InputsOf<typeof definition>, ports: NextVersionPorts): Promise<void> {
  const { service, commit, commits, runner } = ports;
  const { image, tagPrefix, directory } = service;
  const tags = versionTags(tagPrefix, await ports.tags.list(tagPrefix));
  const last = findLastRelease(tags);
  const changes = last === undefined ? [] : await commits.since(last.commit, commit, directory);
  const request = { image, tagPrefix, commit, digest: inputs.digest };
  const claim = await claimVersion(buildVersions(commit, changes, tags), request, ports);
  const version = formatVersion(claim.version);
  runner.setOutput("version", version);
  runner.setOutput("tag", claim.tag);
  runner.setOutput("created", String(claim.created));
  const how = claim.created ? "claimed" : "had already been claimed for this commit";
  runner.info(`${claim.tag} ${how}; ${image}:${version} is ${inputs.digest}`);
  await runner.addSummary(
    [`### ${service.name} ${version}`, "", `| | |`, `| --- | --- |`, `| Git tag | \`${claim.tag}\` |`]
      .concat([`| Commit | \`${commit.slice(0, 7)}\` |`, `| Image | \`${image}:${version}\` |`])
      .concat([`| Digest | \`${inputs.digest}\` |`, ""])
      .join("\n"),
  );
}
