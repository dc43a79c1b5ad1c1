import assert from "node:assert/strict";
import { test } from "node:test";
import { stations } from "../src/stations.js";
import { levelCm, reading, series } from "../src/tide.js";

const HOUR_MS = 3_600_000;
const pond = { id: "pond", name: "Pond", meanCm: 100, tides: [] };
const sea = { id: "sea", name: "Sea", meanCm: 100, tides: [{ constituent: "S2", amplitudeCm: 50, phaseDeg: 0 }] };

test("without tides the level is the mean", () => {
  assert.equal(levelCm(pond, 12_345), 100);
  assert.equal(reading(pond, 0).changeCmPerHour, 0);
});

for (const [hours, expected] of [
  [0, 150],
  [3, 100],
  [6, 50],
  [12, 150],
]) {
  test(`the solar tide is at ${expected} cm after ${hours} hours`, () => {
    assert.equal(levelCm(sea, hours * HOUR_MS), expected);
  });
}

test("three hours after high water it falls fastest: amplitude times angular speed", () => {
  assert.ok(Math.abs(reading(sea, 3 * HOUR_MS).changeCmPerHour + (50 * Math.PI) / 6) < 0.1);
});

test("a series has as many levels as asked for, evenly apart", () => {
  const levels = series(sea, { fromMs: 0, count: 3, everyMs: HOUR_MS });
  assert.deepEqual(
    levels.map(({ at }) => at),
    ["1970-01-01T00:00:00.000Z", "1970-01-01T01:00:00.000Z", "1970-01-01T02:00:00.000Z"],
  );
});

test("no station ever leaves the range its amplitudes allow", () => {
  for (const station of stations) {
    const range = station.tides.reduce((sum, tide) => sum + tide.amplitudeCm, 0);
    for (const { levelCm: level } of series(station, { fromMs: 0, count: 500, everyMs: HOUR_MS })) {
      assert.ok(Math.abs(level - station.meanCm) <= range + 0.1);
    }
  }
});
