import assert from "node:assert/strict";
import { test } from "node:test";
import { createLevels } from "../src/levels.js";

/** data in memory: counts how often it is asked, and fails while `down` is set. */
function setUp({ freshMs = 10, staleMs = 100 } = {}) {
  const world = { nowMs: 0, asked: 0, down: false, logged: [] };
  const fetchLevels = async () => {
    world.asked += 1;
    if (world.down) throw new Error("data is down");
    return [{ station: "quay", levelCm: world.asked }];
  };
  const log = (fields) => world.logged.push(fields);
  return { world, read: createLevels({ fetchLevels, now: () => world.nowMs, freshMs, staleMs, log }) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("readers that come together ask data once", async () => {
  const { world, read } = setUp();
  const answers = await Promise.all([read(), read(), read()]);
  assert.equal(world.asked, 1);
  assert.deepEqual(answers[2], { levels: [{ station: "quay", levelCm: 1 }], ageMs: 0 });
});

test("fresh levels are not asked for again", async () => {
  const { world, read } = setUp();
  await read();
  world.nowMs = 10;
  assert.equal((await read()).ageMs, 10);
  assert.equal(world.asked, 1);
});

test("older levels are handed out at once while new ones are fetched", async () => {
  const { world, read } = setUp();
  await read();
  world.nowMs = 11;
  assert.equal((await read()).levels[0].levelCm, 1);
  await settled();
  assert.equal((await read()).levels[0].levelCm, 2);
});

test("while data is down the old levels stay, and the log says so", async () => {
  const { world, read } = setUp();
  await read();
  world.down = true;
  world.nowMs = 100;
  assert.deepEqual(await read(), { levels: [{ station: "quay", levelCm: 1 }], ageMs: 100 });
  await settled();
  assert.deepEqual(world.logged, [{ msg: "keeping old levels", error: "data is down" }]);
});

test("levels that are too old are not told to anybody", async () => {
  const { world, read } = setUp();
  await read();
  world.down = true;
  world.nowMs = 101;
  await assert.rejects(read(), /data is down/);
});

test("after a failure at the start the next reader asks again", async () => {
  const { world, read } = setUp();
  world.down = true;
  await assert.rejects(read(), /data is down/);
  world.down = false;
  assert.equal((await read()).levels[0].levelCm, 2);
});
