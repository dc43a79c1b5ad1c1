/** The pipeline in projen's own workflow model: a `.projenrc.js`, and as it stands a `.projenrc.ts`. */
import { github, Project } from "projen";

const { JobPermission } = github.workflows;
const project = new Project({ name: "pipeline" });
const workflow = new github.GitHub(project, { pullRequestLint: false, mergify: false }).addWorkflow("pipeline");

const uses = {
  checkout: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
  setupNode: "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020",
  uploadArtifact: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
  setupBuildx: "docker/setup-buildx-action@37fe631027851001ddb9b187196cc803df7f5f0e",
  login: "docker/login-action@4907a6ddec9925e35a0a9e82d7399ccc52663121",
  buildPush: "docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a",
};

const checkout = { name: "Check out", uses: uses.checkout, with: { "persist-credentials": false } };
const setUp = (version) => [
  checkout,
  { name: "Set up Node", uses: uses.setupNode, with: { "node-version": version, cache: "npm" } },
  { name: "Install", run: "npm ci" },
];
const contentsRead = { contents: JobPermission.READ };

workflow.on({ push: { branches: ["main"] }, pullRequest: {} });
workflow.addJobs({
  lint: {
    name: "Lint",
    runsOn: ["ubuntu-24.04"],
    timeoutMinutes: 10,
    permissions: contentsRead,
    steps: [...setUp("24"), { name: "Lint", run: "npm run lint" }],
  },
  test: {
    name: "Test on Node ${{ matrix.node }}",
    runsOn: ["ubuntu-24.04"],
    timeoutMinutes: 15,
    permissions: contentsRead,
    strategy: { failFast: false, matrix: { domain: { node: ["20", "22", "24"] } } },
    steps: [
      ...setUp("${{ matrix.node }}"),
      { name: "Test", run: "npm test -- --coverage" },
      {
        name: "Upload coverage",
        uses: uses.uploadArtifact,
        with: { name: "coverage-${{ matrix.node }}", path: "coverage/", "retention-days": 7 },
      },
    ],
  },
  image: {
    name: "Image",
    runsOn: ["ubuntu-24.04"],
    timeoutMinutes: 20,
    needs: ["lint", "test"],
    if: "github.ref == 'refs/heads/main'",
    permissions: { contents: JobPermission.READ, packages: JobPermission.WRITE },
    outputs: { digest: { stepId: "build", outputName: "digest" } },
    steps: [
      checkout,
      { name: "Set up Buildx", uses: uses.setupBuildx },
      {
        name: "Log in",
        uses: uses.login,
        with: { registry: "ghcr.io", username: "${{ github.actor }}", password: "${{ github.token }}" },
      },
      {
        id: "build",
        name: "Build and push",
        uses: uses.buildPush,
        with: { context: ".", push: true, tags: "ghcr.io/acme/info:${{ github.sha }}" },
      },
    ],
  },
  "deploy-staging": deploy("staging", ["image"]),
  "deploy-production": deploy("production", ["image", "deploy-staging"]),
});

function deploy(environment, needs) {
  return {
    name: `Deploy to ${environment}`,
    runsOn: ["ubuntu-24.04"],
    timeoutMinutes: 30,
    needs,
    permissions: contentsRead,
    environment: { name: environment, url: `https://${environment}.example.com` },
    concurrency: { group: `deploy-${environment}` },
    steps: [
      checkout,
      {
        name: "Deploy",
        env: { DIGEST: "${{ needs.image.outputs.digest }}" },
        run: `./deploy.sh ${environment} "$DIGEST"`,
      },
      { name: "Verify", run: `curl --fail --retry 5 https://${environment}.example.com/healthz` },
    ],
  };
}

project.synth();
