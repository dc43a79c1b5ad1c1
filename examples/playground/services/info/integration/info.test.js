import assert from "node:assert/strict";
import { test } from "node:test";

const baseUrl = process.env.BASE_URL;
if (!baseUrl) throw new Error("BASE_URL is not set: say where info runs, such as http://127.0.0.1:5555");
const dataUrl = process.env.DATA_URL;

const ask = (path) => fetch(`${baseUrl}${path}`, { signal: AbortSignal.timeout(5000) });

test("info is healthy and says its version", async () => {
  assert.equal((await ask("/healthz")).status, 200);
  const { service, version } = await (await ask("/version")).json();
  assert.equal(service, "info");
  if (process.env.EXPECT_VERSION) assert.equal(version, process.env.EXPECT_VERSION);
});

test("every station can be read aloud, with a level from the last minute", async () => {
  const stations = await (await ask("/")).json();
  assert.ok(stations.length > 0);
  for (const { text, takenAt } of stations) {
    assert.match(text, /^.+: -?\d+ cm and (rising|falling|slack), gate (open|shut)$/);
    assert.ok(Math.abs(Date.now() - Date.parse(takenAt)) < 60_000, `${takenAt} is not now`);
  }
});

test("a station has its own page", async () => {
  const [{ station }] = await (await ask("/api/info")).json();
  const page = await ask(`/api/info/${station}`);
  assert.equal(page.status, 200);
  assert.equal((await page.json()).station, station);
});

test("a station that does not exist is a 404", async () => {
  assert.equal((await ask("/api/info/atlantis")).status, 404);
});

test("info tells of the stations that data knows", { skip: dataUrl ? false : "DATA_URL is not set" }, async () => {
  const known = await (await fetch(`${dataUrl}/api/stations`, { signal: AbortSignal.timeout(5000) })).json();
  const told = await (await ask("/api/info")).json();
  assert.deepEqual(
    told.map(({ station }) => station),
    known.map(({ id }) => id),
  );
});
