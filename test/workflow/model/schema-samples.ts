import {
  actions,
  always,
  type CompositeAction,
  call,
  checkout,
  compositeAction,
  eq,
  fromJson,
  github,
  input,
  type JobModel,
  job,
  matrix,
  reusableWorkflow,
  run,
  runner,
  script,
  secret,
  sh,
  type Triggers,
  text,
  trigger,
  uses,
  variable,
  type Workflow,
  workflow,
  workflowCall,
  workflowDispatch,
} from "../../../src/workflow/index.ts";

const write = (why: string) => ({ level: "write", why }) as const;
const read = (why: string) => ({ level: "read", why }) as const;
const changed = ["created", "edited", "deleted"] as const;

/** Every event with every filter and activity. */
const everyEvent: Triggers = {
  branch_protection_rule: { types: changed },
  check_run: { types: ["created", "rerequested", "completed", "requested_action"] },
  check_suite: { types: ["completed"] },
  create: {},
  delete: {},
  deployment: {},
  deployment_status: {},
  discussion: {
    types: [
      ...changed,
      "transferred",
      "pinned",
      "unpinned",
      "labeled",
      "unlabeled",
      "locked",
      "unlocked",
      "category_changed",
      "answered",
      "unanswered",
    ],
  },
  discussion_comment: { types: changed },
  fork: {},
  gollum: {},
  image_version: { types: ["created", "ready", "deleted"], names: ["base"], versions: ["1.*"] },
  issue_comment: { types: changed },
  issues: {
    types: [
      "opened",
      "edited",
      "deleted",
      "transferred",
      "pinned",
      "unpinned",
      "closed",
      "reopened",
      "assigned",
      "unassigned",
      "labeled",
      "unlabeled",
      "locked",
      "unlocked",
      "milestoned",
      "demilestoned",
      "field_added",
      "field_removed",
      "typed",
      "untyped",
    ],
  },
  label: { types: changed },
  merge_group: { types: ["checks_requested"], branches: ["main"] },
  milestone: { types: ["created", "closed", "opened", "edited", "deleted"] },
  page_build: {},
  public: {},
  pull_request: {
    types: [
      "assigned",
      "unassigned",
      "labeled",
      "unlabeled",
      "opened",
      "edited",
      "closed",
      "reopened",
      "synchronize",
      "converted_to_draft",
      "locked",
      "unlocked",
      "enqueued",
      "dequeued",
      "milestoned",
      "demilestoned",
      "ready_for_review",
      "review_requested",
      "review_request_removed",
      "auto_merge_enabled",
      "auto_merge_disabled",
      "stacked",
    ],
    branches: ["main"],
    paths: ["src/**"],
  },
  pull_request_review: { types: ["submitted", "edited", "dismissed"] },
  pull_request_review_comment: { types: changed },
  push: { branches: ["main"], tags: ["v*"], paths: ["src/**"] },
  registry_package: { types: ["published", "updated"] },
  release: { types: ["published", "unpublished", ...changed, "prereleased", "released"] },
  repository_dispatch: { types: ["deploy"] },
  schedule: [{ cron: "7 4 * * 1", timezone: "Europe/Amsterdam" }],
  status: {},
  watch: { types: ["started"] },
  workflow_run: { workflows: ["CI"], types: ["requested", "in_progress", "completed"], branches: ["main"] },
};

const deployInputs = workflowCall({
  inputs: {
    version: input.string({ description: "Which version", required: true }),
    dry: input.boolean({ description: "Whether to change nothing", default: false }),
    shares: input.number({ description: "How many steps", default: 3 }),
  },
  secrets: { TOKEN: { description: "Of the registry", required: true }, EXTRA: {} },
});

export const reusable = (() => {
  const say = run("say", sh`echo "version=${deployInputs.inputs.version}" >> "$GITHUB_OUTPUT"`, {
    outputs: ["version"],
    env: { TOKEN: deployInputs.secrets.TOKEN },
  });
  const release = job("release", {
    name: "Release",
    timeoutMinutes: 5,
    environment: "dev",
    steps: [say],
    outputs: { version: say.outputs.version },
  });
  return reusableWorkflow({
    file: "deploy",
    name: "Deploy",
    description: "Deploys one version",
    call: deployInputs,
    concurrency: { group: text`deploy-${deployInputs.inputs.version}` },
    jobs: [release],
    outputs: { version: { description: "What was deployed", value: release.outputs.version } },
  });
})();

const everyPermission = {
  actions: write("starts runs"),
  "artifact-metadata": write("records deployments"),
  attestations: write("attests"),
  checks: write("reports"),
  "code-quality": read("compares"),
  contents: "read",
  "copilot-requests": write("asks"),
  deployments: write("deploys"),
  discussions: write("answers"),
  drives: read("reads"),
  "id-token": write("signs in"),
  issues: write("opens"),
  models: read("asks"),
  packages: write("pushes"),
  pages: write("publishes"),
  "pull-requests": write("comments"),
  "repository-projects": read("reads"),
  "security-events": write("uploads"),
  statuses: write("reports"),
  "vulnerability-alerts": read("reads"),
} as const;

const versions = matrix(
  { node: ["22", "24"], config: [{ os: "linux" }, { os: "windows" }] },
  {
    include: [{ node: "26", experimental: true }],
    exclude: [{ node: "22", config: { os: "windows" } }],
    failFast: true,
    maxParallel: 2,
  },
);

