import { describe, expect, it } from "vitest";
import { checkFile } from "../../../src/workflow/check/check-file.ts";
import type { PolicyRule } from "../../../src/workflow/policy/rule.ts";
import { forbiddenUses } from "../../../src/workflow/policy/rules/forbidden-uses.ts";
import { policyRules, strictRules } from "../../../src/workflow/policy/rules.ts";

const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const action = (step: string) =>
  `name: A\ndescription: A\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo hello\n    - ${step}\n`;
const told = async (step: string) =>
  (await checkFile({ path: ".github/actions/a/action.yml", content: action(step) })).map(
    ({ rule, line }) => `${line} ${rule}`,
  );
const script = (run: string, shell = "bash") => `shell: ${shell}\n      run: ${run}`;

describe("a file's kind", () => {
  const step = "    steps:\n      - run: echo\n";
  const content = `name: A\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${step}`;

  it("is a workflow's in the folder of workflows, also where it is called action", async () => {
    const named = (name: string) => checkFile({ path: `.github/workflows/${name}.yml`, content });
    const found = (await named("action")).map(({ rule }) => rule);
    expect(found).toContain("job-timeout");
    expect(found).toEqual((await named("ci")).map(({ rule }) => rule));
  });
});

describe("a rule of the caller's own", () => {
  const judge = (rules: readonly PolicyRule[]) =>
    checkFile({ path: ".github/actions/a/action.yml", content: action(`uses: acme/lint@${sha} # v1.0.0`) }, rules);

  it("judges an action's steps too", async () => {
    const rules = [...policyRules, forbiddenUses({ allow: ["actions/*"] })];
    expect((await judge(rules)).map(({ rule, line }) => `${line} ${rule}`)).toEqual(["8 forbidden-uses"]);
  });

  it("is asked where the built-in rules for workflows are not", async () => {
    expect(await judge([...policyRules, ...strictRules])).toEqual([]);
  });
});

describe("the steps of a composite action", () => {
  it.each<[what: string, step: string, found: readonly string[]]>([
    ["an expression in a script", script("echo ${{ github.head_ref }}"), ["9 template-injection"]],
    ["an action by its tag", "uses: acme/lint@v1 # v1", ["8 unpinned-uses"]],
    ["a shell that there is not", script("echo", "fish"), ["8 shell-name"]],
    ["a revoked commit", "uses: acme/x@0e58ed8671d6b60d0890c21b07f8835ace038e67 # v1", ["8 revoked-pin"]],
    ["a checkout that keeps its token", `uses: actions/checkout@${sha} # v7.0.1`, ["8 artipacked"]],
    ["nothing in what is sound", script("echo hello"), []],
    ["nothing that is accepted", "uses: acme/lint@v1 # v1 # zizmor: ignore[unpinned-uses] moves on purpose", []],
    [
      "a job's rules nowhere",
      `uses: actions/checkout@${sha} # v7.0.1\n      with: { persist-credentials: "false" }`,
      [],
    ],
  ])("are judged like a job's: %s", async (_, step, found) => {
    expect(await told(step)).toEqual(found);
  });
});
