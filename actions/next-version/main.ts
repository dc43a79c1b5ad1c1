import { resolve } from "node:path";
import { getCommit } from "../../src/action/get-commit.ts";
import { runMain } from "../../src/action/run-main.ts";
import { getService } from "../../src/connect/find-settings.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import { GithubClient, GithubCommits, GithubTags } from "../../src/ledger/index.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import { definition } from "./inputs.ts";
import { run } from "./run.ts";

const { env } = process;

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.manifest));
  const github = GithubClient.fromEnvironment(env, { token: inputs.token });
  await run(inputs, {
    service: getService(manifest, inputs.service),
    commit: getCommit(env),
    tags: new GithubTags(github),
    commits: new GithubCommits(github),
    images: ImageRegistry.fromEnvironment(env),
    runner,
  });
});
