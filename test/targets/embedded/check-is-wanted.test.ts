import { expect, it } from "vitest";
import { releaseSchema } from "../../../src/release/release.ts";
import type { Phase } from "../../../src/rollout/phase.ts";
import type { Effect } from "../../../src/rollout/ports.ts";
import { checkIsWanted } from "../../../src/targets/embedded/check-is-wanted.ts";
import { rolloutOf } from "./bench.ts";

const release = releaseSchema.parse({ version: "1.0.0", digest: `sha256:${"1".repeat(64)}`, commit: "1".repeat(40) });
const prepare: Effect = { kind: "prepare", release };

it.each<[Phase, Effect, string, boolean]>([
  ["preparing", prepare, "r1", true],
  ["holding", prepare, "r1", true],
  ["rolling-back", prepare, "r1", false],
  ["rollback-failed", prepare, "r1", false],
  ["rolled-back", prepare, "r1", false],
  ["abandoned", prepare, "r1", false],
  ["succeeded", prepare, "r1", false],
  ["rolling-back", { kind: "set-weight", candidatePercent: 50 }, "r1", false],
  ["rolled-back", { kind: "promote" }, "r1", false],
  ["rolled-back", { kind: "stop-stable" }, "r1", false],
  ["rolled-back", { kind: "restore", stable: release }, "r1", true],
  ["rolling-back", { kind: "restore", stable: release }, "r1", true],
  // Its fence, not this, decides about another rollout's effects.
  ["rolled-back", prepare, "r12", true],
])("a rollout in %s lets %j of %s through: %s", (phase, effect, id, isLet) => {
  const rollout = { ...rolloutOf(release, release, 1_000), phase };
  const check = () => checkIsWanted(effect, `${id}/1/0/${effect.kind}`, rollout);
  if (isLet) expect(check).not.toThrow();
  else expect(check).toThrow(/came too late/);
});
