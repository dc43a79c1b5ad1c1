import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import { quoteValue } from "../../src/errors/quote-value.ts";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import type { EnvironmentSettings, ServiceSettings } from "../../src/manifest/manifest.ts";
import { channelVersions } from "../../src/release/channels.ts";
import { type Claim, claimVersion, type ImageTags, type TagClaims } from "../../src/release/claim-version.ts";
import type { Commit } from "../../src/release/conventional-commit.ts";
import type { CommitSha } from "../../src/release/release.ts";
import { releaseNotes } from "../../src/release/release-notes.ts";
import { findVersion, formatVersion } from "../../src/release/version.ts";
import { findLastRelease, type GitTag, type VersionTag, versionTags } from "../../src/release/version-tag.ts";
import { findMissing, type Region, whatIsMissing } from "../rollout/wave-order.ts";
import type { definition } from "./inputs.ts";

type Inputs = InputsOf<typeof definition>;

export interface FinishPorts {
  readonly service: ServiceSettings;
  readonly environment: EnvironmentSettings;
  /** All regions of the environment's wave; none outside of one. */
  readonly regions: readonly Region[];
  readonly runUrl?: string | undefined;
  readonly tags: TagClaims & { list(prefix: string): Promise<readonly GitTag[]> };
  readonly commits: { since(base: CommitSha, head: CommitSha, directory: string): Promise<readonly Commit[]> };
  readonly images: ImageTags;
  readonly releases: { publish(release: { tag: string; title: string; notes: string }): Promise<string> };
  readonly runner: Pick<Runner, "setOutput" | "addSummary" | "info">;
}

/**
 * Gives a release the name of its environment's channel, on git and on the image of the same digest, and a page when it
 * is released. Running it again changes nothing.
 *
 * @throws TidegateError `not-admitted` when a region of its wave has lost it, or cannot be read
 */
export async function run(inputs: Inputs, ports: FinishPorts): Promise<void> {
  const { service, environment, runner } = ports;
  const wanted = findVersion(inputs.version);
  if (wanted === undefined) throw notAVersion(inputs.version);
  await requireWhole(inputs, ports);
  const tags = versionTags(service.tagPrefix, await ports.tags.list(service.tagPrefix));
  const { commit, digest } = inputs;
  const names = channelVersions(wanted, environment.channel, commit, tags);
  const claim = await claimVersion(names, { ...service, commit, digest }, ports);
  const version = formatVersion(claim.version);
  const url = environment.channel === "stable" ? await publish(claim, inputs, tags, ports) : "";
  runner.setOutput("version", version);
  runner.setOutput("tag", claim.tag);
  runner.setOutput("release-url", url);
  const page = url === "" ? "" : ` ([release](${url}))`;
  await runner.addSummary(
    `### ${service.name} ${inputs.version} is ${version}${page}\n\nGit tag \`${claim.tag}\`, image \`${service.image}:${version}\`, digest \`${digest}\`: nothing was built again.\n`,
  );
  runner.info(`${claim.tag} stands on ${commit}; ${service.image}:${version} is ${digest}`);
}

async function publish(claim: Claim, { commit }: Inputs, tags: readonly VersionTag[], ports: FinishPorts) {
  const { service, commits, releases } = ports;
  const name = formatVersion(claim.version);
  const last = findLastRelease(tags.filter(({ version }) => formatVersion(version) !== name));
  const notes = last
    ? releaseNotes(await commits.since(last.commit, commit, service.directory))
    : `The first release of ${service.name}.\n`;
  return releases.publish({ tag: claim.tag, title: `${service.name} ${name}`, notes });
}

/** A region may have gone back since its rollout ended; a release is named when all have it. */
async function requireWhole({ version, digest }: Inputs, { regions, runUrl }: FinishPorts): Promise<void> {
  const missing = await findMissing({ digest, ...(runUrl === undefined ? {} : { runUrl }) }, regions);
  if (missing === undefined) return;
  const what = `${missing.kind === "unreadable" ? "" : "it "}${whatIsMissing(missing)}`;
  const next = missing.kind === "unreadable" ? "Run this job again" : "Promote the whole wave again";
  const message = `${version} gets no name: ${what}, a region of its wave: ${missing.instead}. ${next}.`;
  throw new TidegateError("not-admitted", message);
}

function notAVersion(version: string): InvalidInputError {
  const message = `${quoteValue(version)} is not a version that tidegate gives, such as 1.4.0-alpha.7`;
  return new InvalidInputError([{ input: "version", message }]);
}
