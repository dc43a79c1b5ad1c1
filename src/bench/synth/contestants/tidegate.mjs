/** The pipeline in tidegate, on a plain projen project: a `.projenrc.js`, and as it stands a `.projenrc.ts`. */
import { Project } from "projen";
import { WorkflowFile } from "tidegate";
import { actions, checkout, eq, github, job, matrix, run, script, sh, text, uses, workflow } from "tidegate/workflow";

const project = new Project({ name: "pipeline" });

const setUp = (version) => [
  checkout(),
  uses("node", actions.setupNode, { nodeVersion: version, cache: "npm" }, { name: "Set up Node" }),
  run("install", script("npm ci"), { name: "Install" }),
];

const lint = job("lint", {
  name: "Lint",
  timeoutMinutes: 10,
  steps: [...setUp("24"), run("lint", script("npm run lint"), { name: "Lint" })],
});

const versions = matrix({ node: ["20", "22", "24"] });
const test = job("test", {
  name: text`Test on Node ${versions.values.node}`,
  timeoutMinutes: 15,
  matrix: versions,
  steps: [
    ...setUp(versions.values.node),
    run("test", script("npm test -- --coverage"), { name: "Test" }),
    uses("coverage", actions.uploadArtifact, {
      name: text`coverage-${versions.values.node}`,
      path: "coverage/",
      retentionDays: 7,
    }),
  ],
});

const packages = { packages: { level: "write", why: "pushes the image" } };
const build = uses(
  "build",
  actions.dockerBuildPush,
  { context: ".", push: true, tags: text`ghcr.io/acme/info:${github.sha}` },
  { name: "Build and push", permissions: packages },
);
const image = job("image", {
  name: "Image",
  timeoutMinutes: 20,
  needs: [lint, test],
  if: eq(github.ref, "refs/heads/main"),
  steps: [
    checkout(),
    uses("buildx", actions.dockerSetupBuildx, {}, { name: "Set up Buildx" }),
    uses(
      "login",
      actions.dockerLogin,
      { registry: "ghcr.io", username: github.actor, password: github.token },
      { name: "Log in" },
    ),
    build,
  ],
  outputs: { digest: build.outputs.digest },
});

const deploy = (environment, needs) =>
  job(`deploy-${environment}`, {
    name: `Deploy to ${environment}`,
    timeoutMinutes: 30,
    needs,
    environment: { name: environment, url: `https://${environment}.example.com` },
    concurrency: { group: `deploy-${environment}`, queue: "max" },
    steps: [
      checkout(),
      run("deploy", sh`./deploy.sh ${environment} ${image.outputs.digest}`, { name: "Deploy" }),
      run("verify", script(`curl --fail --retry 5 https://${environment}.example.com/healthz`), { name: "Verify" }),
    ],
  });
const staging = deploy("staging", []);
const production = deploy("production", [staging]);

new WorkflowFile(
  project,
  workflow({
    file: "pipeline",
    name: "Pipeline",
    on: { push: { branches: ["main"] }, pull_request: {} },
    concurrency: { group: text`pipeline/${github.ref}`, queue: "max" },
    jobs: [lint, test, image, staging, production],
  }),
);

project.synth();
