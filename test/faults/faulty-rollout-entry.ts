import { resolve } from "node:path";
import { definition } from "../../actions/rollout/inputs.ts";
import { run } from "../../actions/rollout/run.ts";
import { runMain } from "../../src/action/run-main.ts";
import { cancelSignal } from "../../src/connect/cancel-signal.ts";
import { connect } from "../../src/connect/connect.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import { faultyPorts, parsePortFault } from "./faulty-ports.ts";

/** The rollout action's own main, with a target or a clock that is not as it should be. */
const { env } = process;
const signal = cancelSignal(process);

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = faultyPorts(connect({ ...inputs, manifest, env }), parsePortFault(env.PORT_FAULT ?? ""));
  for (const secret of connection.secrets) runner.setSecret(secret);
  await run(inputs, { connection, runner, signal });
});
