import type { Strategy } from "../../src/rollout/strategy.ts";
import { canary } from "./bench.ts";

export const blueGreen: Extract<Strategy, { kind: "blue-green" }> = {
  kind: "blue-green",
  smoke: ["/healthz", "/levels"],
  smokePerSecond: 10,
  preview: { kind: "header", name: "x-tidegate-preview", value: "candidate" },
  settleMs: 1_000,
  verifyMs: 4_000,
  maxVerifyMs: 12_000,
  verifySwitchedMs: 4_000,
  bakeMs: 5_000,
};

export const abTest: Extract<Strategy, { kind: "ab-test" }> = {
  kind: "ab-test",
  audience: { kind: "share", percent: 20, by: { kind: "cookie", name: "arm" } },
  end: { kind: "decision" },
  settleMs: 1_000,
  observeMs: 4_000,
  maxObserveMs: 30_000,
  bakeMs: 5_000,
};

export const shadow: Extract<Strategy, { kind: "shadow" }> = {
  kind: "shadow",
  mirrorPercent: 50,
  settleMs: 1_000,
  observeMs: 4_000,
  maxObserveMs: 12_000,
  followedBy: canary,
};
