import { describe, expect, it } from "vitest";
import { makeTakeDown } from "../../src/cli/demo/take-down.ts";

describe("taking the stage down", () => {
  it("closes what was set up last first, and everything only once", async () => {
    const closed: string[] = [];
    const { onClose, takeDown } = makeTakeDown(() => undefined);
    for (const name of ["servers", "targets", "runs"]) onClose(async () => closed.push(name));
    await Promise.all([takeDown(), takeDown()]);
    expect(closed).toEqual(["runs", "targets", "servers"]);
  });

  it("goes on past what cannot be closed, and tells it", async () => {
    const told: string[] = [];
    const closed: string[] = [];
    const { onClose, takeDown } = makeTakeDown((text) => told.push(text));
    onClose(async () => closed.push("servers"));
    onClose(() => Promise.reject(new TypeError("it does not answer")));
    await takeDown();
    expect(closed).toEqual(["servers"]);
    expect(told).toEqual(["could not take something down: it does not answer"]);
  });

  it("closes at once what is set up after it began", async () => {
    const { onClose, takeDown } = makeTakeDown(() => undefined);
    await takeDown();
    const late = new Promise<void>((resolve) => onClose(async () => resolve()));
    await expect(late).resolves.toBeUndefined();
  });
});
