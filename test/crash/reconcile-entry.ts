import { resolve } from "node:path";
import { definition } from "../../actions/reconcile/inputs.ts";
import { run } from "../../actions/reconcile/run.ts";
import { runMain } from "../../src/action/run-main.ts";
import { connect } from "../../src/connect/connect.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import type { Clock } from "../../src/rollout/ports.ts";
import { crashPorts } from "./crash-ports.ts";
import { deathOf } from "./death-of.ts";

/** The reconcile action's own main, with ports at which it can be made to die, and a clock that may be ahead. */
const { env } = process;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});

await runMain(definition, async (inputs, runner) => {
  const { environment = "production" } = inputs;
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = connect({ ...inputs, environment, manifest, env });
  for (const secret of connection.secrets) runner.setSecret(secret);
  const clock = ahead(connection.clock, Number(env.CLOCK_AHEAD_MS || 0));
  await run(inputs, { connections: [crashPorts({ ...connection, clock }, deathOf(env))], runner });
});

/** A visit that comes later, without the wait for it. */
function ahead(clock: Clock, byMs: number): Clock {
  return { nowMs: () => clock.nowMs() + byMs, until: (atMs, signal) => clock.until(atMs - byMs, signal) };
}
