import { findNearest } from "../errors/did-you-mean.ts";
import { quoteValue } from "../errors/quote-value.ts";
import { findVersion, type Version } from "./version.ts";

/** The parts of the manifest that admission looks at. */
export interface KnownService {
  readonly name: string;
  readonly tagPrefix: string;
  /** In the order of promotion. */
  readonly environments: readonly KnownEnvironment[];
}

export interface KnownEnvironment {
  readonly name: string;
  readonly channel: "alpha" | "rc" | "stable";
}

/** Why a version may not be promoted. */
export interface Refusal {
  readonly kind:
    | "unknown-service"
    | "unknown-environment"
    | "malformed-version"
    | "no-such-version"
    | "no-image"
    | "not-delivered-before"
    | "quarantined"
    | "already-live"
    | "older-than-live"
    | "freeze"
    | "error-budget"
    | "unprotected"
    | "name-taken";
  /** What is wrong, the value seen, what to do next. */
  readonly message: string;
}

/** What a person asked for, as far as it means something. */
export interface AdmissionRequest<Service extends KnownService = KnownService> {
  readonly service: Service | undefined;
  readonly environment: Service["environments"][number] | undefined;
  /** The environment before that one; undefined when it is the first. */
  readonly before: Service["environments"][number] | undefined;
  readonly version: Version | undefined;
  readonly refusals: readonly Refusal[];
}

/**
 * Reads a person's request against the manifest. A version may be written as its git tag (`v1.4.0-alpha.7`); anything
 * that is not exactly a version is refused as malformed, and shown in quotes only.
 */
export function readAdmissionRequest<Service extends KnownService>(
  services: readonly Service[],
  written: { readonly service: string; readonly environment: string; readonly version: string },
): AdmissionRequest<Service> {
  const service = services.find(({ name }) => name === written.service);
  const environments: readonly Service["environments"][number][] = service?.environments ?? [];
  const index = environments.findIndex(({ name }) => name === written.environment);
  const version = findVersion(withoutPrefix(written.version, service?.tagPrefix));
  const refusals: Refusal[] = [];
  if (service === undefined) refusals.push(unknown("service", written.service, services));
  else if (index < 0) refusals.push(unknown("environment", written.environment, environments));
  if (version === undefined) refusals.push(malformed(written.version));
  return { service, environment: environments[index], before: environments[index - 1], version, refusals };
}

function withoutPrefix(text: string, tagPrefix: string | undefined): string {
  const trimmed = text.trim();
  const prefix = [tagPrefix, "v"].find((candidate) => candidate !== undefined && trimmed.startsWith(candidate));
  return trimmed.slice(prefix?.length ?? 0);
}

function unknown(
  kind: "service" | "environment",
  written: string,
  known: readonly { readonly name: string }[],
): Refusal {
  const names = known.map(({ name }) => name);
  const nearest = findNearest(written, names);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  return {
    kind: `unknown-${kind}`,
    message: `There is no ${kind} ${quoteValue(written)}; there is ${names.join(", ")}.${hint}`,
  };
}

function malformed(written: string): Refusal {
  return {
    kind: "malformed-version",
    message: `${quoteValue(written)} is not a version. Write one such as 1.4.0-alpha.7, as the deliver run's summary or the git tags show it.`,
  };
}
