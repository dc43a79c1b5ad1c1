import { expect, it } from "vitest";
import { systemClock } from "../../src/connect/system-clock.ts";

it("waits until the time has come, never less", async () => {
  const atMs = Date.now() + 30;
  await systemClock.until(atMs);
  expect(Date.now()).toBeGreaterThanOrEqual(atMs);
});

it.each([Number.NaN, Number.NEGATIVE_INFINITY, 0])("does not wait for %d", async (atMs) => {
  const startedMs = Date.now();
  await systemClock.until(atMs);
  expect(Date.now() - startedMs).toBeLessThan(1_000);
});

it("stops waiting when it is told to, during the wait or before", async () => {
  const controller = new AbortController();
  const waiting = systemClock.until(Number.POSITIVE_INFINITY, controller.signal);
  controller.abort();
  await waiting;
  await systemClock.until(Number.POSITIVE_INFINITY, controller.signal);
  expect(controller.signal.aborted).toBe(true);
});
