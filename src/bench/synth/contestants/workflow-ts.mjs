/** The pipeline in github-actions-workflow-ts 2, whose library leaves writing the YAML to its user. */
import { mkdirSync, writeFileSync } from "node:fs";
import { expressions as ex, NormalJob, Step, Workflow } from "@github-actions-workflow-ts/lib";
import { stringify } from "yaml";

const checkout = () =>
  new Step({
    name: "Check out",
    uses: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
    with: { "persist-credentials": false },
  });
const setUp = (version) => [
  checkout(),
  new Step({
    name: "Set up Node",
    uses: "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020",
    with: { "node-version": version, cache: "npm" },
  }),
  new Step({ name: "Install", run: "npm ci" }),
];
const common = { "runs-on": "ubuntu-24.04", permissions: { contents: "read" } };

const lint = new NormalJob("lint", { ...common, name: "Lint", "timeout-minutes": 10 }).addSteps([
  ...setUp("24"),
  new Step({ name: "Lint", run: "npm run lint" }),
]);

const test = new NormalJob("test", {
  ...common,
  name: `Test on Node ${ex.expn("matrix.node")}`,
  "timeout-minutes": 15,
  strategy: { "fail-fast": false, matrix: { node: ["20", "22", "24"] } },
}).addSteps([
  ...setUp(ex.expn("matrix.node")),
  new Step({ name: "Test", run: "npm test -- --coverage" }),
  new Step({
    name: "Upload coverage",
    uses: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    with: { name: `coverage-${ex.expn("matrix.node")}`, path: "coverage/", "retention-days": 7 },
  }),
]);

const image = new NormalJob("image", {
  ...common,
  name: "Image",
  "timeout-minutes": 20,
  if: "github.ref == 'refs/heads/main'",
  permissions: { contents: "read", packages: "write" },
  outputs: { digest: ex.expn("steps.build.outputs.digest") },
})
  .needs([lint, test])
  .addSteps([
    checkout(),
    new Step({
      name: "Set up Buildx",
      uses: "docker/setup-buildx-action@37fe631027851001ddb9b187196cc803df7f5f0e",
    }),
    new Step({
      name: "Log in",
      uses: "docker/login-action@4907a6ddec9925e35a0a9e82d7399ccc52663121",
      with: { registry: "ghcr.io", username: ex.expn("github.actor"), password: ex.expn("github.token") },
    }),
    new Step({
      id: "build",
      name: "Build and push",
      uses: "docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a",
      with: { context: ".", push: true, tags: `ghcr.io/acme/info:${ex.expn("github.sha")}` },
    }),
  ]);

const deploy = (environment, needs) =>
  new NormalJob(`deploy-${environment}`, {
    ...common,
    name: `Deploy to ${environment}`,
    "timeout-minutes": 30,
    environment: { name: environment, url: `https://${environment}.example.com` },
    concurrency: { group: `deploy-${environment}` },
  })
    .needs(needs)
    .addSteps([
      checkout(),
      new Step({
        name: "Deploy",
        env: { DIGEST: ex.expn("needs.image.outputs.digest") },
        run: `./deploy.sh ${environment} "$DIGEST"`,
      }),
      new Step({ name: "Verify", run: `curl --fail --retry 5 https://${environment}.example.com/healthz` }),
    ]);
const staging = deploy("staging", [image]);
const production = deploy("production", [image, staging]);

const pipeline = new Workflow("pipeline", {
  name: "Pipeline",
  on: { push: { branches: ["main"] }, pull_request: {} },
  concurrency: { group: `pipeline/${ex.expn("github.ref")}` },
  permissions: {},
}).addJobs([lint, test, image, staging, production]);

mkdirSync(".github/workflows", { recursive: true });
writeFileSync(".github/workflows/pipeline.yml", stringify(pipeline.workflow));
