import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { emptyTrace, tracePoll, traceStep } from "../../src/slo/replay.ts";
import { policyWith, startMs } from "../slo/judge-fixture.ts";

/** A rollout that failed, as evidence on disk. */
function storedEvidence(change: (text: string) => string = (text) => text): string {
  const policy = policyWith();
  let state = startStep(undefined, policy, startMs);
  let trace = traceStep(emptyTrace, policy, startMs);
  for (let second = 0; second < 6; second += 1) {
    const arm = (requests: number, errors: number, instance: string) => ({
      requests: requests * second,
      bad: { errors: errors * second, "slow-50ms": 0 },
      instance,
    });
    const arms = { stable: arm(380, 0, "s"), candidate: arm(20, 1, "c") };
    const atMs = startMs + 1000 * second;
    const poll = {
      atMs,
      reading: { kind: "sample", sample: { atMs, arms } } as const,
      candidate: { ready: true, restarts: 0 },
    };
    const judgement = judge(state, poll, policy);
    state = judgement.state;
    trace = tracePoll(trace, poll, judgement.verdict);
  }
  const path = join(mkdtempSync(join(tmpdir(), "tidegate-replay-")), "evidence.json");
  writeFileSync(path, change(JSON.stringify(trace)));
  return path;
}

const command = ["--import", "./src/build/json-imports.mjs", "src/cli/main.ts", "replay"];
const run = (path: string) => spawnSync(process.execPath, [...command, path], { encoding: "utf8" });

describe("tidegate replay", () => {
  it("reaches every recorded verdict again, word for word", () => {
    const output = execFileSync(process.execPath, [...command, storedEvidence()], { encoding: "utf8" });
    expect(output).toMatch(/fail: errors 5\.0 % of \d+ requests on candidate/);
    expect(output.trimEnd().split("\n").at(-1)).toBe("identical: 6 of 6 recorded verdicts were reached again");
  });

  it("ends with 1 and names the poll when the evidence does not lead to what was said", () => {
    const { status, stdout } = run(storedEvidence((text) => text.replaceAll(/"errors":[1-9]\d*/g, '"errors":0')));
    expect(status).toBe(1);
    expect(stdout).toMatch(/differs in step 0 at \d\d:\d\d:\d\d: recorded ".*", replayed "continue/);
  });

  it.each([
    { what: "no JSON", change: () => "{", message: /it is not JSON/ },
    { what: "another format", change: (text: string) => text.replace('"format":1', '"format":2'), message: /format/ },
  ])("refuses $what", ({ change, message }) => {
    const { status, stderr } = run(storedEvidence(change));
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  it("says so when there is no such file", () => {
    expect(run("/nowhere/evidence.json").stderr).toMatch(/evidence.*cannot be read/);
  });
});
