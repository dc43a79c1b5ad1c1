import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  findVersion,
  formatCore,
  formatVersion,
  tagName
} from "./shared-1.mjs";
import {
  budgetRefusal,
  checkBudget,
  connect,
  freezeAt
} from "./shared-3.mjs";
import {
  regionsOf,
  stageBefore
} from "./shared-4.mjs";
import "./shared-5.mjs";
import {
  GithubClient,
  GithubCommits,
  GithubDeliveryHistory,
  GithubDeployments,
  GithubEnvironments,
  GithubTags,
  ImageRegistry,
  environmentInput,
  findNearest,
  getService,
  loadManifest,
  manifestInput,
  overrideBudgetInput,
  overrideFreezeInput,
  retryReasonInput,
  serviceInput,
  tokenInput
} from "./shared-7.mjs";
import {
  metricsSecrets
} from "./shared-6.mjs";
import {
  defineAction,
  runMain
} from "./shared-8.mjs";
import {
  TidegateError,
  _enum,
  quoteValue,
  string
} from "./shared-2.mjs";

// actions/admit/main.ts
import { resolve } from "node:path";

// actions/admit/collect-facts.ts
async function collectFacts({ service, environment, before, version }, sources) {
  if (service === void 0 || version === void 0) return nothingKnown;
  const { commit, digest } = await findBuild(service, version, sources);
  const record = environment && await sources.readRecord(environment);
  const live = record?.live;
  const isKnown = commit !== void 0 && live !== void 0;
  return {
    commit,
    digest,
    before: digest === void 0 ? [] : await pastDeliveries(before, digest, sources),
    quarantine: sources.isRetry ? void 0 : record?.quarantine.find((entry) => entry.digest === digest),
    live,
    isOlderThanLive: isKnown && await sources.commits.isAncestor(commit, live.commit),
    freeze: findFreeze(environment, sources),
    errorBudget: environment && live && await sources.findBudgetRefusal(environment),
    unasked: await findUnasked(environment, sources),
    released: environment?.channel === "stable" ? await findReleased(service, version, sources) : void 0
  };
}
var nothingKnown = {
  commit: void 0,
  digest: void 0,
  before: [],
  quarantine: void 0,
  live: void 0,
  isOlderThanLive: false,
  freeze: void 0,
  errorBudget: void 0,
  unasked: [],
  released: void 0
};
async function findUnasked(environment, { environments }) {
  const { name = "", approvers = [] } = environment ?? {};
  return approvers.length === 0 || await environments.hasReviewers(name) ? [] : approvers;
}
function findFreeze(environment, { nowMs, isFreezeOverridden }) {
  return isFreezeOverridden ? void 0 : freezeAt(environment?.governance?.freezes ?? [], nowMs);
}
async function findBuild({ tagPrefix, image }, version, { tags, images }) {
  const commit = await tags.find(tagName(tagPrefix, version));
  const digest = await images.findDigest(image, formatVersion(version));
  return { commit, digest };
}
function pastDeliveries(before, digest, sources) {
  return Promise.all(
    before.map(async (environment) => {
      return { environment: environment.name, past: await pastDelivery(environment, digest, sources) };
    })
  );
}
async function pastDelivery(before, digest, { readRecord, history }) {
  const record = await readRecord(before);
  if (record?.quarantine.some((entry) => entry.digest === digest)) return "not-succeeded";
  const isKnownGood = record?.live?.digest === digest || record?.previous.some((release) => release.digest === digest) || record?.history.some(({ release, phase }) => release.digest === digest && phase === "succeeded");
  return isKnownGood ? "succeeded" : history.pastDelivery(before.name, digest);
}
async function findReleased({ tagPrefix, image }, { core }, { tags, images }) {
  const plain = { channel: "stable", core };
  const commit = await tags.find(tagName(tagPrefix, plain));
  return commit && { commit, digest: await images.findDigest(image, formatVersion(plain)) };
}

