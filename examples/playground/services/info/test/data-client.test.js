import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, test } from "node:test";
import { createDataClient } from "../src/data-client.js";

const level = { station: "quay", name: "Quay", levelCm: 1, changeCmPerHour: 2, takenAt: "2026-01-01T00:00:00.000Z" };
const servers = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A data of our own, and a client for it. */
async function connect(handler, timeoutMs = 5000) {
  const server = createServer(handler).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return createDataClient({ dataUrl: `http://127.0.0.1:${server.address().port}`, timeoutMs });
}

test("it gives the levels of every station", async () => {
  const fetchLevels = await connect((request, response) => {
    response.statusCode = request.url === "/api/levels" ? 200 : 404;
    response.end(JSON.stringify([level]));
  });
  assert.deepEqual(await fetchLevels(), [level]);
});

test("a connection that breaks is tried once more", async () => {
  let asked = 0;
  const fetchLevels = await connect((request, response) => {
    asked += 1;
    if (asked === 1) request.socket.destroy();
    else response.end(JSON.stringify([level]));
  });
  assert.deepEqual(await fetchLevels(), [level]);
  assert.equal(asked, 2);
});

test("a data that never answers is given up after the timeout, without a second try", async () => {
  let asked = 0;
  const fetchLevels = await connect(() => {
    asked += 1;
  }, 30);
  await assert.rejects(fetchLevels(), { name: "DataError", message: /did not answer/ });
  assert.equal(asked, 1);
});

for (const [what, status, body] of [
  ["a failure", 500, JSON.stringify([level])],
  ["something that is not JSON", 200, "<html>"],
  ["something that is not a list", 200, JSON.stringify({ levels: [level] })],
  ["an empty list", 200, "[]"],
  ["a level that is not a number", 200, JSON.stringify([{ ...level, levelCm: null }])],
  ["a list with nothing in it", 200, "[null]"],
]) {
  test(`${what} from data is a DataError`, async () => {
    const fetchLevels = await connect((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    await assert.rejects(fetchLevels(), { name: "DataError" });
  });
}
