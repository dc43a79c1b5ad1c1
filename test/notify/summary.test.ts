import { describe, expect, it } from "vitest";
import { escapeMarkdown } from "../../src/notify/escape-markdown.ts";
import { formatDuration, toStory } from "../../src/notify/story.ts";
import { toMarkdown } from "../../src/notify/summary.ts";
import { commitShaSchema, digestSchema } from "../../src/release/release.ts";
import { noGovernance } from "../../src/rollout/governance/policy.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Rollout } from "../../src/rollout/record.ts";

const release = (version: string, digit: string) => ({
  version,
  digest: digestSchema.parse(`sha256:${digit.repeat(64)}`),
  commit: commitShaSchema.parse(digit.repeat(40)),
});
const plan = planOf({ kind: "recreate", bakeMs: 0 }, { readyTimeoutMs: 1, maxHoldMs: 1, leaseMs: 2, pollMs: 1 }, true);
const rollout: Rollout = {
  id: "r1",
  reason: "weekly",
  actor: "mona",
  stable: release("1.0.0", "a"),
  candidate: release("1.1.0", "b"),
  plan,
  governance: noGovernance,
  stepIndex: 0,
  phase: "rolled-back",
  phaseSinceMs: 9_000,
  candidatePercent: 0,
  failure: { kind: "verdict", text: "errors", atMs: 8_000 },
  restoredAtMs: 8_400,
  served: { stable: { requests: 7_801, failures: 0 }, candidate: { requests: 412, failures: 21 } },
  messages: {},
  noticeSequence: 3,
  startedAtMs: 1_000,
  endedAtMs: 9_000,
  timeline: [
    { atMs: 1_000, phase: "admitted", candidatePercent: 0, text: "admitted" },
    { atMs: 5_200, phase: "observing", candidatePercent: 5, text: "5 % of requests" },
  ],
};
const place = { service: "info", environment: "production" };
const ending = {
  kind: "rolled-back",
  message: "errors 5.1 % | 412",
  rollout,
  undelivered: ["team: answered 500"],
} as const;

describe("a step summary", () => {
  it("tells outcome, facts, timeline and who was not told", () => {
    expect(toMarkdown(toStory(place, ending))).toMatchInlineSnapshot(`
      "## ↩️ info 1.1.0 → production: rolled back

      errors 5.1 % &#124; 412

      | | |
      | --- | --- |
      | Release | 1.1.0 |
      | Before | 1.0.0 |
      | Why | weekly |
      | By | mona |
      | Started | 1970-01-01 00:00:01 UTC |
      | Took | 8.0 s |
      | New served | 412 requests, 21 failed |
      | Old served | 7,801 requests, 0 failed |
      | Back after | 400 ms |
      | Digest | sha256:bbbbbbbbbbbb |

      ### Timeline

      - **0 ms** · 0 % · admitted
      - **4.2 s** · 5 % · 5 % of requests

      ### Not everybody was told

      - team: answered 500
      "
    `);
  });

  it("lets no text of people break out of its place", () => {
    const evil = "x | y\n\n# h\n<script>alert(1)</script> ![i](http://e.test) ${{ secrets.A }} `c` [l](u) @team";
    const timeline = [{ atMs: 1_000, phase: "admitted", candidatePercent: 0, text: evil } as const];
    const markdown = toMarkdown(
      toStory(place, {
        ...ending,
        message: evil,
        undelivered: [evil],
        rollout: { ...rollout, reason: evil, timeline },
      }),
    );
    expect(markdown).not.toMatch(/<script|!\[|\$\{\{|\]\(|`|\n# /);
    const table = markdown.split("\n").filter((line) => line.startsWith("|"));
    for (const row of table) expect(row.split("|")).toHaveLength(4);
  });

  it("does not tell somebody else's rollout when this one was refused", () => {
    const markdown = toMarkdown(toStory({ ...place, version: "2.0.0" }, { ...ending, kind: "refused" }));
    expect(markdown).toContain("info 2.0.0 → production: refused");
    expect(markdown).not.toContain("Timeline");
  });

  it("keeps the beginning and the end of a very long timeline", () => {
    const timeline = Array.from({ length: 5_000 }, (_, index) => {
      return { atMs: 1_000 + index, phase: "observing" as const, candidatePercent: 5, text: `moment ${index}` };
    });
    const markdown = toMarkdown(toStory(place, { ...ending, rollout: { ...rollout, timeline } }));
    expect(markdown).toContain("moment 0");
    expect(markdown).toContain("moment 4999");
    expect(markdown).toContain("4800 more");
  });
});

it.each([
  ["- item", "&#45; item"],
  ["1. item", "&#49;. item"],
  ["1.1.0", "1.1.0"],
  ["+ item", "&#43; item"],
  ["plain, text: fine.", "plain, text: fine."],
  ["a\u202eb", "ab"],
  ["", ""],
])("escapes %j to %j", (text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});

it.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1_000, "1.0 s"],
  [59_949, "59.9 s"],
  [59_950, "1 min 00 s"],
  [185_000, "3 min 05 s"],
  [7_800_000, "2 h 10 min"],
])("says %d ms as %s", (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected);
});
