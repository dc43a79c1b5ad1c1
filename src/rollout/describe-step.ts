import type { PlanStep } from "./plan.ts";

/** Where the requests go in a step, for people: `5 %`, `0 % and a copy of 20 %`, `0 % and x-beta: yes`. */
export function describeStep(step: PlanStep | undefined): string {
  if (step === undefined) return "an unknown share";
  const { match = [], sticky, mirrorPercent } = step.rules ?? {};
  const parts = [
    `${step.candidatePercent} %${sticky === undefined ? "" : ` of the users, by their ${sticky.name}`}`,
    ...match.map(({ kind, name, value }) => (kind === "header" ? `${name}: ${value}` : `${name}=${value}`)),
    ...(mirrorPercent === undefined ? [] : [`a copy of ${mirrorPercent} %`]),
  ];
  return parts.join(" and ");
}
