import type { Mistake } from "./mistake.ts";

const sh = 'sh`echo "version=1" >> "$GITHUB_OUTPUT"`';
const echo = `'echo "version=1" >> "$GITHUB_OUTPUT"'`;
const push = 'push: { branches: ["main"] }';

/** Keys, values and ids that do not exist or do not go together. */
export const shapeMistakes: readonly Mistake[] = [
  {
    name: "`run` and `uses` in one step",
    yaml: ["      - id: say\n", "      - id: say\n        uses: ./x\n"],
    told: /Unexpected value 'run'|'uses'|\brun\b/,
    sources: {
      tidegate: [`${sh}, {`, `${sh}, { uses: "actions/checkout@v7",`],
      projen: [`{ id: "version", run:`, `{ id: "version", uses: "actions/checkout@v7", run:`],
      gagen: [`id: "version", run:`, `id: "version", uses: "actions/checkout@v7", run:`],
      gawts: [`id: "version", run:`, `id: "version", uses: "actions/checkout@v7", run:`],
    },
  },
  {
    name: "a cron expression that never fits",
    yaml: ['"0 7 * * 1"', '"99 7 * * 1"'],
    told: /99/,
    sources: {
      tidegate: ['"0 7 * * 1"', '"99 7 * * 1"'],
      projen: ['"0 7 * * 1"', '"99 7 * * 1"'],
      gagen: ['"0 7 * * 1"', '"99 7 * * 1"'],
      gawts: ['"0 7 * * 1"', '"99 7 * * 1"'],
    },
  },
  {
    name: "an id that is none (job)",
    yaml: ["  build:\n", "  build image:\n"],
    told: /build image/,
    sources: {
      tidegate: ['job("build", {', 'job("build image", {'],
      projen: ["  build: {", '  "build image": {'],
      gagen: ['job("build", {', 'job("build image", {'],
      gawts: ['NormalJob("build", {', 'NormalJob("build image", {'],
    },
  },
  {
    name: "two jobs of one id",
    yaml: ["  test:\n    name: Test\n", "  build:\n    name: Test\n"],
    told: /unique|build/,
    sources: {
      tidegate: ['job("test", {', 'job("build", {'],
      projen: [
        "project.synth();",
        'ci.addJob("test", { runsOn: ["ubuntu-24.04"], permissions: {}, steps: [{ run: "true" }] });\nproject.synth();',
      ],
      gagen: ['job("test", {', 'job("build", {'],
      gawts: ['NormalJob("test", {', 'NormalJob("build", {'],
    },
  },
  {
    name: "two steps of one id",
    yaml: ["- id: cache\n", "- id: version\n"],
    told: /version/,
    sources: {
      tidegate: ['uses("cache", actions', 'uses("version", actions'],
      projen: ['{ id: "cache"', '{ id: "version"'],
      gagen: ['{ id: "cache"', '{ id: "version"'],
      gawts: ['{ id: "cache"', '{ id: "version"'],
    },
  },
  {
    name: "an input the action does not have",
    yaml: ["path: node_modules", "path: node_modules\n          paht: x"],
    told: /paht/,
    sources: {
      tidegate: ['path: "node_modules"', 'path: "node_modules", paht: "x"'],
      projen: ['path: "node_modules"', 'path: "node_modules", paht: "x"'],
      gagen: ['path: "node_modules"', 'path: "node_modules", paht: "x"'],
      gawts: ['path: "node_modules"', 'path: "node_modules", paht: "x"'],
    },
  },
  {
    name: "a required input is missing",
    yaml: ["\n          key: modules", ""],
    told: /key/,
    sources: {
      tidegate: [', key: "modules"', ""],
      projen: [', key: "modules"', ""],
      gagen: [', key: "modules"', ""],
      gawts: [', key: "modules"', ""],
    },
  },
  {
    name: "a key that does not exist",
    yaml: ["    if: ${{", "    timeout-minuts: 3\n    if: ${{"],
    told: /timeout-minuts/,
    sources: {
      tidegate: ["  matrix: nodes,", "  matrix: nodes,\n  timeoutMinuts: 3,"],
      projen: ['concurrency: "test",', 'concurrency: "test", timeoutMinuts: 3,'],
      gagen: ["strategy: { matrix },", "strategy: { matrix }, timeoutMinuts: 3,"],
      gawts: ['concurrency: { group: "test" },', 'concurrency: { group: "test" }, "timeout-minuts": 3,'],
    },
  },
  {
    name: "a permission level that does not exist",
    yaml: ["contents: read", "contents: admin"],
    told: /admin/,
    sources: {
      tidegate: ['contents: "read"', 'contents: "admin"'],
      projen: ["JobPermission.READ", "JobPermission.ADMIN"],
      gagen: ['contents: "read"', 'contents: "admin"'],
      gawts: ['contents: "read"', 'contents: "admin"'],
    },
  },
  {
    name: "`branches` with `branches-ignore`",
    yaml: ["branches: [main]", "branches: [main]\n    branches-ignore: [next]"],
    told: /branches-ignore/,
    sources: {
      tidegate: [push, 'push: { branches: ["main"], branchesIgnore: ["next"] }'],
      projen: [push, 'push: { branches: ["main"], branchesIgnore: ["next"] }'],
      gagen: [push, 'push: { branches: ["main"], branchesIgnore: ["next"] }'],
      gawts: [push, 'push: { branches: ["main"], "branches-ignore": ["next"] }'],
    },
  },
  {
    name: "a `uses` that is no path of an action",
    yaml: ["actions/cache@27d5", "cache@27d5"],
    told: /cache@27d5/,
    sources: {
      tidegate: [
        'uses("cache", actions.cache,',
        'uses("cache", pinnedAction({ uses: "cache", version: "v5", sha: "a".repeat(40), inputs: ["path", "key"] }),',
      ],
      projen: ["actions/cache@v5", "cache@v5"],
      gagen: ["actions/cache@v5", "cache@v5"],
      gawts: [`new Step({ id: "version", run: ${echo} })`, 'new Step({ id: "version", uses: "cache@v5" })'],
    },
  },
  {
    name: "`queue: max` with `cancel-in-progress`",
    yaml: ["queue: max", "queue: max\n      cancel-in-progress: true"],
    told: /queue/,
    sources: {
      tidegate: ['queue: "max"', 'queue: "max", cancelInProgress: true'],
      projen: "impossible",
      gagen: ['concurrency: { group: "test" }', 'concurrency: { group: "test", queue: "max", cancelInProgress: true }'],
      gawts: [
        'concurrency: { group: "test" }',
        'concurrency: { group: "test", queue: "max", "cancel-in-progress": true }',
      ],
    },
  },
];
