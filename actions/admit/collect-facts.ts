import type { EnvironmentSettings, ServiceSettings } from "../../src/manifest/manifest.ts";
import type { AdmissionFacts, DeliveryHistory, PastDelivery } from "../../src/release/admission-facts.ts";
import type { AdmissionRequest } from "../../src/release/admission-request.ts";
import type { CommitSha, Digest } from "../../src/release/release.ts";
import { formatVersion, type Version } from "../../src/release/version.ts";
import { tagName } from "../../src/release/version-tag.ts";
import { freezeAt } from "../../src/rollout/governance/freeze-at.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";

export interface FactSources {
  readonly nowMs: number;
  /** A person has said why freezes do not count. */
  readonly isFreezeOverridden: boolean;
  /** A person has said why the quarantine does not count. */
  readonly isRetry: boolean;
  /**
   * Why the error budget allows nothing new there; undefined when it does, nobody asks, or a fix is to be let through.
   * Only asked where something is live.
   */
  findBudgetRefusal(environment: EnvironmentSettings): Promise<string | undefined>;
  readonly environments: { hasReviewers(name: string): Promise<boolean> };
  readonly tags: { find(name: string): Promise<CommitSha | undefined> };
  readonly images: { findDigest(image: string, tag: string): Promise<Digest | undefined> };
  /** The ledger, which remembers longer than a record. */
  readonly history: DeliveryHistory;
  /** @returns undefined when nothing was ever delivered there */
  readRecord(environment: EnvironmentSettings): Promise<DeliveryRecord | undefined>;
  readonly commits: { isAncestor(older: CommitSha, newer: CommitSha): Promise<boolean> };
}

/** Asks git, the registry, the ledger and the targets what a decision about this request rests on. */
export async function collectFacts(
  { service, environment, before, version }: AdmissionRequest<ServiceSettings>,
  sources: FactSources,
): Promise<AdmissionFacts> {
  if (service === undefined || version === undefined) return nothingKnown;
  const { commit, digest } = await findBuild(service, version, sources);
  const record = environment && (await sources.readRecord(environment));
  const live = record?.live;
  const isKnown = commit !== undefined && live !== undefined;
  return {
    commit,
    digest,
    before: digest === undefined ? [] : await pastDeliveries(before, digest, sources),
    quarantine: sources.isRetry ? undefined : record?.quarantine.find((entry) => entry.digest === digest),
    live,
    isOlderThanLive: isKnown && (await sources.commits.isAncestor(commit, live.commit)),
    freeze: findFreeze(environment, sources),
    errorBudget: environment && live && (await sources.findBudgetRefusal(environment)),
    unasked: await findUnasked(environment, sources),
    released: environment?.channel === "stable" ? await findReleased(service, version, sources) : undefined,
  };
}

const nothingKnown: AdmissionFacts = {
  commit: undefined,
  digest: undefined,
  before: [],
  quarantine: undefined,
  live: undefined,
  isOlderThanLive: false,
  freeze: undefined,
  errorBudget: undefined,
  unasked: [],
  released: undefined,
};

/** GitHub keeps the approvers, and nothing tells it of those in the declaration: somebody may have forgotten to. */
async function findUnasked(environment: EnvironmentSettings | undefined, { environments }: FactSources) {
  const { name = "", approvers = [] } = environment ?? {};
  return approvers.length === 0 || (await environments.hasReviewers(name)) ? [] : approvers;
}

function findFreeze(environment: EnvironmentSettings | undefined, { nowMs, isFreezeOverridden }: FactSources) {
  return isFreezeOverridden ? undefined : freezeAt(environment?.governance?.freezes ?? [], nowMs);
}

async function findBuild({ tagPrefix, image }: ServiceSettings, version: Version, { tags, images }: FactSources) {
  const commit = await tags.find(tagName(tagPrefix, version));
  const digest = await images.findDigest(image, formatVersion(version));
  return { commit, digest };
}

function pastDeliveries(before: readonly EnvironmentSettings[], digest: Digest, sources: FactSources) {
  return Promise.all(
    before.map(async (environment) => {
      return { environment: environment.name, past: await pastDelivery(environment, digest, sources) };
    }),
  );
}

/**
 * The record is the truth but short of memory, the ledger remembers but may have missed something: either will do. What
 * was taken back since, and is in quarantine there, did not succeed.
 */
async function pastDelivery(
  before: EnvironmentSettings,
  digest: Digest,
  { readRecord, history }: FactSources,
): Promise<PastDelivery> {
  const record = await readRecord(before);
  if (record?.quarantine.some((entry) => entry.digest === digest)) return "not-succeeded";
  const isKnownGood =
    record?.live?.digest === digest ||
    record?.previous.some((release) => release.digest === digest) ||
    record?.history.some(({ release, phase }) => release.digest === digest && phase === "succeeded");
  return isKnownGood ? "succeeded" : history.pastDelivery(before.name, digest);
}

async function findReleased({ tagPrefix, image }: ServiceSettings, { core }: Version, { tags, images }: FactSources) {
  const plain: Version = { channel: "stable", core };
  const commit = await tags.find(tagName(tagPrefix, plain));
  return commit && { commit, digest: await images.findDigest(image, formatVersion(plain)) };
}
