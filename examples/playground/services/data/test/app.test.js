import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { createApp } from "../src/app.js";
import { stations } from "../src/stations.js";

const logged = [];
let now = () => 0;
const app = createApp({ stations, version: "1.0.0", now: () => now(), log: (fields) => logged.push(fields) });
const server = createServer(app);

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(() => server.close());

const ask = (path, init) => fetch(`http://127.0.0.1:${server.address().port}${path}`, init);

for (const [path, status] of [
  ["/healthz", 200],
  ["/version", 200],
  ["/api/stations", 200],
  ["/api/levels", 200],
  ["/api/stations/ebbhaven/levels", 200],
  ["/api/stations/ebbhaven/levels?hours=24&minutes=1", 200],
  ["/api/stations/ebbhaven/levels?hours=1&minutes=60", 200],
  ["/api/stations/ebbhaven/levels?hours=0", 400],
  ["/api/stations/ebbhaven/levels?hours=25", 400],
  ["/api/stations/ebbhaven/levels?minutes=0", 400],
  ["/api/stations/ebbhaven/levels?minutes=61", 400],
  ["/api/stations/ebbhaven/levels?hours=many", 400],
  ["/api/stations/atlantis/levels", 404],
  ["/", 404],
]) {
  test(`GET ${path} answers ${status} as JSON, with the version`, async () => {
    const response = await ask(path);
    assert.equal(response.status, status);
    assert.equal(response.headers.get("x-version"), "1.0.0");
    const body = await response.json();
    assert.equal(typeof body.error, status === 200 ? "undefined" : "string");
  });
}

test("a day of levels, one every ten minutes, is 144 of them", async () => {
  const { levels } = await (await ask("/api/stations/ebbhaven/levels")).json();
  assert.equal(levels.length, 144);
});

test("the levels are of now, one for each station", async () => {
  const levels = await (await ask("/api/levels")).json();
  assert.deepEqual(
    levels.map(({ station }) => station),
    stations.map(({ id }) => id),
  );
  assert.ok(levels.every(({ takenAt }) => takenAt === "1970-01-01T00:00:00.000Z"));
});

test("nothing can be written", async () => {
  const response = await ask("/api/stations", { method: "POST", body: "x" });
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET, HEAD");
});

test("a failure is a 500 without details, and the details are in the log", async () => {
  now = () => {
    throw new Error("no clock");
  };
  const response = await ask("/api/levels");
  now = () => 0;
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: "internal error" });
  assert.match(logged.at(-1).error, /no clock/);
});
