import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHtml } from "../../src/report/to-html.ts";
import { toReport } from "../../src/report/to-report.ts";
import { Chromium, findChromium, type Look } from "./chromium.ts";
import { rolloutOf, storedRecord, withRollout } from "./stored-record.ts";

const program = findChromium();
// Nothing is skipped where it would not be noticed.
const isDemanded = process.env.CI !== undefined;

const looks: (Look & { readonly name: string })[] = [
  { name: "a desk, light", width: 1280, height: 900, scheme: "light" },
  { name: "a desk, dark", width: 1280, height: 900, scheme: "dark" },
  { name: "a phone, light", width: 390, height: 844, scheme: "light" },
  { name: "a phone, dark", width: 390, height: 844, scheme: "dark" },
];

/** What is wider than the window, and letters that hang out of their picture. */
const overflow = `[
  document.documentElement.scrollWidth - window.innerWidth,
  ...[...document.querySelectorAll("figure > svg")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].map((text) => text.getBoundingClientRect())
      .map((box) => Math.max(frame.left - box.left, box.right - frame.right, box.bottom - frame.bottom, 0));
  }),
].filter((pixels) => pixels > 1)`;
/** Pictures without a name for those who do not see them. */
const unnamed = `[...document.querySelectorAll("svg[role=img]")].filter((svg) =>
  svg.getAttribute("aria-labelledby").split(" ").some((id) => !document.getElementById(id)?.textContent)).length`;
const picture = new URL("../../docs/report.png", import.meta.url);
/** Width and height stand in the header chunk: https://www.w3.org/TR/png-3/#11IHDR */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
const background = "getComputedStyle(document.body).backgroundColor";

describe.skipIf(program === undefined && !isDemanded)("the page in a real browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-page-"));
  const pageAt = (name: string, html: string) => {
    const path = join(folder, name);
    writeFileSync(path, html);
    return pathToFileURL(path).href;
  };
  const page = pageAt("good.html", toHtml(toReport(storedRecord("succeeded"))));
  let browser: Chromium;

  beforeAll(async () => {
    browser = await Chromium.start(program ?? "chromium");
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(looks)("on $name asks for nothing, complains of nothing and overflows nowhere", async (look) => {
    const shown = await browser.show(page, look);
    expect(await shown.evaluate(overflow)).toEqual([]);
    expect(await shown.evaluate(unnamed)).toBe(0);
    expect(await shown.evaluate("document.querySelectorAll('figure > svg').length")).toBe(4);
    expect(await shown.evaluate(background)).toBe(look.scheme === "dark" ? "rgb(16, 20, 24)" : "rgb(255, 255, 255)");
    expect(shown.requests).toEqual([]);
    expect(shown.complaints).toEqual([]);
  });

  it("on a phone holds words that have no end", async () => {
    const endless = "x".repeat(400);
    const { candidate } = rolloutOf(storedRecord("rolled-back"));
    const record = withRollout(storedRecord("rolled-back"), {
      reason: endless,
      candidate: { ...candidate, version: endless },
      timeline: [{ atMs: 0, phase: "observing", candidatePercent: 5, text: endless }],
    });
    const phone = { width: 390, height: 844, scheme: "light" } as const;
    const shown = await browser.show(pageAt("endless.html", toHtml(toReport(record))), phone);
    expect(await shown.evaluate(overflow)).toEqual([]);
  });

  it("is on the picture in the docs, which UPDATE_SCREENSHOT=1 takes anew", async () => {
    const desk = { width: 1100, height: 1180, scheme: "light" } as const;
    const shown = await browser.show(pageAt("rolled-back.html", toHtml(toReport(storedRecord("rolled-back")))), desk);
    const taken = await shown.screenshot(desk);
    if (process.env.UPDATE_SCREENSHOT !== undefined) writeFileSync(picture, taken);
    const kept = readFileSync(picture);
    expect(sizeOf(kept)).toEqual(sizeOf(taken));
    expect(kept.byteLength).toBeLessThan(200_000);
  });

  it("would be seen to overflow, to ask and to complain, if it did", async () => {
    const html = toHtml(toReport(storedRecord("succeeded")))
      .replace(
        "<main>",
        '<main><img src="http://127.0.0.1:9/x.png"><div style="width:2000px">wide</div><pre>'.concat(
          "y".repeat(999),
          "</pre>",
        ),
      )
      .replace("<svg ", '<svg data-x="1" ')
      .replace(/text class="tick" x="[\d.]+"/, 'text class="tick" x="-90"');
    const shown = await browser.show(pageAt("bad.html", html), { width: 390, height: 844, scheme: "light" });
    expect(await shown.evaluate(overflow)).not.toEqual([]);
    // Our policy forbids both, and the browser says so.
    expect(shown.complaints.join("\n")).toMatch(
      /image 'http:\/\/127\.0\.0\.1:9\/x\.png' violates .* Content Security Policy/,
    );
    expect(shown.complaints.join("\n")).toMatch(/inline style violates .* Content Security Policy/);
  });
});
