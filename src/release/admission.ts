import type { AdmissionFacts } from "./admission-facts.ts";
import type { AdmissionRequest, KnownEnvironment, KnownService, Refusal } from "./admission-request.ts";
import type { Release } from "./release.ts";
import { formatCore, formatVersion, type Version } from "./version.ts";
import { tagName } from "./version-tag.ts";

export type Admission =
  | { readonly kind: "admitted"; readonly release: Release }
  | { readonly kind: "refused"; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** A request that names a known service and a well-formed version. */
export interface Wanted {
  readonly service: KnownService;
  readonly environment: KnownEnvironment | undefined;
  readonly before: readonly KnownEnvironment[];
  readonly version: Version;
}

/**
 * Decides whether a version may be promoted, and if not says every reason at once. Nothing is admitted by omission: each
 * fact that a promotion rests on must be there.
 *
 * @param facts undefined when the request did not say enough to collect any
 */
export function admit(request: AdmissionRequest, facts: AdmissionFacts | undefined): Admission {
  const { service, environment, before, version } = request;
  const found =
    service === undefined || version === undefined || facts === undefined
      ? []
      : rules.flatMap((rule) => rule({ service, environment, before, version }, facts) ?? []);
  const [first, ...others] = [...request.refusals, ...found];
  if (first !== undefined) return { kind: "refused", refusals: [first, ...others] };
  const { commit, digest } = facts ?? {};
  if (version === undefined || commit === undefined || digest === undefined) {
    const message = "Nothing is known about this version, so it is not promoted. Run this again.";
    return { kind: "refused", refusals: [{ kind: "no-such-version", message }] };
  }
  return { kind: "admitted", release: { version: formatVersion(version), digest, commit } };
}

type Rule = (wanted: Wanted, facts: AdmissionFacts) => Refusal | undefined;

const rules: readonly Rule[] = [
  mustExist,
  mustHaveImage,
  mustHaveSucceededBefore,
  mustNotBeQuarantined,
  mustNotBeLive,
  mustNotGoBack,
  mustNotBeFrozen,
  mustHaveBudget,
  mustBeApproved,
  mustHaveFreeName,
];

function mustExist({ service, version }: Wanted, { commit }: AdmissionFacts): Refusal | undefined {
  if (commit !== undefined) return undefined;
  const tag = tagName(service.tagPrefix, version);
  const message = `${service.name} has no version ${formatVersion(version)}: there is no git tag ${tag}. The deliver workflow gives versions; its summary names them.`;
  return { kind: "no-such-version", message };
}

function mustHaveImage({ service, version }: Wanted, { commit, digest }: AdmissionFacts): Refusal | undefined {
  if (digest !== undefined || commit === undefined) return undefined;
  const message = `${service.name} ${formatVersion(version)} has no image in the registry. Its deliver run did not get that far: run it again, or promote another version.`;
  return { kind: "no-image", message };
}

function mustHaveSucceededBefore(wanted: Wanted, facts: AdmissionFacts): Refusal | undefined {
  const { service, environment, version } = wanted;
  const pastIn = ({ name }: KnownEnvironment) => facts.before.find((known) => known.environment === name)?.past;
  const before = wanted.before.find((known) => pastIn(known) !== "succeeded");
  if (environment === undefined || before === undefined || facts.digest === undefined) return undefined;
  const past = pastIn(before);
  const order = service.environments.map(({ name }) => name).join(" → ");
  const what = past === "not-succeeded" ? `did not succeed in ${before.name}` : `was never delivered to ${before.name}`;
  // A region is not promoted to by its own name.
  const whole = before.wave === undefined ? before.name : `${before.wave}, the wave of ${before.name},`;
  const message = `${service.name} ${formatVersion(version)} ${what}, which comes before ${environment.name} (${order}). Promote it to ${whole} first.`;
  return { kind: "not-delivered-before", message };
}

function mustNotBeQuarantined({ environment, version }: Wanted, { quarantine }: AdmissionFacts): Refusal | undefined {
  if (quarantine === undefined) return undefined;
  const since = new Date(quarantine.atMs).toISOString();
  const message = `${formatVersion(version)} is in quarantine in ${environment?.name} since ${since}: ${quarantine.reason}. Deliver a version that does not have the fault, or lift the quarantine: tidegate retry, with the reason.`;
  return { kind: "quarantined", message };
}

function mustNotBeLive({ environment, version }: Wanted, { live, digest }: AdmissionFacts): Refusal | undefined {
  if (live === undefined || live.digest !== digest) return undefined;
  const as = live.version === formatVersion(version) ? "" : ` (as ${live.version})`;
  return { kind: "already-live", message: `${formatVersion(version)} is live in ${environment?.name} already${as}.` };
}

function mustNotGoBack(
  { environment, version }: Wanted,
  { live, isOlderThanLive }: AdmissionFacts,
): Refusal | undefined {
  if (live === undefined || !isOlderThanLive) return undefined;
  const message = `${formatVersion(version)} is older than ${live.version}, which is live in ${environment?.name} and contains it. To go back, run the rollback workflow with to: ${formatVersion(version)}.`;
  return { kind: "older-than-live", message };
}

function mustNotBeFrozen({ environment }: Wanted, { freeze }: AdmissionFacts): Refusal | undefined {
  if (freeze === undefined) return undefined;
  const until = new Date(freeze.untilMs).toISOString();
  const message = `${environment?.name} is frozen (${freeze.name}) until ${until}. Wait for that, or say in override-freeze why it does not count. Going back is not affected.`;
  return { kind: "freeze", message };
}

function mustHaveBudget(_: Wanted, { errorBudget }: AdmissionFacts): Refusal | undefined {
  return errorBudget === undefined ? undefined : { kind: "error-budget", message: errorBudget };
}

function mustBeApproved({ environment }: Wanted, { unasked }: AdmissionFacts): Refusal | undefined {
  if (unasked.length === 0 || environment === undefined) return undefined;
  const { name } = environment;
  const message = `${name} is declared with approvers (${unasked.join(", ")}), but GitHub's environment ${name} has no required reviewers, so nobody would be asked. Add them under Settings → Environments → ${name}, or remove approvers from the declaration.`;
  return { kind: "unprotected", message };
}

function mustHaveFreeName({ version }: Wanted, { released, commit, digest }: AdmissionFacts): Refusal | undefined {
  if (released === undefined || commit === undefined) return undefined;
  const isSame = released.commit === commit && (released.digest === undefined || released.digest === digest);
  if (isSame) return undefined;
  const message = `${formatVersion(version)} would be released as ${formatCore(version.core)}, but that is another build already (commit ${released.commit.slice(0, 7)}). Run deliver again for its commit, or for a newer one, to get a version after it.`;
  return { kind: "name-taken", message };
}
