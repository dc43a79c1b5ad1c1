import { describe, expect, it } from "vitest";
import { checkFile, checkPolicy } from "../../../src/workflow/check/check-file.ts";
import { forbiddenUses } from "../../../src/workflow/policy/rules/forbidden-uses.ts";
import { policyRules, strictRules } from "../../../src/workflow/policy/rules.ts";
import { completeWorkflow } from "./complete-workflow.ts";

const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const digest = `sha256:${"a".repeat(64)}`;
const rules = [...policyRules, ...strictRules];
/** The names of the rules that find something in an example, once each. */
const found = (example: string) => [
  ...new Set(checkPolicy({ path: "x.yml", content: completeWorkflow(example) }, policyRules).map(({ rule }) => rule)),
];
const checkout = (rest: string) => `- uses: actions/checkout@${sha} # v7.0.1\n  with:\n    ${rest}`;
const job = (rest: string) =>
  `jobs:\n  a:\n    name: A\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    ${rest}`;
const value = (expression: string) => `- run: make\n  env:\n    A: \${{ ${expression} }}`;
const condition = (expression: string) => `- run: make\n  if: ${JSON.stringify(expression)}`;
const step = (uses: string, ...inputs: readonly string[]) =>
  `- uses: ${uses}@${sha} # v1\n  with:\n${["a: b", ...inputs].map((input) => `    ${input}`).join("\n")}`;
const publishing = (uses: string, ...inputs: readonly string[]) => `${step(uses, ...inputs)}\n- run: npm publish`;
const run = (script: string) => `- run: ${JSON.stringify(script)}`;
const dispatch = (count: number) =>
  `on:\n  workflow_dispatch:\n    inputs:\n${Array.from({ length: count }, (_, index) => `      i${index}: { type: string }`).join("\n")}`;
const needing = (first: string, expression: string) =>
  `${job(first)}\n  z:\n    name: Z\n    needs: a\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    env: { A: "\${{ ${expression} }}" }`;
const afterTwo = (asked: string) =>
  `${needing("outputs: { x: y }", "github.ref").replace("\n  z:", "\n  b: *a\n  z:").replace("  a:\n", "  a: &a\n")}\n    if: ${JSON.stringify(asked)}`.replace(
    "needs: a",
    "needs: [a, b]",
  );
const numbers = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => index));
const matrix = (text: string) => job(`strategy:\n      matrix: ${text}`);
const runsOn = (label: string) => `jobs:\n  a:\n    runs-on: ${label}\n    timeout-minutes: 5`;
const on = (text: string) => `on:\n  ${text}`;
const cron = (text: string) => on(`schedule:\n    - cron: ${JSON.stringify(text)}`);
const zone = (text: string) => on(`schedule:\n    - cron: "0 7 * * *"\n      timezone: ${JSON.stringify(text)}`);
const branches = (pattern: string) => on(`push:\n    branches: [${JSON.stringify(pattern)}]`);
const paths = (pattern: string) => on(`push:\n    paths: [${JSON.stringify(pattern)}]`);
const longExpression = (length: number) => value(`'${"x".repeat(length - 2)}'`);

type Example = readonly [rule: string, example: string];