function everyJobKey() {
  const list = run("list", sh`echo 'a=["x"]' >> "$GITHUB_OUTPUT"`, { outputs: ["a"] });
  const first = job("first", {
    name: "First",
    timeoutMinutes: 5,
    runsOn: { group: "large", labels: ["linux", "x64"] },
    snapshot: { imageName: "base", version: "1.*", if: eq(github.ref, "refs/heads/main") },
    steps: [list],
    outputs: { a: list.outputs.a },
  });
  const credentials = { username: variable("USER"), password: secret("PASSWORD") };
  const digest = `@sha256:${"0".repeat(64)}`;
  const second = job("second", {
    name: text`Second on ${versions.values.node}`,
    needs: [first],
    if: always(),
    timeoutMinutes: 5,
    matrix: versions,
    environment: { name: "dev", url: text`https://${runner.name}.example`, deployment: false },
    concurrency: { group: text`second-${versions.values.node}`, cancelInProgress: true, queue: "single" },
    continueOnError: versions.values.experimental,
    env: { A: "b" },
    defaults: { shell: "sh", workingDirectory: "src" },
    permissions: everyPermission,
    container: {
      image: `node${digest}`,
      credentials,
      env: { A: secret("A") },
      ports: ["80"],
      volumes: ["v:/v"],
      options: "--cpus 1",
    },
    services: {
      db: {
        image: `postgres${digest}`,
        credentials,
        env: { A: "b" },
        ports: ["5432:5432"],
        volumes: ["v:/v"],
        options: "--health-cmd pg_isready",
        entrypoint: "/bin/db",
        command: "--fast",
      },
    },
    steps: [
      checkout(),
      run("say", script("Write-Output $env:A"), {
        name: "Say",
        if: always(),
        shell: "pwsh",
        workingDirectory: "src",
        env: { A: "b" },
        continueOnError: true,
        timeoutMinutes: 1,
      }),
      uses(
        "node",
        actions.setupNode,
        { nodeVersion: "24", packageManagerCache: false },
        { name: "Node", if: always(), env: { A: "b" }, continueOnError: true, timeoutMinutes: 1 },
      ),
    ],
  });
  return { first, second };
}

const shards = matrix({ version: fromJson<string[]>(variable("VERSIONS")) }, { maxParallel: 1 });

const callAfter = (before: JobModel) =>
  call("deploy", reusable, {
    name: "Deploy",
    if: eq(github.ref, "refs/heads/main"),
    needs: [before],
    with: { version: shards.values.version, dry: true, shares: 2 },
    secrets: { TOKEN: secret("TOKEN") },
    concurrency: { group: "deploy-all", queue: "max" },
    matrix: shards,
  });

/** Workflows that together use everything the model can write. */
export function schemaSamples(): readonly Workflow[] {
  const { first, second } = everyJobKey();
  const form = workflowDispatch({
    text: input.string({ description: "t", default: "x" }),
    flag: input.boolean({ description: "b", default: true }),
    count: input.number({ description: "n", required: true }),
    where: input.environment({ description: "e" }),
    which: input.choice({ description: "c", options: ["a", "b"] }),
  });
  const jobs = [first, second, callAfter(second)];
  return [
    workflow({
      file: "every",
      name: "Every key",
      runName: text`Every key, by ${github.actor}`,
      on: { ...everyEvent, workflow_dispatch: form },
      concurrency: { group: "every", cancelInProgress: false },
      env: { A: "b" },
      defaults: { shell: "bash", workingDirectory: "src" },
      jobs,
    }),
    workflow({
      file: "ignored",
      name: "Other filters",
      on: [
        trigger("push", { branchesIgnore: ["wip/**"], tagsIgnore: ["x*"], pathsIgnore: ["docs/**"] }),
        trigger("pull_request", { branchesIgnore: ["wip/**"], pathsIgnore: ["docs/**"] }),
        trigger("merge_group", { branchesIgnore: ["wip/**"] }),
        trigger("workflow_run", { workflows: ["CI"], branchesIgnore: ["wip/**"] }),
      ],
      concurrency: { group: "ignored", queue: "max" },
      jobs: [
        call("inherits", reusable, {
          name: "Inherits",
          with: { version: "1" },
          inheritSecrets: { why: "the secrets are the environment's, which only inheriting reaches" },
        }),
      ],
    }),
    reusable,
  ];
}

/** An action that uses everything a composite action can have. */
export function actionSample(): CompositeAction {
  return compositeAction({
    path: "./.github/actions/setup",
    name: "Set up",
    description: "Installs what every job needs",
    author: "acme",
    branding: { icon: "box", color: "blue" },
    inputs: {
      "node-version": { description: "Which Node", default: "24" },
      old: { description: "Not used", required: false, deprecationMessage: "It has no effect." },
    },
    define: ({ nodeVersion }) => {
      const node = uses(
        "node",
        actions.setupNode,
        { nodeVersion, packageManagerCache: false },
        { name: "Node", if: eq(nodeVersion, "24"), env: { A: "b" }, continueOnError: true },
      );
      const install = run("install", sh`npm ci`, {
        name: "Install",
        if: eq(nodeVersion, "24"),
        env: { A: "b" },
        continueOnError: true,
        workingDirectory: "src",
      });
      return {
        steps: [node, install],
        outputs: { version: { description: "Which Node it is", value: node.outputs.nodeVersion } },
      };
    },
  }) as unknown as CompositeAction;
}
