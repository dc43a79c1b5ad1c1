import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  claimVersion,
  nextNumber,
  parseChange
} from "./shared-12.mjs";
import {
  findLastRelease,
  findVersion,
  formatVersion,
  sameCore,
  versionTags
} from "./shared-1.mjs";
import {
  findMissing,
  whatIsMissing
} from "./shared-13.mjs";
import "./shared-11.mjs";
import {
  context,
  createTarget,
  regionsOf,
  runContext,
  systemClock
} from "./shared-4.mjs";
import "./shared-5.mjs";
import {
  GithubClient,
  GithubCommits,
  GithubReleases,
  GithubTags,
  ImageRegistry,
  commitInput,
  digestInput,
  environmentInput,
  getEnvironment,
  getService,
  loadManifest,
  manifestInput,
  serviceInput,
  tokenInput,
  versionInput
} from "./shared-7.mjs";
import {
  assertNever
} from "./shared-6.mjs";
import {
  InvalidInputError,
  defineAction,
  runMain
} from "./shared-8.mjs";
import {
  TidegateError,
  quoteValue
} from "./shared-2.mjs";

// actions/finish/main.ts
import { resolve } from "node:path";

// actions/finish/inputs.ts
var definition = defineAction({
  name: "finish",
  title: "tidegate finish",
  description: "Gives a release that succeeded its next name: a release candidate, or the plain version with a GitHub release. Same digest, never a rebuild.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: versionInput,
    digest: digestInput,
    commit: commitInput,
    manifest: manifestInput,
    token: tokenInput
  },
  outputs: {
    version: "What the release is called now.",
    tag: "The git tag that says so.",
    "release-url": "Page of the GitHub release, empty when there is none."
  },
  permissions: {
    contents: { level: "write", why: "tags and releases" },
    packages: { level: "write", why: "tags the image" }
  }
});

// src/release/channels.ts
function* channelVersions(version, channel, commit, tags) {
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
function* numbered(channel, { core }, commit, tags) {
  for (const { version, commit: taggedCommit } of tags) {
    if (taggedCommit === commit && version.channel === channel && sameCore(version.core, core)) yield version;
  }
  const first = nextNumber(channel, core, tags);
  for (let number = first; ; number += 1) yield { channel, core, number };
}

// src/release/release-notes.ts
var sections = [
  { title: "Breaking changes", has: ({ breaking }) => breaking !== void 0 },
  { title: "Features", has: ({ type, breaking }) => type === "feat" && breaking === void 0 },
  { title: "Fixes", has: ({ type, breaking }) => type === "fix" && breaking === void 0 },
  {
    title: "Other changes",
    has: ({ type, breaking }) => type !== "feat" && type !== "fix" && breaking === void 0
  }
];
function releaseNotes(commits) {
  const changes = commits.map(parseChange);
  const written = sections.flatMap(({ title, has }) => {
    const lines = changes.filter(has).map(line);
    return lines.length === 0 ? [] : [`### ${title}

${lines.join("\n")}`];
  });
  return written.length === 0 ? "No changes to this service since the last release.\n" : `${written.join("\n\n")}
`;
}
function line({ scope, subject, breaking, commit }) {
  const prefix = scope === void 0 ? "" : `**${toPlainText(scope)}:** `;
  const detail = breaking === void 0 || breaking === subject ? "" : ` — ${toPlainText(breaking.replaceAll(/\s+/g, " "))}`;
  return `- ${prefix}${toPlainText(subject)}${detail} (${commit.sha.slice(0, 7)})`;
}
function toPlainText(text) {
  return text.replaceAll(/[\\`*_[\]<>|~]/g, "\\$&").replaceAll(/[@#](?=\w)/g, "$&​");
}

// actions/finish/run.ts
async function run(inputs, ports) {
  const { service, environment, runner } = ports;
  const wanted = findVersion(inputs.version);
  if (wanted === void 0) throw notAVersion(inputs.version);
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
    `### ${service.name} ${inputs.version} is ${version}${page}

Git tag \`${claim.tag}\`, image \`${service.image}:${version}\`, digest \`${digest}\`: nothing was built again.
`
  );
  runner.info(`${claim.tag} stands on ${commit}; ${service.image}:${version} is ${digest}`);
}
async function publish(claim, { commit }, tags, ports) {
  const { service, commits, releases } = ports;
  const name = formatVersion(claim.version);
  const last = findLastRelease(tags.filter(({ version }) => formatVersion(version) !== name));
  const notes = last ? releaseNotes(await commits.since(last.commit, commit, service.directory)) : `The first release of ${service.name}.
`;
  return releases.publish({ tag: claim.tag, title: `${service.name} ${name}`, notes });
}
async function requireWhole({ version, digest }, { regions, runUrl }) {
  const missing = await findMissing({ digest, ...runUrl === void 0 ? {} : { runUrl } }, regions);
  if (missing === void 0) return;
  const what = `${missing.kind === "unreadable" ? "" : "it "}${whatIsMissing(missing)}`;
  const next = missing.kind === "unreadable" ? "Run this job again" : "Promote the whole wave again";
  const message = `${version} gets no name: ${what}, a region of its wave: ${missing.instead}. ${next}.`;
  throw new TidegateError("not-admitted", message);
}
function notAVersion(version) {
  const message = `${quoteValue(version)} is not a version that tidegate gives, such as 1.4.0-alpha.7`;
  return new InvalidInputError([{ input: "version", message }]);
}

// actions/finish/main.ts
var { env } = process;
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.manifest));
  const service = getService(manifest, inputs.service);
  const github = GithubClient.fromEnvironment(env, { token: inputs.token });
  const environment = getEnvironment(service, inputs.environment);
  const { wave } = environment;
  const regions = wave === void 0 ? [] : regionsOf(service.environments, wave);
  await run(inputs, {
    service,
    environment,
    regions: regions.map((settings) => {
      return { name: settings.name, records: createTarget({ service, settings, env, clock: systemClock }).target };
    }),
    runUrl: runContext(context, env).runUrl,
    tags: new GithubTags(github),
    commits: new GithubCommits(github),
    releases: new GithubReleases(github),
    images: ImageRegistry.fromEnvironment(env),
    runner
  });
});
