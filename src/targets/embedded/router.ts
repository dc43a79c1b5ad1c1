import type { IncomingHttpHeaders } from "node:http";
import type { Arm } from "../../slo/counts.ts";
import type { ArmCounters } from "./arm-counters.ts";
import type { ArmRun } from "./arm-run.ts";
import type { Instance } from "./instance.ts";
import { type Routing, requestArm } from "./request-arm.ts";

/** Where one request goes, and whose it counts as. */
export interface Route {
  readonly arm: Arm;
  readonly version: string;
  readonly counters: ArmCounters;
  /** Absent when the arm has no instance that may serve. */
  readonly instance: Instance | undefined;
  readonly setCookie?: string | undefined;
}

export interface RoutedArms {
  readonly stable: ArmRun | undefined;
  readonly candidate: ArmRun | undefined;
}

/**
 * Chooses for one request. A candidate without a ready instance gets none: its share falls back to stable. The other
 * way round never: more traffic for the candidate is the engine's decision alone.
 *
 * @returns `undefined` when nothing is deployed
 */
export function chooseRoute(arms: RoutedArms, headers: IncomingHttpHeaders, routing: Routing): Route | undefined {
  const { arm: wanted, setCookie } = requestArm(headers, routing);
  const instance = wanted === "candidate" ? arms.candidate?.nextInstance() : undefined;
  if (arms.candidate !== undefined && instance !== undefined) {
    return { ...toRoute("candidate", arms.candidate, instance), setCookie };
  }
  const fallback = arms.stable ?? (wanted === "candidate" ? arms.candidate : undefined);
  if (fallback === undefined) return undefined;
  return {
    ...toRoute(fallback === arms.stable ? "stable" : "candidate", fallback, fallback.nextInstance()),
    setCookie,
  };
}

function toRoute(arm: Arm, run: ArmRun, instance: Instance | undefined): Route {
  return { arm, version: run.release.version, counters: run.counters, instance };
}