// actions/admit/find-budget-refusal.ts
async function findBudgetRefusal(inputs, { manifest, environment, env: env2, runner }) {
  const rules2 = environment.governance?.errorBudget;
  if (rules2 === void 0 || inputs.hotfix === "true" || inputs["override-budget"] !== void 0) return void 0;
  const missing = metricsSecrets(environment.metrics).filter((name) => !env2[name]);
  if (missing.length > 0) {
    runner.info(`The error budget is looked at when the rollout begins: ${missing.join(" and ")} is not known here.`);
    return void 0;
  }
  const connection = connect({ manifest, service: inputs.service, environment: environment.name, env: env2 });
  for (const secret of connection.secrets) runner.setSecret(secret);
  const { metrics, clock, service } = connection;
  const check = await checkBudget(rules2, service.objectives, { metrics, clock });
  runner.info(`Error budget of ${environment.name}: ${check.text}`);
  return budgetRefusal(check, rules2);
}

// actions/admit/inputs.ts
var definition = defineAction({
  name: "admit",
  title: "tidegate admit",
  description: "Decides whether a version may be promoted to an environment, before anybody is asked to approve it; gives every reason for a refusal at once.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: {
      description: "Version to promote, for example 1.4.0-alpha.7.",
      schema: string(),
      required: true
    },
    "retry-reason": retryReasonInput,
    "override-freeze": overrideFreezeInput,
    hotfix: {
      description: "true when the release mends what is broken now: a spent error budget does not hold it up.",
      schema: _enum(["true", "false"]).default("false"),
      required: false
    },
    "override-budget": overrideBudgetInput,
    manifest: manifestInput,
    token: tokenInput
  },
  outputs: {
    version: "The version in its plain form, without the tag's prefix.",
    digest: "Digest of the image that the version names.",
    commit: "Commit that the image was built from."
  },
  permissions: {
    actions: { level: "read", why: "reads whether the environment has approvers" },
    contents: { level: "read", why: "reads tags and commits" },
    deployments: { level: "read", why: "reads the ledger" },
    packages: { level: "read", why: "finds the image" }
  }
});

// src/errors/not-admitted-error.ts
var NotAdmittedError = class extends TidegateError {
  refusals;
  constructor(refusals) {
    super(
      "not-admitted",
      `Not admitted; nothing was changed.
${refusals.map(({ message }) => `- ${message}`).join("\n")}`
    );
    this.refusals = refusals;
  }
};

