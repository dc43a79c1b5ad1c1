import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, createServer, get } from "node:http";
import { test } from "node:test";
import { createDrain } from "../src/drain.js";

/** A server whose answers wait until `release` is called. */
async function serveHeld() {
  const server = createServer();
  const drain = createDrain(server);
  const held = [];
  server.on("request", (_request, response) => held.push(() => response.end("done")));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const ask = (agent) => get({ port: server.address().port, host: "127.0.0.1", agent });
  const release = () => {
    for (const answer of held.splice(0)) answer();
  };
  return { server, drain, ask, release };
}

test("a request in flight is answered in full, then the server is closed", async () => {
  const { server, drain, ask, release } = await serveHeld();
  const agent = new Agent({ keepAlive: true });
  const answered = once(ask(agent), "response");
  await once(server, "request");
  const finished = drain.finish(10_000);
  assert.equal(server.listening, false);
  release();
  const [response] = await answered;
  assert.equal((await response.toArray()).join(""), "done");
  assert.equal(await finished, "drained");
  agent.destroy();
});

test("an idle connection does not keep the server open", async () => {
  const { server, drain, ask, release } = await serveHeld();
  const agent = new Agent({ keepAlive: true });
  const answered = once(ask(agent), "response");
  await once(server, "request");
  release();
  const [response] = await answered;
  await response.toArray();
  assert.equal(await drain.finish(10_000), "drained");
  agent.destroy();
});

test("a request that takes too long is reported, not waited for", async () => {
  const { server, drain, ask } = await serveHeld();
  const request = ask(false);
  request.on("error", () => {});
  await once(server, "request");
  assert.equal(await drain.finish(20), "cut off");
  server.closeAllConnections();
});
