import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  claimVersion,
  nextVersion
} from "./shared-12.mjs";
import {
  findLastRelease,
  formatVersion,
  sameCore,
  versionTags
} from "./shared-1.mjs";
import {
  GithubClient,
  GithubCommits,
  GithubTags,
  ImageRegistry,
  digestInput,
  getService,
  loadManifest,
  manifestInput,
  serviceInput,
  tokenInput
} from "./shared-7.mjs";
import {
  commitShaSchema
} from "./shared-6.mjs";
import {
  InvalidInputError,
  defineAction,
  runMain
} from "./shared-8.mjs";
import {
  quoteValue
} from "./shared-2.mjs";

// actions/next-version/main.ts
import { resolve } from "node:path";

// src/action/get-commit.ts
function getCommit(env2) {
  const parsed = commitShaSchema.safeParse(env2.GITHUB_SHA);
  if (parsed.success) return parsed.data;
  const message = `expected 40 hex digits, got ${quoteValue(env2.GITHUB_SHA ?? "")}. GitHub sets it in every job.`;
  throw new InvalidInputError([{ input: "GITHUB_SHA", message }]);
}

// actions/next-version/inputs.ts
var definition = defineAction({
  name: "next-version",
  title: "tidegate next version",
  description: "Finds the next alpha version from the conventional commits since the last release, claims its git tag on this commit and gives the image the same tag.",
  inputs: { service: serviceInput, digest: digestInput, manifest: manifestInput, token: tokenInput },
  outputs: {
    version: "The version, for example 1.4.0-alpha.7.",
    tag: "The git tag, for example v1.4.0-alpha.7.",
    created: "true when this run claimed the version, false when an earlier try of the same commit had."
  },
  permissions: {
    contents: { level: "write", why: "claims the git tag" },
    packages: { level: "write", why: "tags the image" }
  }
});

// src/release/build-versions.ts
function* buildVersions(commit, commits, tags) {
  for (const tag of tags) {
    if (tag.commit === commit && tag.version.channel === "alpha" && !isReleasedElsewhere(tag, tags)) yield tag.version;
  }
  const next = nextVersion(commits, tags);
  if (next.channel === "stable") return;
  for (let number = next.number; ; number += 1) yield { ...next, number };
}
function isReleasedElsewhere({ version, commit }, tags) {
  return tags.some(
    (tag) => tag.version.channel === "stable" && tag.commit !== commit && sameCore(tag.version.core, version.core)
  );
}

// actions/next-version/run.ts
async function run(inputs, ports) {
  const { service, commit, commits, runner } = ports;
  const { image, tagPrefix, directory } = service;
  const tags = versionTags(tagPrefix, await ports.tags.list(tagPrefix));
  const last = findLastRelease(tags);
  const changes = last === void 0 ? [] : await commits.since(last.commit, commit, directory);
  const request = { image, tagPrefix, commit, digest: inputs.digest };
  const claim = await claimVersion(buildVersions(commit, changes, tags), request, ports);
  const version = formatVersion(claim.version);
  runner.setOutput("version", version);
  runner.setOutput("tag", claim.tag);
  runner.setOutput("created", String(claim.created));
  const how = claim.created ? "claimed" : "had already been claimed for this commit";
  runner.info(`${claim.tag} ${how}; ${image}:${version} is ${inputs.digest}`);
  await runner.addSummary(
    [`### ${service.name} ${version}`, "", `| | |`, `| --- | --- |`, `| Git tag | \`${claim.tag}\` |`].concat([`| Commit | \`${commit.slice(0, 7)}\` |`, `| Image | \`${image}:${version}\` |`]).concat([`| Digest | \`${inputs.digest}\` |`, ""]).join("\n")
  );
}

// actions/next-version/main.ts
var { env } = process;
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.manifest));
  const github = GithubClient.fromEnvironment(env, { token: inputs.token });
  await run(inputs, {
    service: getService(manifest, inputs.service),
    commit: getCommit(env),
    tags: new GithubTags(github),
    commits: new GithubCommits(github),
    images: ImageRegistry.fromEnvironment(env),
    runner
  });
});
