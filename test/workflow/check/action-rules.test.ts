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
const conditional = (condition: string) => `${script("echo")}\n      if: ${JSON.stringify(condition)}`;

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

  it("judges workflows alone where it says so", async () => {
    const id = "no-jobs";
    const rule = { id, severity: "error", appliesTo: "workflows", check: () => [{ path: [], message: id }] } as const;
    expect(await judge([...policyRules, rule])).toEqual([]);
    expect((await judge([...policyRules, { ...rule, appliesTo: "all" }])).map((each) => each.rule)).toEqual([id]);
  });

  it("is asked where the built-in rules for workflows are not", async () => {
    expect(await judge([...policyRules, ...strictRules])).toEqual([]);
  });

  it("that is strict finds what an ignore in an action is good for", async () => {
    const content = action("uses: ./x # zizmor: ignore[self-repository] Enterprise Server has no $/");
    const path = ".github/actions/a/action.yml";
    expect(await checkFile({ path, content })).toEqual([]);
    expect(await checkFile({ path, content }, [...policyRules, ...strictRules])).toEqual([]);
  });
});

describe("the steps of a composite action", () => {
  it.each<[what: string, step: string, found: readonly string[]]>([
    ["an expression in a script", script("echo ${{ github.head_ref }}"), ["9 template-injection"]],
    ["an action by its tag", "uses: acme/lint@v1 # v1", ["8 unpinned-uses"]],
    ["a shell that there is not", script("echo", "fish"), ["8 shell-name"]],
    ["a revoked commit", "uses: acme/x@0e58ed8671d6b60d0890c21b07f8835ace038e67 # v1", ["8 revoked-pin"]],
    ["a checkout that keeps its token", `uses: actions/checkout@${sha} # v7.0.1`, ["8 artipacked"]],
    ["a token that is too wide", `uses: actions/create-github-app-token@${sha} # v2.1.4`, ["8 github-app"]],
    ["a condition that is text", `${script("echo")}\n      if: "\${{ inputs.a }} && true"`, ["10 unsound-condition"]],
    ["a name that is a piece", conditional("contains('main', github.ref)"), ["10 unsound-contains"]],
    ["a choice that never is", conditional("inputs.a && '' || 'b'"), ["10 unsound-ternary"]],
    ["a bot that anybody is", conditional("github.actor == 'dependabot[bot]'"), ["10 bot-conditions"]],
    ["a condition that decides nothing", conditional("true"), ["10 if-cond"]],
    ["a roundabout path", `uses: acme/lint/./x@${sha} # v1.0.0`, ["8 obfuscation"]],
    ["a shell that nobody can check", script("echo", "cmd"), ["8 misfeature"]],
    ["a variable that no shell reads", `${script("echo")}\n      env: { A-B: c }`, ["10 env-var"]],
    [
      "a token where none is needed",
      `${script("npm publish")}\n      env: { NPM_TOKEN: c }`,
      ["9 use-trusted-publishing"],
    ],
    ["the id of another step", `id: one\n      ${script("echo")}\n    - id: One\n      ${script("echo")}`, ["11 id"]],
    ["nothing in what is sound", script("echo hello"), []],
    ["nothing in a sound condition", conditional("inputs.a == 'b'"), []],
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