// src/release/admission.ts
function admit(request, facts) {
  const { service, environment, before, version } = request;
  const found = service === void 0 || version === void 0 || facts === void 0 ? [] : rules.flatMap((rule) => rule({ service, environment, before, version }, facts) ?? []);
  const [first, ...others] = [...request.refusals, ...found];
  if (first !== void 0) return { kind: "refused", refusals: [first, ...others] };
  const { commit, digest } = facts ?? {};
  if (version === void 0 || commit === void 0 || digest === void 0) {
    const message = "Nothing is known about this version, so it is not promoted. Run this again.";
    return { kind: "refused", refusals: [{ kind: "no-such-version", message }] };
  }
  return { kind: "admitted", release: { version: formatVersion(version), digest, commit } };
}
var rules = [
  mustExist,
  mustHaveImage,
  mustHaveSucceededBefore,
  mustNotBeQuarantined,
  mustNotBeLive,
  mustNotGoBack,
  mustNotBeFrozen,
  mustHaveBudget,
  mustBeApproved,
  mustHaveFreeName
];
function mustExist({ service, version }, { commit }) {
  if (commit !== void 0) return void 0;
  const tag = tagName(service.tagPrefix, version);
  const message = `${service.name} has no version ${formatVersion(version)}: there is no git tag ${tag}. The deliver workflow gives versions; its summary names them.`;
  return { kind: "no-such-version", message };
}
function mustHaveImage({ service, version }, { commit, digest }) {
  if (digest !== void 0 || commit === void 0) return void 0;
  const message = `${service.name} ${formatVersion(version)} has no image in the registry. Its deliver run did not get that far: run it again, or promote another version.`;
  return { kind: "no-image", message };
}
function mustHaveSucceededBefore(wanted, facts) {
  const { service, environment, version } = wanted;
  const pastIn = ({ name }) => facts.before.find((known) => known.environment === name)?.past;
  const before = wanted.before.find((known) => pastIn(known) !== "succeeded");
  if (environment === void 0 || before === void 0 || facts.digest === void 0) return void 0;
  const past = pastIn(before);
  const order = service.environments.map(({ name }) => name).join(" → ");
  const what = past === "not-succeeded" ? `did not succeed in ${before.name}` : `was never delivered to ${before.name}`;
  const whole = before.wave === void 0 ? before.name : `${before.wave}, the wave of ${before.name},`;
  const message = `${service.name} ${formatVersion(version)} ${what}, which comes before ${environment.name} (${order}). Promote it to ${whole} first.`;
  return { kind: "not-delivered-before", message };
}
function mustNotBeQuarantined({ environment, version }, { quarantine }) {
  if (quarantine === void 0) return void 0;
  const since = new Date(quarantine.atMs).toISOString();
  const message = `${formatVersion(version)} is in quarantine in ${environment?.name} since ${since}: ${quarantine.reason}. Deliver a version that does not have the fault, or lift the quarantine: tidegate retry, with the reason.`;
  return { kind: "quarantined", message };
}
function mustNotBeLive({ environment, version }, { live, digest }) {
  if (live === void 0 || live.digest !== digest) return void 0;
  const as = live.version === formatVersion(version) ? "" : ` (as ${live.version})`;
  return { kind: "already-live", message: `${formatVersion(version)} is live in ${environment?.name} already${as}.` };
}
function mustNotGoBack({ environment, version }, { live, isOlderThanLive }) {
  if (live === void 0 || !isOlderThanLive) return void 0;
  const message = `${formatVersion(version)} is older than ${live.version}, which is live in ${environment?.name} and contains it. To go back, run the rollback workflow with to: ${formatVersion(version)}.`;
  return { kind: "older-than-live", message };
}
function mustNotBeFrozen({ environment }, { freeze }) {
  if (freeze === void 0) return void 0;
  const until = new Date(freeze.untilMs).toISOString();
  const message = `${environment?.name} is frozen (${freeze.name}) until ${until}. Wait for that, or say in override-freeze why it does not count. Going back is not affected.`;
  return { kind: "freeze", message };
}
function mustHaveBudget(_, { errorBudget }) {
  return errorBudget === void 0 ? void 0 : { kind: "error-budget", message: errorBudget };
}
function mustBeApproved({ environment }, { unasked }) {
  if (unasked.length === 0 || environment === void 0) return void 0;
  const { name } = environment;
  const message = `${name} is declared with approvers (${unasked.join(", ")}), but GitHub's environment ${name} has no required reviewers, so nobody would be asked. Add them under Settings → Environments → ${name}, or remove approvers from the declaration.`;
  return { kind: "unprotected", message };
}
function mustHaveFreeName({ version }, { released, commit, digest }) {
  if (released === void 0 || commit === void 0) return void 0;
  const isSame = released.commit === commit && (released.digest === void 0 || released.digest === digest);
  if (isSame) return void 0;
  const message = `${formatVersion(version)} would be released as ${formatCore(version.core)}, but that is another build already (commit ${released.commit.slice(0, 7)}). Run deliver again for its commit, or for a newer one, to get a version after it.`;
  return { kind: "name-taken", message };
}

// src/release/admission-request.ts
function readAdmissionRequest(services, written) {
  const service = services.find(({ name }) => name === written.service);
  const environments = service?.environments ?? [];
  const environment = environments.find(({ name }) => name === written.environment);
  const version = findVersion(withoutPrefix(written.version, service?.tagPrefix));
  const refusals = [];
  if (service === void 0) refusals.push(unknown("service", written.service, services));
  else if (environment === void 0) {
    const stages = [...new Set(environments.map(({ name, wave }) => wave ?? name))];
    refusals.push(
      unknown(
        "environment",
        written.environment,
        stages.map((name) => ({ name }))
      )
    );
  }
  if (version === void 0) refusals.push(malformed(written.version));
  const before = environment === void 0 ? [] : stageBefore(environments, environment);
  return { service, environment, before, version, refusals };
}
function withoutPrefix(text, tagPrefix) {
  const trimmed = text.trim();
  const prefix = [tagPrefix, "v"].find((candidate) => candidate !== void 0 && trimmed.startsWith(candidate));
  return trimmed.slice(prefix?.length ?? 0);
}
function unknown(kind, written, known) {
  const names = known.map(({ name }) => name);
  const nearest = findNearest(written, names);
  const hint = nearest === void 0 ? "" : ` Did you mean ${nearest}?`;
  return {
    kind: `unknown-${kind}`,
    message: `There is no ${kind} ${quoteValue(written)}; there is ${names.join(", ")}.${hint}`
  };
}
function malformed(written) {
  return {
    kind: "malformed-version",
    message: `${quoteValue(written)} is not a version. Write one such as 1.4.0-alpha.7, as the deliver run's summary or the git tags show it.`
  };
}

