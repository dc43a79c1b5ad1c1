import { describe, expect, it } from "vitest";
import { stoppingCommands } from "../../../src/cli/check/report-drift.ts";

describe("a report in the log of a run", () => {
  it("holds no workflow command: they are stopped around it, by a word that no file can know", () => {
    const [first, second] = [stoppingCommands(" ::add-mask::x\n"), stoppingCommands("")];
    expect(first).toMatch(/^::stop-commands::([0-9a-f-]{32,})\n ::add-mask::x\n::\1::\n$/);
    expect(first.split("\n")[0]).not.toBe(second.split("\n")[0]);
  });
});
