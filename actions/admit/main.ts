import { resolve } from "node:path";
import { runMain } from "../../src/action/run-main.ts";
import { connect } from "../../src/connect/connect.ts";
import { getService } from "../../src/connect/find-settings.ts";
import { loadManifest } from "../../src/connect/load-manifest.ts";
import {
  GithubClient,
  GithubCommits,
  GithubDeliveryHistory,
  GithubDeployments,
  GithubEnvironments,
  GithubTags,
} from "../../src/ledger/index.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import { collectFacts } from "./collect-facts.ts";
import { findBudgetRefusal } from "./find-budget-refusal.ts";
import { definition } from "./inputs.ts";
import { run } from "./run.ts";

const { env } = process;

await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.manifest));
  const github = GithubClient.fromEnvironment(env, { token: inputs.token });
  await run(inputs, {
    manifest,
    runner,
    collectFacts: (request) =>
      collectFacts(request, {
        nowMs: Date.now(),
        isFreezeOverridden: inputs["override-freeze"] !== undefined,
        findBudgetRefusal: (environment) => findBudgetRefusal(inputs, { manifest, environment, env, runner }),
        isRetry: inputs["retry-reason"] !== undefined,
        environments: new GithubEnvironments(github),
        tags: new GithubTags(github),
        commits: new GithubCommits(github),
        images: ImageRegistry.fromEnvironment(env),
        history: new GithubDeliveryHistory(new GithubDeployments(github), getService(manifest, inputs.service)),
        readRecord: async ({ name: environment }) => {
          const { target } = connect({ manifest, service: inputs.service, environment, env });
          return (await target.read())?.record;
        },
      }),
  });
});
