import { describe, expect, it } from "vitest";
import { callSite, formatCallSite } from "../../src/errors/call-site.ts";

describe("callSite", () => {
  it("gives the line of the first frame outside tidegate", () => {
    const here = Number(/call-site\.test\.ts:(\d+)/.exec(String(new Error("here").stack))?.[1]);
    const site = callSite();
    expect(site?.file).toMatch(/test[\\/]errors[\\/]call-site\.test\.ts$/);
    expect(site?.line).toBe(here + 1);
  });

  it("takes no place within Node for the author's", async () => {
    const site = await new Promise((resolve) => process.nextTick(resolve)).then(callSite);
    expect(site?.file ?? "").not.toContain("process/task_queues");
  });

  it("leaves the depth of other people's stack traces as it was", () => {
    const before = Error.stackTraceLimit;
    callSite();
    expect(Error.stackTraceLimit).toBe(before);
  });

  it.each([
    [{ file: "/home/me/app/.projenrc.ts", line: 4, column: 2 }, ".projenrc.ts:4"],
    [{ file: "/home/me/application/rc.ts", line: 4, column: 2 }, "/home/me/application/rc.ts:4"],
  ])("is told relative to the project when it lies below it", (site, told) => {
    expect(formatCallSite(site, "/home/me/app")).toBe(told);
  });
});
