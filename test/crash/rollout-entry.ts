import { resolve } from "node:path";
import { definition } from "../../actions/rollout/inputs.ts";
import { run } from "../../actions/rollout/run.ts";
import { runMain } from "../../src/action/run-main.ts";
import { cancelSignal } from "../../src/connect/cancel-signal.ts";
import { connect } from "../../src/connect/connect.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import { crashPorts } from "./crash-ports.ts";
import { deathOf } from "./death-of.ts";

/** The rollout action's own main, with ports at which it can be made to die. */
const { env } = process;
const signal = cancelSignal(process);

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = crashPorts(connect({ ...inputs, manifest, env }), deathOf(env));
  for (const secret of connection.secrets) runner.setSecret(secret);
  await run(inputs, { connection, runner, signal });
});
