import type { Admission } from "./admission.ts";

/**
 * One decision about all regions of a wave. A region where the release is live already has nothing to do, and none of its
 * reasons counts, unless it is so everywhere. Any reason of any other region stands against the whole; each is said once.
 */
export function joinAdmissions(admissions: readonly [Admission, ...Admission[]]): Admission {
  const [first] = admissions;
  const open = admissions.filter((admission) => !isLive(admission));
  const deciding = open.length === 0 ? admissions : open;
  const refusals = deciding.flatMap((admission) => (admission.kind === "refused" ? admission.refusals : []));
  const [reason, ...others] = refusals.filter(
    ({ message }, index) => refusals.findIndex((refusal) => refusal.message === message) === index,
  );
  return reason === undefined ? (deciding[0] ?? first) : { kind: "refused", refusals: [reason, ...others] };
}

function isLive(admission: Admission): boolean {
  return admission.kind === "refused" && admission.refusals.some(({ kind }) => kind === "already-live");
}