const firing: readonly Example[] = [
  ["adhoc-packages", run("npm i left-pad")],
  ["adhoc-packages", run("npm install -g left-pad@1.0.0")],
  ["adhoc-packages", run("cd app && yarn add left-pad")],
  ["adhoc-packages", run("npm \\\n install left-pad")],
  ["adhoc-packages", run("gem install rake")],
  ["archived-uses", step("Actions-RS/toolchain")],
  ["artipacked", checkout("persist-credentials: true")],
  ["artipacked", checkout("fetch-depth: 0")],
  ["artipacked", checkout("Persist-Credentials: true")],
  ["artipacked", checkout("fetch-depth: 0").replace("actions/checkout", "Actions/Checkout")],
  ["bot-conditions", condition("'renovate[bot]' == github.actor")],
  ["bot-conditions", condition("contains(github.triggering_actor, '[bot]')").replace("contains", "contains")],
  ["bot-conditions", condition("${{ github['actor'] == 'dependabot[bot]' || github.ref == 'x' }}")],
  ["cache-poisoning", publishing("actions/cache", "path: x", "key: y")],
  ["cache-poisoning", publishing("actions/setup-go")],
  ["cache-poisoning", publishing("actions/setup-node")],
  ["cache-poisoning", publishing("astral-sh/setup-uv", "enable-cache: true")],
  ["cache-poisoning", publishing("actions/setup-python", "Cache: pip")],
  ["cache-poisoning", publishing("actions/cache/restore", "path: x", "key: y")],
  ["cache-poisoning", publishing("gradle/actions/setup-gradle")],
  ["cache-poisoning", `${step("actions/cache")}\n${run("pnpm --filter a publish")}`],
  ["cache-poisoning", `${step("actions/cache")}\n${run("poetry publish")}`],
  [
    "cache-poisoning",
    step("docker/build-push-action", "Push: true", "cache-from: type=gha").replace("a: b", "context: ."),
  ],
  [
    "cache-poisoning",
    step("docker/build-push-action", "push: true", "cache-from: type=gha").replace("a: b", "context: ."),
  ],
  ["cache-poisoning", `on:\n  release:\n${job(`steps:\n      ${step("actions/cache").replace(/\n/g, "\n      ")}`)}`],
  ["dangerous-triggers", on("pull_request_target:")],
  ["dangerous-triggers", on("workflow_run:\n    workflows: [CI]")],
  ["deprecated-commands", run("echo '::add-path::/x'")],
  ["deprecated-commands", run("echo hi\necho '::set-env name=A::b'")],
  ["dispatch-inputs", dispatch(26)],
  ["dispatch-inputs", on("workflow_dispatch:\n    inputs:\n      i: { type: boolean, default: maybe }")],
  ["dispatch-inputs", on("workflow_dispatch:\n    inputs:\n      i: { type: number, default: many }")],
  ["env-var", 'env: { "A B": c }'],
  ["env-var", job('container:\n      image: x@${digest}\n      env: { "1A": c }').replace("${digest}", digest)],
  ["event-filters", on("push:\n    tags: [a]\n    tags-ignore: [b]")],
  ["event-filters", on("pull_request:\n    paths: [a]\n    paths-ignore: [b]")],
  ["excessive-permissions", "permissions: read-all"],
  ["excessive-permissions", "permissions:\n  contents: read"],
  ["excessive-permissions", job("permissions: write-all")],
  ["expression-length", longExpression(21_001)],
  ["expression-length", value(`${"x".repeat(20_990)} \${{ github.ref }} \${{ github.sha }}`)],
  ["github-app", step("actions/create-github-app-token", "permission-contents: read", "skip-token-revoke: true")],
  ["github-app", step("actions/create-github-app-token", "permission-contents: read", "owner: acme")],
  ["github-app", step("actions/create-github-app-token", "permission-contents: read", "Owner: acme")],
  ["glob", branches("^main$")],
  ["glob", branches("[9-1]")],
  ["glob", branches("release/")],
  ["glob", branches("v*+")],
  ["glob", branches("a b")],
  ["glob", branches("[")],
  ["glob", paths("./src/**")],
  ["glob", paths("")],
  ["id", "- id: 1st\n  run: make"],
  ["id", "- id: a\n  run: make\n- id: A\n  run: make"],
  ["id", job("steps: [{ run: make }]").replace("  a:", "  a.b:")],
  ["id", `${job("steps: [{ run: make }]")}\n${job("steps: [{ run: make }]").replace("jobs:\n  a:", "  A:")}`],
  ["if-cond", condition("true")],
  ["if-cond", condition("${{ 'a' == 'a' }}")],
  ["insecure-commands", "- run: make\n  env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: true }"],
  ["job-timeout", job("").replace("timeout-minutes: 5", "timeout-minutes: 0")],
  ["job-timeout", job("").replace("timeout-minutes: 5", "timeout-minutes: 361")],
  ["job-timeout", job("").replace("timeout-minutes: 5", "timeout-minutes: 1.5")],
  ["matrix", matrix("{ node: [1, 1] }")],
  ["matrix", matrix("{ node: [1, 2], exclude: [{ nod: 1 }] }")],
  ["matrix-key", value("matrix.node")],
  ["matrix-size", matrix(`{ a: ${numbers(257)} }`)],
  ["matrix-size", matrix(`{ a: ${numbers(16)}, b: ${numbers(16)}, include: [{ a: 99 }] }`)],
  ["matrix-size", matrix(`{ a: ${numbers(100)}, b: ${numbers(100)}, c: ${numbers(100)}, d: ${numbers(100)} }`)],
  ["misfeature", "defaults:\n  run:\n    shell: cmd"],
  ["misfeature", step("actions/setup-python", 'pip-install: "."')],
  ["named-runner", runsOn("[self-hosted, macos-latest]")],
  [
    "named-runner",
    `${matrix("{ os: [ubuntu-24.04, ubuntu-latest] }")}`.replace("ubuntu-24.04\n", "${{ matrix.os }}\n"),
  ],
  ["obfuscation", step("acme//x")],
  ["obfuscation", value("fromJSON(toJSON(github.ref))")],
  ["overprovisioned-secrets", value("secrets[github.ref]")],
  ["overprovisioned-secrets", value("secrets[format('A_{0}', github.ref)]")],
  ["overprovisioned-secrets", value("join(secrets.*, ',')")],
  ["ref-version-mismatch", `- uses: docker/login-action@${sha} # pinned`],
  ["ref-version-mismatch", checkout("persist-credentials: false").replace("# v7.0.1", "# v6.0.0")],
  ["run-length", run("x".repeat(21_001))],
  ["runner-label", runsOn("linux-latest")],
  ["runner-label", runsOn("gpu")],
  ["never-empty", condition("github.ref")],
  ["never-empty", condition("success() && !(Github.Event_Name || github.event.action == 'x')")],
  ["never-empty", "- run: make\n  if: ${{ runner.os }}"],
  ["pull-request-group", "on:\n  pull_request:\nconcurrency: ci"],
  ["pull-request-group", "on: [push, pull_request]\nconcurrency:\n  group: ci\n  cancel-in-progress: true"],
  ["unread-result", afterTwo("!cancelled() && needs.a.result == 'success'")],
  ["unread-result", afterTwo("${{ always() && needs.A.outputs.x != '' }}")],
  ["runner-label", runsOn("[ubuntu-24.04, windows-2025]")],
  ["schedule", cron("0 */3 * *")],
  ["schedule", cron("60 * * * *")],
  ["schedule", cron("0 0 31 2 *")],
  ["schedule", cron("0 0 * foo *")],
  ["schedule", cron("0 5-1 * * *")],
  ["schedule", cron("@daily")],
  ["schedule", zone("Asia/Somewhere")],
  ["schedule", zone("+02:00")],
  ["shared-concurrency", `${job("concurrency: a-${{github.ref}}")}\nconcurrency:\n  group: A-\${{ github.ref }}`],
  ["shell-name", "- run: make\n  shell: powershell"],
  ["shell-name", "defaults:\n  run:\n    shell: fish"],
  ["superfluous-actions", step("Stefanzweifel/git-auto-commit-action")],
  ["template-injection", step("actions/github-script", "script: log('${{ github.head_ref }}')")],
  ["template-injection", step("azure/cli", "inlineScript: echo ${{ inputs.x }}")],
  ["template-injection", step("actions/github-script", "SCRIPT: log('${{ github.head_ref }}')")],
  ["template-injection", step("azure/cli", "InlineScript: echo ${{ inputs.x }}")],
  ["template-injection", run("echo ${{ env.A }}")],
  ["typosquat-uses", step("dcoker/login-action")],
  ["typosquat-uses", step("actons/checkout")],
  ["undefined-reference", "- id: b\n  run: make\n  env: { A: '${{ steps.b.outputs.x }}' }"],
  ["undefined-reference", value("needs.b.result")],
  ["undefined-reference", needing("outputs: { b: c }", "needs.a.outputs.c")],
  ["undefined-reference", needing("env: {}", "needs.a.outputs.c")],
  ["unpinned-images", job(`services:\n      db:\n        image: postgres:18`)],
  ["unpinned-images", job(`container:\n      image: node:latest`)],
  ["unpinned-tools", step("1password/load-secrets-action", "version: latest")],
  ["unpinned-tools", step("1password/load-secrets-action", "Version: latest")],
  ["unpinned-uses", `- uses: acme/x@${sha.slice(0, 7)} # v1`],
  ["unpinned-uses", "- uses: docker://alpine:3"],
  ["unpinned-uses", "jobs:\n  a:\n    name: A\n    uses: acme/x/.github/workflows/y.yml@main # v1"],
  ["unsound-condition", '- run: make\n  if: "${{ github.ref }}\\n"'],
  ["unsound-condition", condition("${{ github.ref }} || ${{ github.sha }}")],
  ["unsound-contains", condition("contains('a b', github.event.label.name)")],
  ["unsound-ternary", value("github.ref && 0 || 1")],
  ["unsound-ternary", value("(github.ref && false) || github.sha")],
  ["use-trusted-publishing", step("pypa/gh-action-pypi-publish", "password: x").replace("a: b", "verbose: true")],
  ["use-trusted-publishing", step("pypa/gh-action-pypi-publish", "Password: x").replace("a: b", "verbose: true")],
  ["use-trusted-publishing", "- run: poetry publish\n  env: { UV_PUBLISH_TOKEN: x }"],
  ["workflow-call", "jobs:\n  a:\n    name: A\n    uses: acme/x/y.yml@main # v1".replace("main", sha)],
];

