import { resolve } from "node:path";
import { runMain } from "../../src/action/run-main.ts";
import { connect } from "../../src/connect/connect.ts";
import { getService } from "../../src/connect/find-settings.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import { definition } from "./inputs.ts";
import { run } from "./run.ts";

const { env } = process;
// Going back is not to be cancelled half-way: a signal is noted and the work goes on until the runner kills it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const all = getService(manifest, inputs.service).environments.map(({ name }) => name);
  const environments = inputs.environment === undefined ? all : [inputs.environment];
  const connections = environments.map((environment) => connect({ ...inputs, environment, manifest, env }));
  for (const { secrets } of connections) for (const secret of secrets) runner.setSecret(secret);
  await run(inputs, { connections, runner });
});
