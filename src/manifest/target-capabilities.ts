import { assertNever } from "../errors/assert-never.ts";
import type { TargetCapabilities } from "../rollout/ports.ts";
import type { TargetSettings } from "./manifest.ts";

/** Everything: the gate is our own. Shares are kept to a millionth of all requests. */
export const embeddedCapabilities: TargetCapabilities = {
  granularityPercent: 0.0001,
  enforcesLease: true,
  headers: true,
  cookies: true,
  sticky: true,
  mirror: true,
  probes: true,
  atomicSwitch: true,
  readsBack: true,
  manualBakeRelease: true,
};

/** What a declared target can do, known before there is one: synth refuses a strategy that it cannot carry out. */
export function targetCapabilities(target: TargetSettings): TargetCapabilities {
  const { kind } = target;
  switch (kind) {
    case "embedded":
      return embeddedCapabilities;
    default:
      return assertNever(kind);
  }
}
