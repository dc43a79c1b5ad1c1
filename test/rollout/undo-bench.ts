import { expect } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import type { ReconcileRequest, RolloutRequest } from "../../src/rollout/request.ts";
import { type Bench, bench, scripted, v1, v2 } from "./bench.ts";

export const passing = scripted(() => "pass");
export const wave = { runUrl: "run/1" };

/** Takes 1.1.0 back, as the wave's own run does. */
export function undo(changes: Partial<ReconcileRequest> = {}): ReconcileRequest {
  const reason = "wave production went back in us";
  const where = { service: "info", environment: "production" };
  return { ...where, mode: "undo", digest: v2.digest, reason, actor: "grace", holder: "undo 1", ...wave, ...changes };
}

/** 1.0.0 was live; 1.1.0 is, through the wave's run. */
export async function brought(changes: Partial<RolloutRequest> = {}, isFirst = false): Promise<Bench> {
  const made = await bench(isFirst ? {} : { live: v1 });
  const { kind } = await startRollout(made.request({ ...wave, ...changes }), made.ports, passing);
  expect(kind).toBe("succeeded");
  return made;
}

export const serving = async ({ target }: Bench) => (await target.observe()).arms.stable?.release.version;
