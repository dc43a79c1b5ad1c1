import { describe, expect, it } from "vitest";
import { linksOf } from "../../src/report/links.ts";
import { redact } from "../../src/report/redact.ts";
import { toSpans } from "../../src/report/spans.ts";
import { toHtml } from "../../src/report/to-html.ts";
import { toJson } from "../../src/report/to-json.ts";
import { toMarkdown } from "../../src/report/to-markdown.ts";
import { toReport } from "../../src/report/to-report.ts";
import { shareText, verdictWords } from "../../src/report/words.ts";
import type { Phase } from "../../src/rollout/phase.ts";
import { liveRecord, v1 } from "../rollout/bench.ts";
import { rolloutOf, type StoredName, storedRecord, withRollout } from "./stored-record.ts";

const renderers = { html: toHtml, md: toMarkdown, json: toJson };
const cases = (["succeeded", "rolled-back", "observing"] satisfies StoredName[]).flatMap((name) =>
  Object.entries(renderers).map(([ending, render]) => ({ name, ending, render })),
);

describe("the report of a real rollout", () => {
  it.each(cases)("that is $name, as $ending, is as it was looked at", async ({ name, ending, render }) => {
    await expect(render(toReport(storedRecord(name)))).toMatchFileSnapshot(`__golden__/${name}.${ending}`);
  });

  it("says what failed, by how much, and when the traffic was back", () => {
    const report = toReport(storedRecord("rolled-back"));
    expect(report.tone).toBe("bad");
    expect(report.text).toContain("errors 6.2 % of 65 requests on candidate");
    expect(report.stepWords.at(-1)?.sentences[0]).toMatch(
      /^Errors: 6\.2.% \(4 of 65\) on the new release, 0.% \(0 of 1,222\) on the old/,
    );
    expect(report.facts.find(([name]) => name === "Back after")).toBeDefined();
    expect(report.shares.at(-1)?.candidatePercent).toBe(0);
  });

  it("has spans that add up to what was counted, to the request", () => {
    const record = storedRecord("succeeded");
    const { points = [] } = rolloutOf(record).trace ?? {};
    const first = points.find(({ served }) => served !== undefined)?.served?.candidate.requests ?? 0;
    const sum = toSpans(points, "errors").reduce((total, { arms }) => total + arms.candidate.requests, first);
    expect(sum).toBe(rolloutOf(record).served?.candidate.requests);
  });

  it("is one of shares alone where the record keeps no trace, and says so", () => {
    const html = toHtml(toReport(withRollout(storedRecord("rolled-back"), { trace: undefined, served: undefined })));
    expect(html).toContain("keeps no evidence");
    expect(html.match(/<figure>/g)).toHaveLength(1);
    expect(html).not.toContain("NaN");
  });

  it("names what persons decided about it, and not about others", () => {
    const record = storedRecord("rolled-back");
    const decision = { actor: "ada", action: "pause", reason: "lunch", result: "paused at 5 %" };
    const own = { ...decision, atMs: 2, rolloutId: rolloutOf(record).id };
    const audit = [own, { ...own, atMs: 1, reason: "a look" }, { ...own, rolloutId: "another" }];
    const report = toReport({ ...record, audit });
    expect(report.decisions.map(({ reason }) => reason)).toEqual(["a look", "lunch"]);
    expect(toHtml(report)).toContain("Decided by hand");
  });

  it("is refused where there has been no rollout", () => {
    expect(() => toReport(liveRecord(v1))).toThrow(/no rollout of info in production/);
  });

  it("has no number that is none, from the first moment of a rollout on", () => {
    const { timeline, startedAtMs } = rolloutOf(storedRecord("observing"));
    const begun = withRollout(storedRecord("observing"), {
      phase: "admitted",
      stepIndex: -1,
      candidatePercent: 0,
      timeline: timeline.slice(0, 1).map((line) => ({ ...line, atMs: startedAtMs })),
      trace: undefined,
      served: undefined,
      judge: undefined,
    });
    expect(toHtml(toReport(begun))).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("texts from outside", () => {
  const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"' &amp; \u202e | [x](javascript:alert(3)) @team \u001b[2J`;
  const record = withRollout(storedRecord("rolled-back"), {
    reason: hostile,
    actor: hostile,
    failure: { kind: "verdict", text: hostile, atMs: 0 },
    runUrl: `javascript:alert("${hostile}")`,
    candidate: { ...rolloutOf(storedRecord("rolled-back")).candidate, version: hostile },
    timeline: [{ atMs: 0, phase: "observing", candidatePercent: 5, text: hostile }],
  });
  const report = toReport({ ...record, service: hostile, environment: hostile });

  it("are text in the page, and nothing else", () => {
    const html = toHtml(report);
    expect(html).not.toMatch(/<(script|img|iframe|link|object)/i);
    expect(html).not.toContain("href=");
    expect(html).not.toContain("\u202e");
    expect(html).toContain("&lt;script&gt;");
  });

  it("are text in Markdown, and nothing else", () => {
    const markdown = toMarkdown(report);
    expect(markdown).not.toContain("<script");
    expect(markdown).not.toContain("<img");
    expect(markdown).not.toContain("](javascript");
    expect(markdown).not.toMatch(/@team/);
  });

  it.each([
    ["javascript:alert(1)", 0],
    ["data:text/html,x", 0],
    ["https://user:pass@example.com/a/b/actions/runs/1", 0],
    ["no address", 0],
    ["https://ci.example.com/job/7", 1],
    ["https://github.com/acme/info/actions/runs/7", 3],
  ])("the address %s gives %i links", (runUrl, count) => {
    expect(linksOf({ ...rolloutOf(storedRecord("rolled-back")), runUrl })).toHaveLength(count);
  });

  it("that are too many for a summary are cut at a line, and it is said", () => {
    const line = { atMs: 1, phase: "observing", candidatePercent: 5, text: "&".repeat(600) } as const;
    const rollout = rolloutOf(storedRecord("rolled-back"));
    const word = rollout.trace?.words[0];
    if (word === undefined) throw new Error("the record has a word");
    const words = Array.from({ length: 3_000 }, () => ({ ...word, summary: "<".repeat(500) }));
    const trace = { points: rollout.trace?.points ?? [], words };
    const markdown = toMarkdown(toReport(withRollout(record, { timeline: Array(200).fill(line), trace })));
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(1_048_576);
    expect(markdown).toContain("is left out");
  });
});

describe("secrets", () => {
  const shaped = [
    `ghp_${"a".repeat(36)}`,
    `github_pat_${"b".repeat(40)}`,
    "xoxb-1234567890-abcdef",
    "https://hooks.slack.com/services/T000/B000/cdefgh",
    "Authorization: Bearer abcdefghijkl",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef",
    "https://user:hunter22@example.com/",
    `glued1Aghp_${"a".repeat(36)}`,
    `ghp_\u200b${"a".repeat(36)}`,
    "password=hunter22",
    '"token": "hunter22"',
  ];

  it.each(shaped)("that look like %s are not shown", (text) => {
    const shown = redact(`it said ${text} and ended`);
    expect(shown).toContain("***");
    expect(shown).not.toMatch(/a{30}|b{30}|1234567890-abcdef|cdefgh|abcdefghijkl|eyJzdWIi|hunter22/);
    expect(shown).toMatch(/^it said .* and ended$/);
  });

  it("that a person wrote into a reason are in no format of the report", () => {
    const token = shaped[0] ?? "";
    const record = withRollout(storedRecord("rolled-back"), {
      reason: `because ${token}`,
      failure: { kind: "target", text: `refused ${token}`, atMs: 0 },
      timeline: [{ atMs: 0, phase: "observing", candidatePercent: 5, text: token }],
    });
    for (const render of Object.values(renderers)) expect(render(toReport(record))).not.toContain(token);
  });

  it("in fields that nobody asked to see do not get into a report", () => {
    const mark = "MARK-OF-A-FIELD";
    const record = withRollout(storedRecord("rolled-back"), {
      id: mark,
      messages: { slack: mark },
      lease: { mode: "drive", holder: mark, untilMs: 0 },
      operation: { key: mark, effect: mark, intendedAtMs: 0, error: mark },
    });
    const { rollout } = record;
    if (rollout === undefined) throw new Error("there is one");
    const outbox = [
      {
        key: mark,
        destination: mark,
        notice: {
          ...({ kind: "started", service: "info", environment: "production", version: "1", rolloutId: mark } as const),
          ...({ phase: "admitted", candidatePercent: 0, text: mark, reason: mark, actor: mark, atMs: 0 } as const),
        },
        attempts: 1,
        dueMs: 0,
        lastError: mark,
      },
    ];
    for (const render of Object.values(renderers)) expect(render(toReport({ ...record, outbox }))).not.toContain(mark);
  });
});

describe("words", () => {
  it.each([
    [{ requests: 0, failures: 0 }, "no requests"],
    [{ requests: 10, failures: 0 }, "0 % (0 of 10)"],
    [{ requests: 100_000, failures: 1 }, "0.001 % (1 of 100,000)"],
    [{ requests: 412, failures: 31 }, "7.5 % (31 of 412)"],
    [{ requests: 5, failures: 5 }, "100 % (5 of 5)"],
  ])("%o is %s", (counts, text) => {
    expect(shareText(counts).replaceAll("\u00a0", " ")).toBe(text);
  });

  it("never call anything but a pass good", () => {
    const kinds = ["continue", "fail", "inconclusive", "provider-error", "skipped"] as const;
    for (const kind of kinds) expect(verdictWords({ kind })).not.toContain("good");
    expect(verdictWords({ kind: "pass" })).toContain("good");
  });

  it.each<[Phase, string]>([
    ["succeeded", "good"],
    ["rolled-back", "bad"],
    ["rollback-failed", "attention"],
    ["frozen", "attention"],
    ["holding", "waiting"],
  ])("a rollout that is %s looks %s", (phase, tone) => {
    expect(toReport(withRollout(storedRecord("observing"), { phase })).tone).toBe(tone);
  });
});
