import {
  actions,
  always,
  and,
  checkout,
  eq,
  github,
  input,
  job,
  lines,
  localAction,
  matrix,
  ne,
  notCancelled,
  or,
  run,
  secret,
  sh,
  succeeded,
  text,
  uses,
  workflow,
  workflowDispatch,
} from "../../src/workflow/index.ts";

const rolloutAction = localAction({
  name: "rollout",
  path: "./.github/actions/tidegate/rollout",
  inputs: ["service", "environment", "version", "dry-run"],
  required: ["service", "environment"],
  outputs: ["outcome", "rollout-id"],
  permissions: { deployments: { level: "write", why: "records the deployment" }, contents: "read" },
});

/** A delivery of five jobs with about everything in it that our own workflows use. */
export function deliverySample() {
  const dispatch = workflowDispatch({
    version: input.string({ description: "Which version; empty for the next one" }),
    environment: input.environment({ description: "Where to", required: true, default: "dev" }),
    strategy: input.choice({ description: "How", options: ["canary", "rolling"], default: "canary" }),
    notify: input.boolean({ description: "Whether to tell the team", default: true }),
  });

  const versions = matrix({ node: ["22", "24"], size: [1, 2] }, { exclude: [{ node: "22", size: 2 }], maxParallel: 2 });
  const setup = uses("setup-node", actions.setupNode, {
    nodeVersion: versions.values.node,
    packageManagerCache: false,
  });
  const unit = job("unit", {
    name: text`Unit tests on Node ${versions.values.node}`,
    timeoutMinutes: 15,
    matrix: versions,
    steps: [
      checkout({ fetchDepth: 0 }),
      setup,
      run("test", lines(sh`npm ci`, sh`npm test -- --shard ${versions.values.size}/2`), { name: "Test" }),
      uses(
        "report",
        actions.uploadArtifact,
        { name: text`coverage-${versions.values.node}`, path: ["coverage", "*.xml"] },
        {
          if: notCancelled(),
        },
      ),
    ],
  });

  const meta = run(
    "version",
    sh`
      if [ -n ${dispatch.inputs.version} ]; then
        version=${dispatch.inputs.version}
      else
        version="1.0.0-alpha.${github.runNumber}"
      fi
      # It isn't published yet.
      echo "version=$version" >> "$GITHUB_OUTPUT"
    `,
    { name: "Choose the version", outputs: ["version"] },
  );
  const build = uses(
    "build",
    actions.dockerBuildPush,
    { context: ".", push: true, tags: [text`ghcr.io/acme/info:${meta.outputs.version}`] },
    { name: "Build the image", permissions: { packages: { level: "write", why: "pushes the image" } } },
  );
  const image = job("image", {
    name: "Image",
    needs: [unit],
    timeoutMinutes: 20,
    steps: [checkout({ keepCredentials: "pushes the tag" }), meta, build],
    outputs: { digest: build.outputs.digest },
    permissions: { contents: { level: "write", why: "pushes the tag" } },
  });

  const rollout = uses(
    "rollout",
    rolloutAction,
    { service: "info", environment: dispatch.inputs.environment, version: meta.outputs.version },
    { name: "Roll out", env: { WEBHOOK: secret("WEBHOOK") } },
  );
  const deploy = job("deploy", {
    name: text`Deploy to ${dispatch.inputs.environment}`,
    if: and(succeeded(image), ne(dispatch.inputs.strategy, "rolling")),
    environment: { name: dispatch.inputs.environment, url: text`https://info.example/${rollout.outputs.rolloutId}` },
    concurrency: { group: text`deploy-${dispatch.inputs.environment}`, queue: "max" },
    timeoutMinutes: 60,
    steps: [checkout(), rollout, run("say", sh`echo ${image.outputs.digest} ${"it's live"}`)],
  });

  const rollback = job("rollback", {
    name: "Rollback",
    if: and(always(), or(eq(deploy.result, "failure"), eq(deploy.result, "cancelled"))),
    timeoutMinutes: 10,
    steps: [checkout(), run("back", sh`echo "back from ${rollout.outputs.outcome}"`, { timeoutMinutes: 5 })],
  });

  const notice = job("notice", {
    name: "Notice",
    runsOn: "ubuntu-24.04-arm",
    if: and(always(), dispatch.inputs.notify),
    needs: [rollback],
    timeoutMinutes: 5,
    environment: "notices",
    steps: [run("tell", sh`curl --fail -d ${deploy.result} "$WEBHOOK"`, { env: { WEBHOOK: secret("WEBHOOK") } })],
  });

  const file = workflow({
    file: "deliver",
    name: "Deliver",
    runName: text`Deliver ${github.refName}`,
    on: {
      push: { branches: ["main"], paths: ["services/info/**"] },
      pull_request: { pathsIgnore: ["docs/**"] },
      merge_group: {},
      workflow_dispatch: dispatch,
      repository_dispatch: { types: ["slo-burn"] },
      workflow_run: {
        workflows: ["CI"],
        types: ["completed"],
        ignores: [{ audit: "dangerous-triggers", why: "an example" }],
      },
      schedule: [{ cron: "*/15 * * * *" }],
    },
    concurrency: { group: text`deliver-${github.ref}`, cancelInProgress: false },
    comment: "Builds once, then moves the same image from environment to environment.",
    jobs: [unit, image, deploy, rollback, notice],
  });
  return { file, dispatch, unit, image, meta, build, deploy, rollback, notice };
}
