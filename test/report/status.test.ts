import { describe, expect, it } from "vitest";
import { watchStatuses } from "../../src/cli/status/watch-statuses.ts";
import { renderStatus, statusLine } from "../../src/report/render-status.ts";
import { type Status, toStatus, unknownStatus } from "../../src/report/status.ts";
import type { DeliveryRecord, Rollout } from "../../src/rollout/record.ts";
import { liveRecord, v1, v2 } from "../rollout/bench.ts";
import { FakeClock } from "../rollout/fake-clock.ts";
import { recordIn, sinceMs } from "../rollout/record-in.ts";
import { storedRecord } from "./stored-record.ts";

const place = { service: "info", environment: "production" };
const unpainted = (_: unknown, text: string) => text;
const lineOf = (status: Status, name: string) => status.lines.find(([key]) => key === name)?.[1];
const observing = (changes: Partial<Rollout> = {}, nowMs = sinceMs + 1_000) =>
  toStatus(place, recordIn("observing", changes), nowMs);

describe("the status of an environment", () => {
  it("with a rollout under way is told as it was looked at", async () => {
    const record = storedRecord("observing");
    const nowMs = (record.rollout?.trace?.points.at(-1)?.atMs ?? 0) + 100;
    const text = renderStatus([toStatus(place, record, nowMs)], unpainted, 100).join("\n");
    await expect(`${text}\n`).toMatchFileSnapshot("__golden__/status.txt");
  });

  it.each<[what: string, record: DeliveryRecord | undefined, headline: string]>([
    ["nothing", undefined, "nothing was ever delivered"],
    ["no rollout yet", liveRecord(v1), "no rollout"],
    ["a rollout that ended", recordIn("rolled-back", { endedAtMs: sinceMs }), "1.1.0 rolled back"],
    ["a rollout before its first step", recordIn("preparing"), "1.1.0 preparing at 0 %"],
    ["a rollout at its first step", recordIn("observing"), "1.1.0 observing at 5 %, step 1 of 4"],
  ])("with %s has a headline that says so", (_, record, headline) => {
    expect(toStatus(place, record, sinceMs).headline.replaceAll("\u00a0", " ")).toBe(headline);
  });

  it("names what is live, not what is rolled out", () => {
    expect(lineOf(observing(), "live")).toMatch(/^1\.0\.0 \(sha256:111/);
  });

  it.each<[nowMs: number, text: RegExp]>([
    [sinceMs + 4_999, /^observing ends in 1 ms at the latest$/],
    [sinceMs + 5_000, /^observing should have ended 0 ms ago, and nobody has seen to it yet$/],
    [sinceMs + 65_000, /should have ended 1 min 00 s ago/],
  ])("at %i ms tells the deadline", (nowMs, text) => {
    expect(lineOf(observing({ deadlineMs: sinceMs + 5_000 }, nowMs), "next")).toMatch(text);
  });

  it.each<[what: string, lease: Rollout["lease"], phase: "observing" | "baking", text: RegExp]>([
    ["nobody", undefined, "observing", /^nobody$/],
    [
      "a lease",
      { mode: "drive", holder: "run 7", untilMs: sinceMs + 3_000 },
      "observing",
      /^run 7, believed alive for 2\.0 s more$/,
    ],
    [
      "a lease that ran out",
      { mode: "drive", holder: "run 7", untilMs: sinceMs },
      "observing",
      /^lost 1\.0 s ago \(run 7\): .* takes the traffic back/,
    ],
    [
      "nobody on purpose",
      { mode: "unattended", holder: "run 7", untilMs: sinceMs + 61_000, onExpiry: "keep" },
      "baking",
      /on purpose; .* within 1 min 00 s, the share stays/,
    ],
    [
      "nobody in time",
      { mode: "unattended", holder: "run 7", untilMs: sinceMs, onExpiry: "rollback" },
      "baking",
      /nobody came in time: the traffic goes back/,
    ],
  ])("driven by %s says so", (_, lease, phase, text) => {
    expect(lineOf(toStatus(place, recordIn(phase, { lease }), sinceMs + 1_000), "driver")).toMatch(text);
  });

  it.each([
    [sinceMs + 7_999, "waiting"],
    [sinceMs + 8_000, "attention"],
  ])("at %i ms looks %s, because its lease ends then", (nowMs, tone) => {
    const lease = { mode: "drive", holder: "run 7", untilMs: sinceMs + 8_000 } as const;
    expect(observing({ lease }, nowMs).tone).toBe(tone);
  });

  it("says since when and why it holds, and who paused it", () => {
    const held = {
      kind: "no-metrics",
      reason: "no answer",
      sinceMs,
      resume: "observing",
      resumeDeadlineMs: 0,
    } as const;
    expect(lineOf(observing({ hold: held }), "held")).toBe("1.0 s ago: no answer");
    const pause = { kind: "manual", actor: "ada", reason: "lunch", sinceMs, resume: "observing" } as const;
    expect(lineOf(observing({ pause }), "paused")).toBe("1.0 s ago by ada: lunch");
  });

  it("does not give the verdict on a step for one on the next", () => {
    const word = {
      step: "step 0",
      candidatePercent: 5,
      sinceMs,
      atMs: sinceMs,
      kind: "pass",
      summary: "well",
      indicators: [],
    } as const;
    const trace = { points: [], words: [word] };
    expect(
      lineOf(observing({ trace: { ...trace, words: [{ ...word, indicators: [] }] }, judgedStep: "step 0" }), "verdict"),
    ).toMatch(/^good enough/);
    expect(
      lineOf(observing({ trace: { ...trace, words: [{ ...word, indicators: [] }] }, judgedStep: "step 1" }), "verdict"),
    ).toBeUndefined();
  });

  it("tells what is asked, untold and in quarantine", () => {
    const command = { id: "c1", kind: "pause", rolloutId: "r1", actor: "ada", reason: "lunch", atMs: 0 } as const;
    const banned = {
      kind: "failed",
      digest: v2.digest,
      version: "1.1.0",
      rolloutId: "r0",
      reason: "bad",
      atMs: 0,
    } as const;
    const status = toStatus(place, { ...recordIn("observing"), commands: [command], quarantine: [banned] }, sinceMs);
    expect(lineOf(status, "asked")).toBe("pause by ada: lunch");
    expect(lineOf(status, "quarantine")).toBe("1.1.0");
    expect(lineOf(status, "untold")).toBeUndefined();
  });

  it("prints nothing that a terminal would obey, and no secret", () => {
    const token = `ghp_${"a".repeat(36)}`;
    const text = renderStatus([observing({ reason: `\u001b[2J\u009b1A${token}\r\nx` })], unpainted).join("\n");
    for (const control of ["\u001b", "\u009b", "\r"]) expect(text).not.toContain(control);
    expect(text).not.toContain(token);
  });
});

describe("a status on a terminal", () => {
  const long = { ...observing(), lines: [["rollout", `${"word ".repeat(40)}${"x".repeat(90)}`]] } as const;

  it.each([40, 80, 120])("has no line of more than %i columns", (columns) => {
    for (const line of renderStatus([long, unknownStatus(place, "p".repeat(300))], unpainted, columns)) {
      expect([...line].length).toBeLessThanOrEqual(columns);
    }
  });

  it("loses no word to the width", () => {
    const text = renderStatus([long], unpainted, 40).join(" ");
    expect(text.match(/word/g)).toHaveLength(40);
    expect(text.match(/x/g)).toHaveLength(90);
  });
});

/** Looks at one record after the other, a second apart, then ends. */
async function watched(records: readonly DeliveryRecord[], isTerminal: boolean): Promise<string[]> {
  const clock = new FakeClock();
  const end = new AbortController();
  const written: string[] = [];
  let looks = 0;
  await watchStatuses({
    look: async () => {
      const record = records[looks];
      looks += 1;
      if (looks >= records.length) end.abort();
      return [toStatus(place, record, clock.nowMs())];
    },
    screen: { isTerminal, write: (text) => void written.push(text), size: () => ({ columns: 80, rows: 10 }) },
    paint: unpainted,
    clock,
    everyMs: 1_000,
    signal: end.signal,
  });
  return written;
}

describe("a watch", () => {
  const steps = [recordIn("observing"), recordIn("observing"), recordIn("rolling-back"), recordIn("rolling-back")];

  it("writes one line for each change where it is read by a program", async () => {
    const written = await watched(steps, false);
    expect(written.map((line) => line.replace(/^\d\d:\d\d:\d\d /, "").replaceAll("\u00a0", " "))).toEqual([
      "info → production: 1.1.0 observing at 5 %, step 1 of 4 · its driver is lost\n",
      "info → production: 1.1.0 rolling-back at 5 %, step 1 of 4 · its driver is lost\n",
    ]);
  });

  it("draws over what it drew before, line for line, on a terminal", async () => {
    const [first = "", second = ""] = await watched(steps.slice(0, 2), true);
    expect(first.startsWith("\u001b[J")).toBe(true);
    const drawn = first.split("\n").length - 1;
    expect(second.startsWith(`\u001b[${drawn}A\u001b[J`)).toBe(true);
    expect(drawn).toBeLessThan(10);
  });

  it("says where a target cannot be read", () => {
    expect(statusLine(unknownStatus(place, "refused"))).toBe("info → production: cannot be read · refused");
  });
});
