import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, test } from "node:test";
import { createApp } from "../src/app.js";
import { DataError } from "../src/data-client.js";

const quay = { station: "quay", name: "Quay", levelCm: 1, changeCmPerHour: 20, takenAt: "2026-01-01T00:00:00.000Z" };
const servers = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** The service over levels of our own. */
async function serve(readLevels = async () => ({ levels: [quay], ageMs: 2999 })) {
  const logged = [];
  const app = createApp({ readLevels, version: "1.0.0", log: (fields) => logged.push(fields) });
  const server = createServer(app).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const ask = (path, init) => fetch(`http://127.0.0.1:${server.address().port}${path}`, init);
  return { ask, logged };
}

for (const [path, status] of [
  ["/healthz", 200],
  ["/version", 200],
  ["/", 200],
  ["/api/info", 200],
  ["/api/info/quay", 200],
  ["/api/info/atlantis", 404],
  ["/api/info/quay/", 404],
  ["/api/INFO", 404],
]) {
  test(`GET ${path} answers ${status} as JSON, with the version`, async () => {
    const response = await (await serve()).ask(path);
    assert.equal(response.status, status);
    assert.equal(response.headers.get("x-version"), "1.0.0");
    const body = await response.json();
    assert.equal(typeof body.error, status === 200 ? "undefined" : "string");
  });
}

test("a station's page is its summary, and says how old the level is", async () => {
  const response = await (await serve()).ask("/api/info/quay");
  assert.equal(response.headers.get("age"), "2");
  assert.equal((await response.json()).text, "Quay: 1 cm and rising, gate open");
});

test("without data there is a 503 that says when to come back, and info stays healthy", async () => {
  const { ask, logged } = await serve(() => Promise.reject(new DataError("data is down")));
  const response = await ask("/");
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "1");
  assert.match(logged[0].error, /data is down/);
  assert.equal((await ask("/healthz")).status, 200);
});

test("any other failure is a 500 without details, and the details are in the log", async () => {
  const { ask, logged } = await serve(() => Promise.reject(new TypeError("of our own making")));
  const response = await ask("/");
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: "internal error" });
  assert.match(logged[0].error, /of our own making/);
});

test("nothing can be written", async () => {
  const response = await (await serve()).ask("/", { method: "POST", body: "x" });
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET, HEAD");
});
