import { expect, it } from "vitest";
import { findSucceeded } from "../../src/rollout/find-succeeded.ts";
import type { Outcome, Unchanged } from "../../src/rollout/outcome.ts";
import { restorePlan } from "../../src/rollout/plan-of.ts";
import { limits, v2 } from "./bench.ts";
import { recordIn } from "./record-in.ts";

const forward = recordIn("succeeded").rollout;
const back = recordIn("succeeded", { plan: restorePlan(limits) }).rollout;

it.each<[(Outcome | Unchanged)["kind"], "forward" | "back" | "nothing", boolean]>([
  ["succeeded", "forward", true],
  ["succeeded", "back", false],
  ["succeeded", "nothing", false],
  ["baking", "forward", false],
  ["rolled-back", "forward", false],
  ["nothing-to-do", "forward", false],
  ["in-progress", "forward", false],
])("%s on the way %s names a release: %s", (kind, way, isNamed) => {
  const rollout = { forward, back, nothing: undefined }[way];
  const found = findSucceeded({ kind, ...(rollout === undefined ? {} : { rollout }) });
  expect(found).toEqual(isNamed ? v2 : undefined);
});
