import { resolve } from "node:path";
import { runMain } from "../../src/action/run-main.ts";
import { connect } from "../../src/connect/connect.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import { definition } from "./inputs.ts";
import { run } from "./run.ts";

const { env } = process;

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = connect({ ...inputs, manifest, env });
  for (const secret of connection.secrets) runner.setSecret(secret);
  await run(inputs, { connection, runner });
});
