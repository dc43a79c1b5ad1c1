import { resolve } from "node:path";
import { context as workflowRun } from "@actions/github";
import { runMain } from "../../src/action/run-main.ts";
import { createTarget } from "../../src/connect/create-target.ts";
import { getEnvironment, getService } from "../../src/connect/find-settings.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import { runContext } from "../../src/connect/run-context.ts";
import { systemClock } from "../../src/connect/system-clock.ts";
import { GithubClient, GithubCommits, GithubReleases, GithubTags } from "../../src/ledger/index.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import { regionsOf } from "../../src/release/wave.ts";
import { definition } from "./inputs.ts";
import { run } from "./run.ts";

const { env } = process;

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.manifest));
  const service = getService(manifest, inputs.service);
  const github = GithubClient.fromEnvironment(env, { token: inputs.token });
  const environment = getEnvironment(service, inputs.environment);
  const { wave } = environment;
  const regions = wave === undefined ? [] : regionsOf(service.environments, wave);
  await run(inputs, {
    service,
    environment,
    regions: regions.map((settings) => {
      return { name: settings.name, records: createTarget({ service, settings, env, clock: systemClock }).target };
    }),
    runUrl: runContext(workflowRun, env).runUrl,
    tags: new GithubTags(github),
    commits: new GithubCommits(github),
    releases: new GithubReleases(github),
    images: ImageRegistry.fromEnvironment(env),
    runner,
  });
});
