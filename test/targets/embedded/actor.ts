// Rolls a release out to 20 % in a process of its own, says so, and then waits to be killed.
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { ImageRegistry } from "../../../src/registry/index.ts";
import { EmbeddedTarget } from "../../../src/targets/embedded/embedded-target.ts";

const { home, host } = JSON.parse(process.argv[2] ?? "");
const { release, rollout } = JSON.parse(await text(process.stdin));
const target = new EmbeddedTarget({
  home,
  environment: "production",
  service: "info",
  settings: { kind: "embedded", port: 0, instances: 1, env: {}, healthPath: "/healthz", drainMs: 1_000 },
  objectives: [],
  image: `${host}/acme/info`,
  registry: new ImageRegistry(),
});
const stored = await target.read();
if (stored === undefined) throw new Error("nothing is live");
const fence = { epoch: 2, key: "actor" };
const revision = await target.write({ ...stored.record, epoch: 2 }, stored.revision);
await target.apply({ kind: "prepare", release }, fence);
while (!(await target.observe()).arms.candidate?.ready) await delay(25);
await target.apply({ kind: "set-weight", candidatePercent: 20 }, fence);
const lease = { ...rollout.lease, untilMs: Date.now() + rollout.plan.leaseMs };
await target.write({ ...stored.record, epoch: 2, rollout: { ...rollout, lease } }, revision);
process.stdout.write("at 20 %\n");
await delay(60_000);
