import type { Admission } from "./admission.ts";

/**
 * One decision about all regions of a wave. Where the release is live already there is nothing to do, which only stands
 * against the whole when it is so everywhere. Any other reason in any region does, and each is said once.
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
