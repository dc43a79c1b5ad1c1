import assert from "node:assert/strict";
import { test } from "node:test";

const baseUrl = process.env.BASE_URL;
if (!baseUrl) throw new Error("BASE_URL is not set: say where data runs, such as http://127.0.0.1:9876");

const ask = (path) => fetch(`${baseUrl}${path}`, { signal: AbortSignal.timeout(5000) });

test("data is healthy and says its version", async () => {
  assert.equal((await ask("/healthz")).status, 200);
  const { service, version } = await (await ask("/version")).json();
  assert.equal(service, "data");
  if (process.env.EXPECT_VERSION) assert.equal(version, process.env.EXPECT_VERSION);
});

test("every station has a level, taken within the last minute", async () => {
  const stations = await (await ask("/api/stations")).json();
  const levels = await (await ask("/api/levels")).json();
  assert.deepEqual(
    levels.map(({ station }) => station),
    stations.map(({ id }) => id),
  );
  for (const { takenAt, levelCm } of levels) {
    assert.ok(Math.abs(Date.now() - Date.parse(takenAt)) < 60_000, `${takenAt} is not now`);
    assert.ok(Number.isFinite(levelCm));
  }
});

test("a station's levels can be asked for, hour by hour", async () => {
  const [{ id }] = await (await ask("/api/stations")).json();
  const { levels } = await (await ask(`/api/stations/${id}/levels?hours=6&minutes=60`)).json();
  assert.equal(levels.length, 6);
});

test("a station that does not exist is a 404", async () => {
  assert.equal((await ask("/api/stations/atlantis/levels")).status, 404);
});
