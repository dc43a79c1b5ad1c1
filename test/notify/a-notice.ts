import type { Notice } from "../../src/rollout/notice.ts";

export function aNotice(change: Partial<Notice> = {}): Notice {
  return {
    kind: "rolled-back",
    service: "info",
    environment: "production",
    version: "1.1.0",
    stableVersion: "1.0.0",
    rolloutId: "r1",
    phase: "rolled-back",
    candidatePercent: 0,
    text: "errors 5.1 % of 412 requests",
    reason: "the weekly release",
    actor: "mona",
    runUrl: "https://github.com/acme/info/actions/runs/42",
    atMs: 1_700_000_000_000,
    ...change,
  };
}
