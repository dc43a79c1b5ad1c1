import { describe, expect, it } from "vitest";
import { Document, parse } from "yaml";
import { checkPolicy, policyRules } from "../../../src/workflow/index.ts";

const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const digest = `sha256:${"a".repeat(64)}`;
const sound = `name: Sound
on:
  push:
permissions: {}
concurrency:
  group: sound
jobs:
  a:
    name: A
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: write # tags
    container: node@${digest}
    services:
      db:
        image: postgres@${digest}
    steps:
      - id: checkout
        uses: actions/checkout@${sha} # v7.0.1
        with:
          persist-credentials: false
      - id: say
        run: echo "$WHO"
        env:
          WHO: \${{ github.actor }}
  b:
    name: B
    uses: ./.github/workflows/other.yml
    secrets:
      TOKEN: \${{ secrets.TOKEN }}
`;
const check = (content: string) => checkPolicy({ path: "x.yml", content });

/** The sound file with one piece of text exchanged. */
function exchange(before: string, after: string): string {
  expect(sound).toContain(before);
  return sound.replace(before, after);
}

const inputs = (count: number) =>
  `workflow_dispatch:\n    inputs:\n${Array.from({ length: count }, (_, index) => `      i${index}: { type: string }`).join("\n")}`;

describe("the policy", () => {
  it("has nothing to say of a sound file", () => {
    expect(check(sound)).toEqual([]);
  });

  it.each<[rule: string, place: string, before: string, after: string]>([
    ["checkout-credentials", "jobs.a.steps.checkout", "persist-credentials: false", "persist-credentials: true"],
    ["checkout-credentials", "jobs.a.steps.checkout", "persist-credentials: false", "fetch-depth: 0"],
    ["concurrency", "", "concurrency:\n  group: sound\n", ""],
    ["dispatch-inputs", "", "push:", inputs(26)],
    ["documented-permissions", "jobs.a", "contents: write # tags", "contents: write"],
    ["documented-permissions", "jobs.a", "contents: write # tags", "packages: read"],
    ["empty-permissions", "", "permissions: {}\n", ""],
    ["empty-permissions", "", "permissions: {}", "permissions:\n  contents: read"],
    ["empty-permissions", "", "permissions: {}", "permissions: read-all"],
    ["job-timeout", "jobs.a", "timeout-minutes: 5", "continue-on-error: false"],
    ["job-timeout", "jobs.a", "timeout-minutes: 5", "timeout-minutes: 0"],
    ["job-timeout", "jobs.a", "timeout-minutes: 5", "timeout-minutes: 361"],
    ["job-timeout", "jobs.a", "timeout-minutes: 5", "timeout-minutes: 1.5"],
    ["named-permissions", "jobs.a", "permissions:\n      contents: write # tags", "permissions: write-all"],
    ["named-runner", "jobs.a", "ubuntu-24.04", "ubuntu-latest"],
    ["named-runner", "jobs.a", "ubuntu-24.04", "[self-hosted, macos-latest]"],
    ["names", "", "name: Sound\n", ""],
    ["names", "jobs.a", "name: A", 'name: " "'],
    ["pinned-images", "jobs.a", `node@${digest}`, "node:24"],
    ["pinned-images", "jobs.a", `postgres@${digest}`, "postgres:18"],
    ["pinned-uses", "jobs.a.steps.checkout", `actions/checkout@${sha}`, "actions/setup-node@v7"],
    ["pinned-uses", "jobs.a.steps.checkout", `actions/checkout@${sha}`, "actions/setup-node@3d3c42e"],
    ["pinned-uses", "jobs.a.steps.checkout", `actions/checkout@${sha}`, "docker://alpine:3"],
    ["pinned-uses", "jobs.b", "./.github/workflows/other.yml", "acme/x/.github/workflows/y.yml@main # v1"],
    ["safe-triggers", "", "push:", "pull_request_target:"],
    ["script-injection", "jobs.a.steps.say", '"$WHO"', "${{ github.head_ref }}"],
    ["secrets-by-name", "jobs.a.steps.say", "github.actor", "toJSON(secrets)"],
    ["secrets-by-name", "jobs.a.steps.say", "github.actor", "secrets[github.actor]"],
    ["secrets-inherit", "jobs.b", "secrets:\n      TOKEN: ${{ secrets.TOKEN }}", "secrets: inherit"],
    ["version-remark", "jobs.a.steps.checkout", " # v7.0.1", ""],
    ["version-remark", "jobs.a.steps.checkout", " # v7.0.1", " # pinned"],
  ])("%s fires at %j, and nothing else, when %j becomes %j", (rule, place, before, after) => {
    expect(check(exchange(before, after)).map((problem) => [problem.rule, problem.place])).toEqual([[rule, place]]);
  });

  it.each<[rule: string, before: string, after: string]>([
    ["checkout-credentials", "persist-credentials: false", "persist-credentials: true # pushes the tag"],
    ["dispatch-inputs", "push:", inputs(25)],
    ["documented-permissions", "contents: write # tags", "contents: read"],
    ["documented-permissions", "contents: write # tags", "packages: read # pulls"],
    ["documented-permissions", "contents: write # tags", "packages: none"],
    ["job-timeout", "timeout-minutes: 5", "timeout-minutes: 360"],
    ["job-timeout", "timeout-minutes: 5", "timeout-minutes: 1"],
    ["job-timeout", "timeout-minutes: 5", "timeout-minutes: ${{ fromJSON(vars.MINUTES) }}"],
    ["pinned-uses", `actions/checkout@${sha}`, `docker://alpine@${digest}`],
    ["pinned-uses", "./.github/workflows/other.yml", "$/other.yml"],
    ["safe-triggers", "push:", "pull_request:"],
    ["secrets-by-name", "github.actor", "secrets.TOKEN"],
  ])("%s is quiet when %j becomes %j", (_, before, after) => {
    expect(check(exchange(before, after))).toEqual([]);
  });

  it("says the line, and what to do", () => {
    expect(check(exchange("ubuntu-24.04", "ubuntu-latest"))).toMatchObject([
      { line: 10, severity: "error", message: expect.stringContaining("Name the version: ubuntu-24.04") },
    ]);
  });

  it("reads a script of github-script as a script", () => {
    const content = exchange(
      `actions/checkout@${sha} # v7.0.1\n        with:\n          persist-credentials: false`,
      `actions/github-script@${sha} # v8\n        with:\n          script: log("\${{ github.head_ref }}")`,
    );
    expect(check(content).map(({ rule }) => rule)).toEqual(["script-injection"]);
  });

  it("has a test for each of its rules, each with a name of its own", () => {
    const names = policyRules.map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
    const broken = new Document({ ...parse(sound), jobs: { a: { uses: "x/y@main", secrets: "inherit" } } });
    expect(check(String(broken)).length).toBeGreaterThan(2);
  });

  it.each(["", "null", "[]", "jobs: 3", "jobs: {a: 3}", "jobs: {a: {steps: [1, null]}}", "on: 3", "a: [", "\u0000"])(
    "does not throw at %j",
    (content) => {
      expect(() => check(content)).not.toThrow();
    },
  );
});
