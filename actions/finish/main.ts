import { resolve } from "node:path";
import { runMain } from "../../src/action/run-main.ts";
import { getEnvironment, getService } from "../../src/connect/find-settings.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import { GithubClient, GithubCommits, GithubReleases, GithubTags } from "../../src/ledger/index.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import { definition } from "./inputs.ts";
import { run } from "./run.ts";

const { env } = process;

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.manifest));
  const service = getService(manifest, inputs.service);
  const github = GithubClient.fromEnvironment(env, { token: inputs.token });
  await run(inputs, {
    service,
    environment: getEnvironment(service, inputs.environment),
    tags: new GithubTags(github),
    commits: new GithubCommits(github),
    releases: new GithubReleases(github),
    images: ImageRegistry.fromEnvironment(env),
    runner,
  });
});
