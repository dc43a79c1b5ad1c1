import { findNearest } from "../errors/did-you-mean.ts";
import { quoteValue } from "../errors/quote-value.ts";
import { findVersion, type Version } from "./version.ts";
import { stageBefore } from "./wave.ts";

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
  /** The wave it is a region of. */
  readonly wave?: string | undefined;
}

/** Why a version may not be promoted. */
export interface Refusal {
  readonly kind:
    | "unknown-service"
    | "unknown-environment"
    /** What is promoted is the whole wave. */
    | "region-of-a-wave"
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
  /** The environment before that one, or all regions of the wave before it; none when it is the first. */
  readonly before: readonly Service["environments"][number][];
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
  const environment = environments.find(({ name }) => name === written.environment);
  const version = findVersion(withoutPrefix(written.version, service?.tagPrefix));
  const refusals: Refusal[] = [];
  if (service === undefined) refusals.push(unknown("service", written.service, services));
  else if (environment === undefined) {
    const stages = [...new Set(environments.map(({ name, wave }) => wave ?? name))];
    refusals.push(
      unknown(
        "environment",
        written.environment,
        stages.map((name) => ({ name })),
      ),
    );
  }
  if (version === undefined) refusals.push(malformed(written.version));
  const before = environment === undefined ? [] : stageBefore(environments, environment);
  return { service, environment, before, version, refusals };
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
