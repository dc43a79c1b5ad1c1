import type { Mistake } from "./mistake.ts";

const numbers = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => String(index)));
const inputs = (count: number, value: string) =>
  Array.from({ length: count }, (_, index) => `i${index}: ${value}`).join(", ");
const matrix = 'node: ["22", "24"]';

/** What runs, but should not; and what is beyond a limit of GitHub's. */
export const limitMistakes: readonly Mistake[] = [
  {
    name: "an action that is not pinned",
    yaml: ["actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5", "actions/cache@v5"],
    told: /Pin it/,
    sources: {
      tidegate: [
        'uses("cache", actions.cache,',
        'uses("cache", pinnedAction({ uses: "actions/cache", version: "v5", sha: "v5", inputs: ["path", "key"] }),',
      ],
      projen: ["actions/cache@v5", "actions/cache@main"],
      gagen: ["actions/cache@v5", "actions/cache@main"],
      // Its classes for actions always name a tag; `new Step` takes any.
      gawts: ['new ActionsCacheV4({ id: "cache", with', 'new Step({ id: "cache", uses: "actions/cache@main", with'],
    },
  },
  {
    name: "permissions are left out",
    yaml: ["permissions: {}\nconcurrency", "concurrency"],
    told: /permissions/,
    sources: {
      tidegate: "impossible",
      projen: ["    permissions: {},\n", ""],
      gagen: ['  permissions: {},\n  concurrency: { group: "ci" }', '  concurrency: { group: "ci" }'],
      gawts: ['  permissions: {},\n  concurrency: { group: "ci" }', '  concurrency: { group: "ci" }'],
    },
  },
  {
    name: "the runner's label is misspelt",
    yaml: ["    if: ${{ github.ref == 'refs/heads/main' }}\n    runs-on: ubuntu-24.04", "    runs-on: ubunto-24.04"],
    told: /ubunto/,
    sources: {
      tidegate: ['name: "Build",\n  runsOn: "ubuntu-24.04"', 'name: "Build",\n  runsOn: "ubunto-24.04"'],
      projen: ['name: "Build",\n    runsOn: ["ubuntu-24.04"]', 'name: "Build",\n    runsOn: ["ubunto-24.04"]'],
      gagen: ['name: "Build",\n  runsOn: "ubuntu-24.04"', 'name: "Build",\n  runsOn: "ubunto-24.04"'],
      gawts: ['name: "Build",\n  "runs-on": "ubuntu-24.04"', 'name: "Build",\n  "runs-on": "ubunto-24.04"'],
    },
  },
  {
    name: "a time zone that does not exist",
    yaml: ["Europe/Amsterdam", "Europe/Amsterdm"],
    told: /Amsterdm/,
    sources: {
      tidegate: ["Europe/Amsterdam", "Europe/Amsterdm"],
      projen: "impossible",
      gagen: ['cron: "0 7 * * 1"', 'cron: "0 7 * * 1", timezone: "Europe/Amsterdm"'],
      gawts: ['cron: "0 7 * * 1"', 'cron: "0 7 * * 1", timezone: "Europe/Amsterdm"'],
    },
  },
  {
    name: "a form with 26 inputs",
    yaml: [
      "      level: { type: string }",
      `${inputs(26, "{ type: string }")
        .split(", ")
        .map((line) => `      ${line}`)
        .join("\n")}`,
    ],
    told: /26 inputs/,
    sources: {
      tidegate: ['level: input.string({ description: "Level" })', inputs(26, 'input.string({ description: "Level" })')],
      projen: [
        'level: { type: "string", description: "Level" }',
        inputs(26, '{ type: "string", description: "Level" }'),
      ],
      gagen: ['level: { type: "string" }', inputs(26, '{ type: "string" }')],
      gawts: ['level: { type: "string" }', inputs(26, '{ type: "string" }')],
    },
  },
  {
    name: "a matrix of 257 jobs",
    yaml: [matrix, `node: ${numbers(257)}`],
    told: /257 jobs/,
    sources: {
      tidegate: [matrix, `node: ${numbers(257)}`],
      projen: [matrix, `node: ${numbers(257)}`],
      gagen: [matrix, `node: ${numbers(257)}`],
      gawts: [matrix, `node: ${numbers(257)}`],
    },
  },
];
