import type { Release } from "../release/release.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Refused } from "./refuse.ts";

export type RollbackTarget =
  | { readonly kind: "release"; readonly release: Release }
  | { readonly kind: "nothing-to-do"; readonly message: string }
  | ({ readonly kind: "refused" } & Refused);

/**
 * What going back by hand means when no rollout is under way. `last-good` is what the last successful rollout replaced,
 * and means that only once: asked again it changes nothing, so that a button pressed twice does not take away one
 * release too many. To go further back, or forth again, the release is named.
 */
export function rollbackTarget(record: DeliveryRecord, to: string): RollbackTarget {
  if (to === "last-good") return lastGood(record);
  const { live } = record;
  const isNamed = (release: Release) => namesRelease(to, release, record.service);
  if (live !== undefined && isNamed(live))
    return { kind: "nothing-to-do", message: `${live.version} is live already.` };
  const release = record.previous.find(isNamed);
  if (release === undefined) return { kind: "refused", refusal: "not-in-record", message: unknownText(record, to) };
  const bad = record.quarantine.find(({ digest }) => digest === release.digest);
  // One that was withdrawn had been good: naming it again is changing one's mind.
  if (bad === undefined || bad.kind === "withdrawn") return { kind: "release", release };
  return { kind: "refused", refusal: "quarantined", message: `${release.version} is quarantined: ${bad.reason}.` };
}

/** Digits of a digest that a message shows; as many, or more, name a release again. */
const shownDigits = 12;
const digestStart = new RegExp(`^sha256:[0-9a-f]{${shownDigits},64}$`);

/** Whether a person means this release: by version, by its git tag (`v1.4.0`, `info-v1.4.0`), by digest or its beginning. */
export function namesRelease(to: string, { version, digest }: Release, service: string): boolean {
  if (digestStart.test(to)) return digest.startsWith(to);
  return [version, `v${version}`, `${service}-v${version}`].includes(to);
}

function lastGood({ rollout, live, previous }: DeliveryRecord): RollbackTarget {
  if (live === undefined) {
    return { kind: "refused", refusal: "not-in-record", message: "Nothing is live here, so there is no way back." };
  }
  const isItsRelease = rollout?.phase === "succeeded" && rollout.candidate.digest === live.digest;
  if (!isItsRelease) return { kind: "nothing-to-do", message: `The traffic is back on ${live.version} already.` };
  if (rollout.plan.strategy === "restore") {
    const others = previous.length === 0 ? "" : ` Name one to go further: ${namesOf(previous)}.`;
    return { kind: "nothing-to-do", message: `${live.version} was brought back already.${others}` };
  }
  if (rollout.stable !== undefined) return { kind: "release", release: rollout.stable };
  const message = `${live.version} is the first release here; there is nothing to go back to.`;
  return { kind: "refused", refusal: "not-in-record", message };
}

function unknownText({ service, environment, previous }: DeliveryRecord, to: string): string {
  const known = previous.length === 0 ? "No release was live here before" : `Live here before: ${namesOf(previous)}`;
  return `${JSON.stringify(to)} is none of the releases that ${service} can go back to in ${environment}. ${known}.`;
}

function namesOf(releases: readonly Release[]): string {
  return releases
    .map(({ version, digest }) => `${version} (${digest.slice(0, "sha256:".length + shownDigits)})`)
    .join(", ");
}
