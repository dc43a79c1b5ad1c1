/** The pipeline in gagen. */
import { conditions, defineMatrix, expr, job, step, workflow } from "gagen";

const checkout = step({
  name: "Check out",
  uses: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
  with: { "persist-credentials": false },
});
const setUp = (version) => {
  const node = step.dependsOn(checkout)({
    name: "Set up Node",
    uses: "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020",
    with: { "node-version": version, cache: "npm" },
  });
  return step.dependsOn(node)({ name: "Install", run: "npm ci" });
};
const contentsRead = { contents: "read" };

const lint = job("lint", {
  name: "Lint",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 10,
  permissions: contentsRead,
  steps: [step.dependsOn(setUp("24"))({ name: "Lint", run: "npm run lint" })],
});

const matrix = defineMatrix({ node: ["20", "22", "24"] });
const runTests = step.dependsOn(setUp(matrix.node))({ name: "Test", run: "npm test -- --coverage" });
const upload = step.dependsOn(runTests)({
  name: "Upload coverage",
  uses: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
  with: { name: "coverage-${{ matrix.node }}", path: "coverage/", "retention-days": 7 },
});
const test = job("test", {
  name: "Test on Node ${{ matrix.node }}",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 15,
  permissions: contentsRead,
  strategy: { matrix, failFast: false },
  steps: [upload],
});

const buildx = step.dependsOn(checkout)({
  name: "Set up Buildx",
  uses: "docker/setup-buildx-action@37fe631027851001ddb9b187196cc803df7f5f0e",
});
const login = step.dependsOn(buildx)({
  name: "Log in",
  uses: "docker/login-action@4907a6ddec9925e35a0a9e82d7399ccc52663121",
  with: { registry: "ghcr.io", username: expr("github.actor"), password: expr("github.token") },
});
const build = step.dependsOn(login)({
  id: "build",
  name: "Build and push",
  uses: "docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a",
  with: { context: ".", push: true, tags: "ghcr.io/acme/info:${{ github.sha }}" },
  outputs: ["digest"],
});
const image = job("image", {
  name: "Image",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 20,
  needs: [lint, test],
  if: conditions.isBranch("main"),
  permissions: { contents: "read", packages: "write" },
  steps: [build],
  outputs: { digest: build.outputs.digest },
});

const deploy = (environment, needs) => {
  const deployStep = step.dependsOn(checkout)({
    name: "Deploy",
    env: { DIGEST: image.outputs.digest },
    run: `./deploy.sh ${environment} "$DIGEST"`,
  });
  const verify = step.dependsOn(deployStep)({
    name: "Verify",
    run: `curl --fail --retry 5 https://${environment}.example.com/healthz`,
  });
  return job(`deploy-${environment}`, {
    name: `Deploy to ${environment}`,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 30,
    needs,
    permissions: contentsRead,
    environment: { name: environment, url: `https://${environment}.example.com` },
    concurrency: { group: `deploy-${environment}` },
    steps: [verify],
  });
};
const staging = deploy("staging", [image]);
const production = deploy("production", [image, staging]);

workflow({
  name: "Pipeline",
  on: { push: { branches: ["main"] }, pull_request: {} },
  concurrency: { group: "pipeline/${{ github.ref }}" },
  permissions: {},
  jobs: [lint, test, image, staging, production],
}).writeOrLint({ filePath: new URL("./.github/workflows/pipeline.yml", import.meta.url), pinDeps: false });
