import { describe, expect, it } from "vitest";
import { freezeAt } from "../../../src/rollout/governance/freeze-at.ts";
import { type FreezeWindow, freezeWindowSchema } from "../../../src/rollout/governance/freeze-window.ts";
import { momentOf, wallClockAt } from "../../../src/rollout/governance/zoned-time.ts";

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

function weekly(timeZone: string, from: string, to: string): FreezeWindow {
  const moment = (text: string) => {
    const [day, time] = text.split(" ");
    return { day, time };
  };
  return freezeWindowSchema.parse({ kind: "weekly", name: "weekend", timeZone, from: moment(from), to: moment(to) });
}

function once(timeZone: string, from: string, to: string): FreezeWindow {
  return freezeWindowSchema.parse({ kind: "once", name: "once", timeZone, from, to });
}

describe("the moment that clocks in a zone show", () => {
  it.each([
    [
      "an ordinary time",
      "Europe/Berlin",
      "2026-07-01T12:00:00",
      "2026-07-01T10:00:00.000Z",
      "2026-07-01T10:00:00.000Z",
    ],
    [
      "skipped in spring",
      "Europe/Berlin",
      "2026-03-29T02:30:00",
      "2026-03-29T01:00:00.000Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "shown twice in autumn",
      "Europe/Berlin",
      "2026-10-25T02:30:00",
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ],
    [
      "skipped in the south's spring",
      "Australia/Sydney",
      "2026-10-04T02:30:00",
      "2026-10-03T16:00:00.000Z",
      "2026-10-03T16:00:00.000Z",
    ],
    [
      "shown twice in the south's autumn",
      "Australia/Sydney",
      "2026-04-05T02:30:00",
      "2026-04-04T15:30:00.000Z",
      "2026-04-04T16:30:00.000Z",
    ],
    [
      "skipped by half an hour",
      "Australia/Lord_Howe",
      "2026-10-04T02:15:00",
      "2026-10-03T15:30:00.000Z",
      "2026-10-03T15:30:00.000Z",
    ],
    [
      "in a zone of quarter hours",
      "Asia/Kathmandu",
      "2026-01-01T00:00:00",
      "2025-12-31T18:15:00.000Z",
      "2025-12-31T18:15:00.000Z",
    ],
    [
      "on a day that a zone left out",
      "Pacific/Apia",
      "2011-12-30T12:00:00",
      "2011-12-30T10:00:00.000Z",
      "2011-12-30T10:00:00.000Z",
    ],
  ])("%s in %s", (_, timeZone, wall, first, last) => {
    const wallMs = at(`${wall}Z`);
    expect([iso(momentOf(timeZone, wallMs, "first")), iso(momentOf(timeZone, wallMs, "last"))]).toEqual([first, last]);
  });

  it("is the one from which the clock's time was read, whatever the zone and the moment", () => {
    for (const timeZone of [
      "UTC",
      "America/New_York",
      "Europe/London",
      "Asia/Kolkata",
      "America/Santiago",
      "Africa/Casablanca",
    ]) {
      for (let day = 0; day < 366; day++) {
        const momentMs = at("2026-01-01T00:20:00Z") + day * 86_400_000 + day * 3_600_000;
        const wallMs = wallClockAt(timeZone, momentMs);
        expect([momentOf(timeZone, wallMs, "first"), momentOf(timeZone, wallMs, "last")]).toContain(momentMs);
      }
    }
  });
});

describe("a weekly freeze", () => {
  const weekend = weekly("Europe/Berlin", "fri 16:00", "mon 08:00");

  it.each([
    ["a minute before", "2026-11-20T14:59:00Z", false],
    ["at its beginning", "2026-11-20T15:00:00Z", true],
    ["in the middle", "2026-11-22T03:00:00Z", true],
    ["a millisecond before its end", "2026-11-23T06:59:59.999Z", true],
    ["at its end", "2026-11-23T07:00:00Z", false],
    ["in summer by summer time", "2026-07-03T14:00:00Z", true],
    ["in summer a minute before", "2026-07-03T13:59:00Z", false],
    ["over the change of the clocks", "2026-10-26T06:59:00Z", true],
    ["past the change of the clocks", "2026-10-26T07:00:00Z", false],
  ])("%s: %s is %s", (_, moment, isFrozen) => {
    expect(freezeAt([weekend], at(moment)) !== undefined).toBe(isFrozen);
  });

  it("tells since and until when", () => {
    const freeze = freezeAt([weekend], at("2026-10-24T12:00:00Z"));
    expect(freeze && [freeze.name, iso(freeze.sinceMs), iso(freeze.untilMs)]).toEqual([
      "weekend",
      "2026-10-23T14:00:00.000Z",
      "2026-10-26T07:00:00.000Z",
    ]);
  });

  it("that ends in the hour that clocks show twice ends with the second time, and does not come back in between", () => {
    const night = weekly("Europe/Berlin", "sun 01:00", "sun 02:30");
    const frozen = (moment: string) => freezeAt([night], at(moment)) !== undefined;
    expect(
      ["2026-10-24T23:00:00Z", "2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z"].map(frozen),
    ).toEqual([true, true, true, true]);
    expect(frozen("2026-10-25T01:30:00Z")).toBe(false);
  });

  it("that begins in the hour that clocks skip begins with the skip", () => {
    const night = weekly("America/New_York", "sun 02:30", "sun 05:00");
    expect(freezeAt([night], at("2026-03-08T06:59:00Z"))).toBeUndefined();
    expect(freezeAt([night], at("2026-03-08T07:00:00Z"))).toBeDefined();
  });

  it("from a moment to the same moment is always on", () => {
    const always = weekly("UTC", "mon 00:00", "mon 00:00");
    for (const moment of ["2026-11-21T12:00:00Z", "2026-11-23T00:00:00Z", "2026-11-22T23:59:59Z"]) {
      expect(freezeAt([always], at(moment))).toBeDefined();
    }
  });
});

describe("freezes together", () => {
  it("end with the last of those that overlap or touch", () => {
    const windows = [
      once("UTC", "2026-12-20T00:00", "2026-12-24T00:00"),
      once("UTC", "2026-12-24T00:00", "2026-12-27T00:00"),
      once("UTC", "2026-12-26T00:00", "2027-01-04T08:00"),
    ];
    const freeze = freezeAt(windows, at("2026-12-21T00:00:00Z"));
    expect(freeze && iso(freeze.untilMs)).toBe("2027-01-04T08:00:00.000Z");
    expect(freezeAt(windows, at("2027-01-04T08:00:00Z"))).toBeUndefined();
  });

  it("are none when none is declared", () => {
    expect(freezeAt([], at("2026-12-24T12:00:00Z"))).toBeUndefined();
  });
});

describe("a declared window is refused", () => {
  const good = { kind: "once", name: "x", timeZone: "Europe/Berlin", from: "2026-12-20T18:00", to: "2027-01-04T08:00" };
  it.each([
    ["in a zone that does not exist", { ...good, timeZone: "Europe/Berln" }, "no time zone"],
    ["that ends before it begins", { ...good, to: "2026-12-01T00:00" }, "ends before it begins"],
    ["on a day that does not exist", { ...good, from: "2026-02-31T00:00" }, "no such day"],
    ["at a time that does not exist", { ...good, from: "2026-12-20T24:00" }, "expected a local time"],
    ["with a zone of its own", { ...good, from: "2026-12-20T18:00Z" }, "expected a local time"],
  ])("%s", (_, window, text) => {
    expect(freezeWindowSchema.safeParse(window).error?.message).toContain(text);
  });
});