const quiet: readonly Example[] = [
  ["adhoc-packages", run("npm install\nnpm ci && npm test\nbundle install\nnpm install --ignore-scripts")],
  ["adhoc-packages", run("npm install 2>&1 | tee log\nnpm install ./local\n# npm install x")],
  ["artipacked", checkout("persist-credentials: true # pushes the tag")],
  ["artipacked", checkout("Persist-Credentials: true # pushes the tag")],
  ["artipacked", checkout('persist-credentials: "false"')],
  ["artipacked", checkout('Persist-Credentials: "false"')],
  ["bot-conditions", condition("github.actor == 'octocat'")],
  ["bot-conditions", condition("github.actor != 'dependabot[bot]'")],
  ["cache-poisoning", step("actions/cache", "path: x", "key: y")],
  ["cache-poisoning", publishing("actions/setup-node", "package-manager-cache: false")],
  ["cache-poisoning", publishing("actions/setup-node", "Package-Manager-Cache: false")],
  ["cache-poisoning", publishing("actions/cache", "Lookup-Only: true")],
  ["cache-poisoning", publishing("actions/cache/save", "path: x", "key: y")],
  ["cache-poisoning", `${step("actions/cache")}\n${run("npm test -- publish")}`],
  ["cache-poisoning", publishing("actions/setup-go", "cache: false")],
  ["cache-poisoning", publishing("astral-sh/setup-uv", "enable-cache: ${{ github.ref != 'refs/heads/main' }}")],
  ["concurrency-limits", "on:\n  workflow_call:"],
  ["dangerous-triggers", on("pull_request:")],
  ["dispatch-inputs", dispatch(25)],
  ["dispatch-inputs", on("workflow_dispatch:\n    inputs:\n      i: { type: choice, options: [1, 2], default: 1 }")],
  ["event-filters", on("push:\n    branches: [a]\n    tags-ignore: [b]\n    paths: [c]")],
  ["excessive-permissions", job("permissions: {}")],
  ["expression-length", longExpression(21_000)],
  ["github-app", step("actions/create-github-app-token", "permission-contents: read")],
  ["github-app", step("actions/create-github-app-token", "Permission-Contents: read", "Owner: a", "Repositories: b")],
  ["github-env", run('echo A=b >> "$GITHUB_ENV"')],
  ["glob", branches("release/**")],
  ["glob", branches("!v[0-9]+.x")],
  ["glob", branches("feature-?")],
  ["glob", paths("**.js")],
  ["glob", paths(".github/**")],
  ["id", "- id: _a-1\n  run: make"],
  ["if-cond", condition("always()")],
  ["if-cond", condition("hashFiles('x') != ''")],
  ["job-timeout", job("").replace("timeout-minutes: 5", "timeout-minutes: 360")],
  ["job-timeout", job("").replace("timeout-minutes: 5", "timeout-minutes: 1")],
  ["job-timeout", job("").replace("timeout-minutes: 5", "timeout-minutes: ${{ fromJSON(vars.MINUTES) }}")],
  ["matrix", matrix("{ node: [1, 2], include: [{ os: a }], exclude: [{ node: 1 }] }")],
  ["matrix", matrix("{ node: '${{ fromJSON(vars.NODES) }}', exclude: [{ node: 1 }] }")],
  ["matrix-key", `${matrix("{ node: [1], include: [{ extra: 1 }] }")}\n    env: { A: "\${{ matrix.extra }}" }`],
  ["matrix-key", `${matrix("'${{ fromJSON(vars.M) }}'")}\n    env: { A: "\${{ matrix.any }}" }`],
  ["matrix-size", matrix(`{ a: ${numbers(256)} }`)],
  ["matrix-size", matrix(`{ a: ${numbers(16)}, b: ${numbers(16)}, include: [{ a: 1, c: 1 }] }`)],
  ["matrix-size", matrix(`{ a: ${numbers(257)}, exclude: [{ a: 0 }] }`)],
  ["named-runner", runsOn("macos-15")],
  ["never-empty", condition("github.head_ref || github.event.action")],
  ["never-empty", condition("github.ref == 'a' && contains(github.ref, 'b')")],
  ["pull-request-group", "on:\n  pull_request:\nconcurrency:\n  group: ci\n  queue: max"],
  ["pull-request-group", "on:\n  pull_request:\nconcurrency: ci-${{ github.head_ref }}"],
  ["unread-result", afterTwo("needs.a.result == 'success'")],
  ["unread-result", afterTwo("always()")],
  [
    "unread-result",
    afterTwo("!cancelled() && needs.b.result == 'success'").replace(
      "b: *a",
      "b:\n    name: B\n    needs: a\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5",
    ),
  ],
  ["unread-result", afterTwo("!cancelled() && !contains(needs.*.result, 'failure')")],
  ["unread-result", afterTwo("!cancelled() && needs.a.result == 'success' && needs.b.outputs.x != 'y'")],
  ["obfuscation", value("format('{0}-x', github.ref)")],
  ["overprovisioned-secrets", value("secrets.TOKEN")],
  ["overprovisioned-secrets", value("secrets['TOKEN']")],
  ["ref-version-mismatch", checkout("persist-credentials: false").replace("# v7.0.1", "# v7")],
  ["run-length", run("x".repeat(21_000))],
  ["runner-label", runsOn("ubuntu-24.04-arm")],
  ["runner-label", runsOn("[self-hosted, linux, gpu]")],
  ["runner-label", runsOn("acme-build-8-cores")],
  ["runner-label", runsOn("${{ vars.RUNNER }}")],
  ["schedule", cron("*/15 6-18 1,15 JAN-MAR MON-FRI")],
  ["schedule", cron("0 0 29 2 *")],
  ["schedule", cron("0 0 31 2 MON")],
  ["schedule", zone("UTC")],
  ["schedule", zone("America/Argentina/Buenos_Aires")],
  ["secrets-inherit", "jobs:\n  a:\n    name: A\n    uses: ./.github/workflows/x.yml\n    secrets: {}"],
  ["shared-concurrency", `${job("concurrency: b")}\nconcurrency: a`],
  ["shared-concurrency", "on:\n  push:\nconcurrency:\n  group: ${{ github.workflow }}"],
  ["shell-name", "- run: make\n  shell: bash -e {0}"],
  ["shell-name", runsOn("windows-2025\n    defaults: { run: { shell: powershell } }")],
  ["template-injection", "- run: make\n  env: { A: '${{ github.head_ref }}' }"],
  ["template-injection", run("echo '$ {{ no }}'")],
  ["typosquat-uses", step("acme/checkout")],
  ["undefined-reference", `${value("toJSON(steps)")}\n- run: make\n  if: "\${{ needs.*.result }}"`],
  ["undefined-reference", needing("outputs: { b: c }", "needs.a.outputs.b")],
  ["undefined-reference", needing("outputs: { b: c }", "needs.A.result")],
  ["undocumented-permissions", job("permissions:\n      contents: read\n      packages: none")],
  ["unpinned-images", job(`container: node:24@${digest}`)],
  ["unpinned-images", job("container: '${{ vars.IMAGE }}'")],
  ["unpinned-uses", `- uses: docker://alpine@${digest}`],
  ["unsound-condition", condition("${{ contains(github.ref, '}}') }}")],
  ["unsound-condition", "- run: make\n  if: |\n    github.ref == 'a'"],
  ["unsound-contains", condition("contains(github.ref, 'release')")],
  ["unsound-ternary", value("github.ref && 'a' || 'b'")],
  ["workflow-call", "jobs:\n  a:\n    name: A\n    uses: $/.github/workflows/x.yaml"],
];

