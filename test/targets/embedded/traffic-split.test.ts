import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TrafficSplit } from "../../../src/targets/embedded/traffic-split.ts";

describe("TrafficSplit", () => {
  it.each([0, 0.1, 1, 5, 20, 33.3, 50, 80, 99, 100])(
    "gives the candidate exactly %d percent of any run of requests",
    (percent) => {
      const split = new TrafficSplit(Math.random);
      split.set(percent);
      let candidate = 0;
      for (let count = 1; count <= 10_000; count += 1) {
        if (split.choose() === "candidate") candidate += 1;
        expect(Math.abs(candidate - (count * percent) / 100)).toBeLessThan(2);
      }
    },
  );

  it("keeps the share whatever the random numbers are", () => {
    const numbers = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), numbers, (ppm, stream) => {
        const split = new TrafficSplit(() => stream.next().value);
        split.set(ppm / 10_000);
        const chosen = Array.from({ length: 200 }, () => split.choose()).filter((arm) => arm === "candidate").length;
        return Math.abs(chosen - (200 * ppm) / 1_000_000) < 2;
      }),
    );
  });

  it("does not meet the same page each time when a client goes round its pages in order", () => {
    const split = new TrafficSplit(Math.random);
    split.set(5);
    const pages = new Set<number>();
    for (let request = 0; request < 4_000; request += 1) {
      if (split.choose() === "candidate") pages.add(request % 20);
    }
    expect(pages.size).toBe(20);
  });

  it("has the candidate take the first request at 100 % and none from 0 % on", () => {
    const split = new TrafficSplit(() => 0.999_999);
    split.set(100);
    expect(split.choose()).toBe("candidate");
    split.set(0);
    expect(Array.from({ length: 50 }, () => split.choose())).not.toContain("candidate");
  });

  it.each([0, 0.0001, 0.07, 5, 33.3, 66.7, 99.9, 100])(
    "says %d percent when that was set, to the last digit",
    (percent) => {
      const split = new TrafficSplit(Math.random);
      split.set(percent);
      expect(split.candidatePercent).toBe(percent);
    },
  );
});
