import { describe, expect, it } from "vitest";
import { addRecent, type RecentCounts, windowCounts } from "../../src/slo/recent-counts.ts";

const tick = (requests: number, failures: number) => ({
  stable: { requests: 10 * requests, failures: 0 },
  candidate: { requests, failures },
});

describe("recent counts", () => {
  const tenMinutes = Array.from({ length: 600 }, (_, second) => second * 1000).reduce<RecentCounts>(
    (recent, atMs) => addRecent(recent, atMs, tick(1, atMs < 540_000 ? 1 : 0)),
    [],
  );

  it("keep the last five minutes and the last one, to ten seconds, for each arm", () => {
    const [long, short] = windowCounts(tenMinutes, 600_000, "candidate");
    expect(long.requests).toBeGreaterThanOrEqual(300);
    expect(long.requests).toBeLessThanOrEqual(310);
    expect(long.failures).toBe(long.requests - 60);
    expect(short).toEqual({ requests: 60, failures: 0 });
    expect(windowCounts(tenMinutes, 600_000, "stable")[1]).toEqual({ requests: 600, failures: 0 });
  });

  it("forget with time even when nothing new is added", () => {
    expect(windowCounts(tenMinutes, 700_000, "candidate")[1]).toEqual({ requests: 0, failures: 0 });
    expect(windowCounts(tenMinutes, 1_000_000, "candidate")[0]).toEqual({ requests: 0, failures: 0 });
  });

  it("stay short", () => {
    expect(tenMinutes.length).toBeLessThanOrEqual(31);
  });
});