// src/release/join-admissions.ts
function joinAdmissions(admissions) {
  const [first] = admissions;
  const open = admissions.filter((admission) => !isLive(admission));
  const deciding = open.length === 0 ? admissions : open;
  const refusals = deciding.flatMap((admission) => admission.kind === "refused" ? admission.refusals : []);
  const [reason, ...others] = refusals.filter(
    ({ message }, index) => refusals.findIndex((refusal) => refusal.message === message) === index
  );
  return reason === void 0 ? deciding[0] ?? first : { kind: "refused", refusals: [reason, ...others] };
}
function isLive(admission) {
  return admission.kind === "refused" && admission.refusals.some(({ kind }) => kind === "already-live");
}

// actions/admit/run.ts
async function run(inputs, ports) {
  const { manifest, collectFacts: collectFacts2, runner } = ports;
  const { service: name, environment, version: written } = inputs;
  const service = manifest.services.find((known) => known.name === name);
  const regions = regionsOf(service?.environments ?? [], environment).map((region) => region.name);
  const [first = environment, ...others] = regions;
  const decide = async (where) => {
    const request = readAdmissionRequest(manifest.services, { service: name, environment: where, version: written });
    const isReadable = request.service !== void 0 && request.version !== void 0;
    return admit(request, isReadable ? await collectFacts2(request) : void 0);
  };
  const decided = joinAdmissions([await decide(first), ...await Promise.all(others.map(decide))]);
  const admission = withoutRegion(environment, service?.environments ?? [], decided);
  if (admission.kind === "refused") {
    await runner.addSummary(refusalSummary(admission.refusals));
    throw new NotAdmittedError(admission.refusals);
  }
  const { version, digest, commit } = admission.release;
  runner.setOutput("version", version);
  runner.setOutput("digest", digest);
  runner.setOutput("commit", commit);
  runner.info(`${inputs.service} ${version} (${digest}) may go to ${inputs.environment}`);
  await runner.addSummary(
    `### ✅ ${inputs.service} ${version} may go to ${inputs.environment}

Commit \`${commit.slice(0, 7)}\`, digest \`${digest}\`.
`
  );
}
function withoutRegion(name, environments, decided) {
  const wave = environments.find((environment) => environment.name === name)?.wave;
  if (wave === void 0) return decided;
  const message = `${name} is a region of the wave ${wave} and is not promoted to alone; promote to ${wave}.`;
  const others = decided.kind === "refused" ? decided.refusals : [];
  return { kind: "refused", refusals: [{ kind: "region-of-a-wave", message }, ...others] };
}
function refusalSummary(refusals) {
  const lines = refusals.map(({ message }) => `- ${message.replaceAll(/[\\`*_[\]<>|]/g, "\\$&")}`);
  return ["### ❌ Not admitted", "", ...lines, "", "Nothing was changed.", ""].join("\n");
}

// actions/admit/main.ts
var { env } = process;
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.manifest));
  const github = GithubClient.fromEnvironment(env, { token: inputs.token });
  await run(inputs, {
    manifest,
    runner,
    collectFacts: (request) => collectFacts(request, {
      nowMs: Date.now(),
      isFreezeOverridden: inputs["override-freeze"] !== void 0,
      findBudgetRefusal: (environment) => findBudgetRefusal(inputs, { manifest, environment, env, runner }),
      isRetry: inputs["retry-reason"] !== void 0,
      environments: new GithubEnvironments(github),
      tags: new GithubTags(github),
      commits: new GithubCommits(github),
      images: ImageRegistry.fromEnvironment(env),
      history: new GithubDeliveryHistory(new GithubDeployments(github), getService(manifest, inputs.service)),
      readRecord: async ({ name: environment }) => {
        const { target } = connect({ manifest, service: inputs.service, environment, env });
        return (await target.read())?.record;
      }
    })
  });
});
