import type { Plan, PlanStep } from "./plan.ts";
import type { TargetCapabilities } from "./ports.ts";

/** Something that a plan needs and a target cannot do. */
export interface Unsupported {
  readonly capability: keyof TargetCapabilities;
  /** Index of the step that needs it first; absent when the plan as a whole does. */
  readonly stepIndex?: number;
  /** What cannot be done, for people: "route requests by header (x-beta: yes)". */
  readonly text: string;
}

/** A target that rounds a share by more than this routes another one. */
const roundingPercent = 0.05;

/** Everything the plan needs that the target cannot do, each capability once; empty when it can be carried out. */
export function unsupportedBy(plan: Plan, capabilities: TargetCapabilities): readonly Unsupported[] {
  const needs = [...planNeeds(plan), ...plan.steps.flatMap((step, index) => stepNeeds(step, index, capabilities))];
  const lacking = needs.filter(({ capability }) => capability === "granularityPercent" || !capabilities[capability]);
  return lacking.filter(
    ({ capability, text }, index) =>
      lacking.findIndex(
        (other) => other.capability === capability && (other.text === text || capability !== "granularityPercent"),
      ) === index,
  );
}

function planNeeds({ bakeMs, strategy }: Plan): readonly Unsupported[] {
  const readsBack: Unsupported = { capability: "readsBack", text: "say which share it routes" };
  // A release is brought back by hand with whatever there is; it does not bake.
  if (strategy === "restore") return [readsBack];
  return bakeMs === 0
    ? [readsBack]
    : [readsBack, { capability: "manualBakeRelease", text: "keep the old release warm until it is told to let it go" }];
}

function stepNeeds(
  step: PlanStep,
  stepIndex: number,
  { granularityPercent }: TargetCapabilities,
): readonly Unsupported[] {
  const { match = [], sticky, mirrorPercent, probes } = step.rules ?? {};
  const needs: (Unsupported | undefined)[] = [
    shareNeed(step.candidatePercent, granularityPercent),
    ...match.map(({ kind, name, value }) => ({
      capability: kind === "header" ? ("headers" as const) : ("cookies" as const),
      text: `route requests by ${kind} (${name}: ${value})`,
    })),
    sticky && { capability: "sticky", text: `keep a user on one release, by the ${sticky.kind} ${sticky.name}` },
    mirrorPercent === undefined ? undefined : { capability: "mirror", text: `copy ${mirrorPercent} % of the requests` },
    probes && { capability: "probes", text: `send requests of its own (${probes.paths.join(", ")})` },
    step.atomic ? { capability: "atomicSwitch", text: "switch all requests at one moment" } : undefined,
  ];
  return needs.flatMap((need) => (need === undefined ? [] : [{ ...need, stepIndex }]));
}

/** 0 % and 100 % need no splitting; any other share must be one that the target can set. */
function shareNeed(percent: number, granularityPercent: number): Unsupported | undefined {
  if (percent === 0 || percent === 100) return undefined;
  const nearest = Math.round(percent / granularityPercent) * granularityPercent;
  const isSettable =
    nearest > 0 && nearest < 100 && Math.abs(nearest - percent) <= Math.min(roundingPercent, percent / 10);
  if (isSettable) return undefined;
  const text = `route ${percent} % of the requests; it splits them in steps of ${granularityPercent} %`;
  return { capability: "granularityPercent", text: granularityPercent >= 100 ? "split requests at all" : text };
}