describe("the policy", () => {
  it("has nothing to say of a sound file", () => {
    expect(found("- run: make")).toEqual([]);
  });

  it.each(firing)("%s fires, and nothing else, on %j", (rule, example) => {
    const others = rule === "misfeature" || rule === "insecure-commands" ? ["shell-name"] : [];
    expect(found(example).filter((id) => !others.includes(id))).toEqual([rule]);
  });

  it.each(firing)("%s is told once, whatever GitHub says of the same line: %j", async (_, example) => {
    const problems = await checkFile({ path: ".github/workflows/ci.yml", content: completeWorkflow(example) });
    const lines = problems.filter(({ severity }) => severity === "error").map(({ line }) => line);
    expect(lines).toEqual([...new Set(lines)]);
  });

  it.each(quiet)("%s is quiet on %j, and so is everything else", (_, example) => {
    expect(found(example).filter((id) => id !== "anonymous-definition" || !example.startsWith("jobs"))).toEqual([]);
  });

  it("says the line, and what to do", () => {
    const content = completeWorkflow(runsOn("ubuntu-latest"));
    expect(checkPolicy({ path: "x.yml", content })).toMatchObject([
      {
        line: content.split("\n").findIndex((line) => line.includes("ubuntu-latest")) + 1,
        severity: "error",
        place: "jobs.a",
        message: expect.stringContaining("Name the version: ubuntu-24.04"),
      },
    ]);
  });

  it.each([
    ["ubuntu-latest", "ubuntu-24.04"],
    ["windows-latest", "windows-2025"],
    ["macos-latest", "macos-15"],
    ["macos-latest-large", "macos-15-large"],
    ["macos-latest-xlarge", "macos-15-xlarge"],
  ])("names a version of the same system and size instead of %s", (label, named) => {
    const problems = checkPolicy({ path: "x.yml", content: completeWorkflow(runsOn(label)) });
    expect(problems).toMatchObject([
      { rule: "named-runner", message: expect.stringMatching(new RegExp(`Name the version: ${named}\\.$`)) },
    ]);
    expect(found(runsOn(named))).toEqual([]);
  });

  it("tells everything that is pasted into one script, each once", () => {
    const pasted = ["github.actor", "github.event.head_commit.message", "github.actor"];
    const script = `script: log('${pasted.map((source) => `\${{ ${source} }}`).join("")}')`;
    const content = completeWorkflow(step("actions/github-script", script));
    expect(checkPolicy({ path: "x.yml", content }).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^\$\{\{ github\.actor \}\} is pasted/),
      expect.stringMatching(/^\$\{\{ github\.event\.head_commit\.message \}\} is pasted/),
    ]);
  });

  it.each([
    ["actions/checkout@v4", ["unpinned-uses"]],
    [`actions/checkout@${sha.slice(0, 7)}`, ["unpinned-uses"]],
    [`actions/checkout@${sha}`, ["ref-version-mismatch"]],
  ])("asks which version only a whole commit is: %s", (uses, told) => {
    expect(found(`- uses: ${uses}\n  with: { persist-credentials: false }`)).toEqual(told);
  });

  it.each([
    [".github/actions/setup", /begin with \.\/: \.\/\.github\/actions\/setup\.$/],
    ["acme/x@v1", /Pin it to a full commit or digest\.$/],
    ["acme/x/.github/actions/setup@v1", /Pin it to a full commit or digest\.$/],
  ])("says of %s what to do", (uses, message) => {
    const content = completeWorkflow(`- uses: ${uses}`);
    const told = checkPolicy({ path: "x.yml", content }).filter(({ rule }) => rule === "unpinned-uses");
    expect(told).toMatchObject([{ message: expect.stringMatching(message) }]);
  });

  it.each<[what: string, options: Parameters<typeof forbiddenUses>[0], isForbidden: boolean]>([
    ["not on the list of those allowed", { allow: ["docker/*"] }, true],
    ["allowed by its owner", { allow: ["Actions/*"] }, false],
    ["allowed by its name", { allow: ["actions/checkout"] }, false],
    ["denied though allowed", { allow: ["actions/*"], deny: ["actions/checkout"] }, true],
    ["not denied", { deny: ["action/*"] }, false],
  ])("forbids an action that is %s: %s", (_, options, isForbidden) => {
    const content = completeWorkflow(checkout("persist-credentials: false"));
    expect(checkPolicy({ path: "x.yml", content }, [forbiddenUses(options)])).toHaveLength(isForbidden ? 1 : 0);
  });

  it.each(["", "null", "[]", "jobs: 3", "jobs: {a: 3}", "jobs: {a: {steps: [1, null]}}", "on: 3", "a: [", "\u0000"])(
    "does not throw at %j",
    (content) => {
      expect(() => checkPolicy({ path: "x.yml", content }, rules)).not.toThrow();
    },
  );

  it("calls a file unchecked when a rule fails, never sound", async () => {
    const broken = {
      id: "broken",
      severity: "warning" as const,
      appliesTo: "all" as const,
      check: () => {
        throw new TypeError("x is not a function");
      },
    };
    const text = { path: "x.yml", content: completeWorkflow("- run: make") };
    expect(() => checkPolicy(text, [broken])).toThrow("x.yml could not be checked: the rule broken failed");
    await expect(checkFile(text, [broken])).rejects.toThrow("x is not a function");
  });
});
