import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../src/server.js", import.meta.url));

/** Starts the service as its own process and gives its first line. */
async function start(env) {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, exited, first: JSON.parse(line) };
}

test("it says where it listens, answers there, and leaves with 0 on SIGTERM", async () => {
  const { child, exited, first } = await start({ PORT: "0", VERSION: "1.2.3" });
  assert.equal(first.msg, "listening");
  const response = await fetch(`http://127.0.0.1:${first.port}/version`);
  assert.deepEqual(await response.json(), { service: "info", version: "1.2.3" });
  child.kill("SIGTERM");
  assert.deepEqual(await exited, [0, null]);
});

test("bad configuration is said all at once, and the exit code is 1", async () => {
  const { exited, first } = await start({ PORT: "http", DRAIN_MS: "-1", VERSION: "" });
  assert.equal(first.msg, "bad configuration");
  assert.deepEqual(
    first.problems.map((problem) => problem.split(" ")[0]),
    ["PORT", "VERSION", "DRAIN_MS"],
  );
  assert.deepEqual(await exited, [1, null]);
});

test("a port in use is said, and the exit code is 1", async () => {
  const holder = await start({ PORT: "0" });
  const { exited, first } = await start({ PORT: String(holder.first.port) });
  assert.equal(first.msg, "cannot listen");
  assert.match(first.error, /EADDRINUSE/);
  assert.deepEqual(await exited, [1, null]);
  holder.child.kill("SIGTERM");
  await holder.exited;
});
