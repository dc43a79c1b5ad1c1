import { describe, expect, it } from "vitest";
import { parsePrometheusText } from "../../src/metrics/prometheus-text.ts";

describe("parsePrometheusText", () => {
  it("reads names, labels with escapes, values and times, and skips comments and empty lines", () => {
    const page = [
      "# HELP up Whether it is up.",
      "",
      "up 1",
      String.raw`requests_total{path="C:\\tide\"\n",code = "200", } 1.5e3 1700000000000`,
      "  # a comment",
      "free{} -Inf\r",
      "odd NaN",
    ].join("\n");
    expect(parsePrometheusText(page, "test")).toEqual([
      { name: "up", labels: {}, value: 1 },
      { name: "requests_total", labels: { path: 'C:\\tide"\n', code: "200" }, value: 1500, atMs: 1_700_000_000_000 },
      { name: "free", labels: {}, value: Number.NEGATIVE_INFINITY },
      { name: "odd", labels: {}, value: Number.NaN },
    ]);
  });

  it("reads an empty page as no series", () => {
    expect(parsePrometheusText("", "test")).toEqual([]);
  });

  it.each([
    "<html>",
    "{}",
    '{"status":"error"}',
    "up",
    "up one",
    "up 0x10",
    "up 1 2 3",
    'up{code="200" 1',
    "up{code=200} 1",
    'up{code="2"00"} 1',
    'up{code="1",code="2"} 1',
    "9up 1",
    "up 1\nup 2",
    'up{a="1",b="2"} 1\nup{b="2",a="1"} 1',
  ])("takes nothing from a page with %j", (page) => {
    expect(() => parsePrometheusText(`fine 1\n${page}\n`, "the page")).toThrow(
      expect.objectContaining({
        code: "unavailable",
        message: expect.stringMatching(/^Line [23] of the page is not Prometheus text/),
      }),
    );
  });
});
