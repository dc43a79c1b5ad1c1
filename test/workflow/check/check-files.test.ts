import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { ErrorPolicy } from "@actions/workflow-parser/model/convert";
import { describe, expect, it } from "vitest";
import { withCalled } from "../../../src/workflow/check/called-texts.ts";
import { checkFiles } from "../../../src/workflow/check/check-files.ts";
import { checkOnce } from "../../../src/workflow/check/check-once.ts";

const folder = ".github/workflows";
const file = (name: string, on: string, jobs: string) => ({
  path: `${folder}/${name}.yml`,
  content: `name: ${name}\non:\n  ${on}\npermissions: {}\nconcurrency:\n  group: ${name}\njobs:\n${jobs}`,
});
const job = (rest = "") =>
  `  a:\n    name: A\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${rest}    steps:\n      - run: make\n`;
const calling = (uses: string, rest = "", id = "go") =>
  `  ${id}:\n    name: Go\n    uses: ${uses} # tidegate: ignore[self-repository] as on Enterprise Server\n${rest}`;
const x = `./${folder}/x.yml`;
const caller = (rest: string, uses = x) => file("caller", "push:", calling(uses, rest));
const callee = (definition: string) => file("x", `workflow_call:\n${definition}`, job());

/** What is found beyond what GitHub's own parser says of each file. */
async function found(...texts: Parameters<typeof checkFiles>[0]): Promise<readonly string[]> {
  const problems = await checkFiles(texts);
  const callRules = /^(call-|recursive-call|workflow-call|undefined-reference|github)/;
  return problems
    .filter(({ rule, severity }) => callRules.test(rule) && severity === "error")
    .map(({ rule, file: path, line, message }) => `${rule} ${path.replace(`${folder}/`, "")}:${line} ${message}`);
}

const inputs = `    inputs:
      version: { type: string, required: true }
      Dry-Run: { type: boolean }
      copies: { type: number, default: 1 }
`;
const withInputs = (text: string) => caller(`    with: { ${text} }\n`);

/** Does GitHub's parser, given both files, find anything? It knows no types of literals. */
async function refusedByGitHub(text: { path: string; content: string }, called: { path: string; content: string }) {
  const { context, value } = parseWorkflow({ name: text.path, content: text.content }, new NoOperationTraceWriter());
  if (!value) return true;
  const fileProvider = { getFileContent: async () => ({ name: called.path, content: called.content }) };
  const options = { errorPolicy: ErrorPolicy.TryConversion, fetchReusableWorkflowDepth: 1 };
  await convertWorkflowTemplate(context, value, fileProvider, options);
  return context.errors.getErrors().length > 0;
}

describe("a call of a workflow in the same repository", () => {
  it.each([
    ["what is demanded", "version: 1.4.0"],
    ["everything", "version: v, dry-run: true, copies: 3"],
    ["names in another case", "VERSION: v, DRY-RUN: false"],
    [
      "expressions, whose type is known when it runs",
      "version: v, dry-run: '${{ github.ref == 1 }}', copies: '${{ 3 }}'",
    ],
    ["a number for a text", "version: 3"],
    ["nothing", "version: , copies: "],
  ])("may pass %s", async (_, text) => {
    expect(await found(withInputs(text), callee(inputs))).toEqual([]);
    expect(await refusedByGitHub(withInputs(text), callee(inputs))).toBe(false);
  });

  it.each([
    [
      "an unknown input",
      "version: v, copys: 3",
      /^call-inputs caller.yml:11 .* has no input copys\. Did you mean copies\?$/,
    ],
    [
      "not what is demanded",
      "copies: 3",
      /^call-inputs caller.yml:10 .* demands the input version, which is not passed/,
    ],
  ])("may not pass %s", async (_, text, message) => {
    expect(await found(withInputs(text), callee(inputs))).toEqual([expect.stringMatching(message)]);
    expect(await refusedByGitHub(withInputs(text), callee(inputs))).toBe(true);
  });

  it.each([
    [
      "text for a boolean",
      "version: v, dry-run: 'true'",
      /^call-inputs caller.yml:11 The input dry-run .* is a boolean; "true" is none/,
    ],
    ["a word for a number", "version: v, copies: many", /The input copies .* is a number; "many" is none/],
    ["a boolean for a number", "version: v, copies: true", /The input copies .* is a number; true is none/],
  ])("may not pass %s", async (_, text, message) => {
    expect(await found(withInputs(text), callee(inputs))).toEqual([expect.stringMatching(message)]);
  });

  const secrets = "    secrets:\n      token: { required: true }\n      other: {}\n";
  it.each([
    ["what is demanded", "    secrets: { TOKEN: x }\n", [], false],
    ["all there are", "    secrets: inherit # tidegate: ignore[secrets-inherit] for the test\n", [], false],
    ["none", "", [/^call-secrets caller.yml:10 .* demands the secret token/], true],
    [
      "an unknown one",
      "    secrets: { token: x, tokn: x }\n",
      [/^call-secrets caller.yml:11 .* has no secret tokn/],
      true,
    ],
  ] as const)("is told of its secrets, when it passes %s", async (_, rest, messages, isRefused) => {
    expect(await found(caller(rest), callee(secrets))).toEqual(messages.map((each) => expect.stringMatching(each)));
    expect(await refusedByGitHub(caller(rest), callee(secrets))).toBe(isRefused);
  });

  it.each([
    ["digest", []],
    ["Digest", []],
    ["digst", [/^undefined-reference .* The job go has no output digst\. Did you mean digest\?/]],
  ])("gives the outputs that are declared: %s", async (name, messages) => {
    const reader = `${calling(x)}${job(`    needs: go\n    env: { A: "\${{ needs.go.outputs.${name} }}" }\n`)}`;
    const outputs = "    outputs:\n      digest: { value: x }\n";
    expect(await found(file("caller", "push:", reader), callee(outputs))).toEqual(
      messages.map((each) => expect.stringMatching(each)),
    );
  });

  it("needs a workflow that can be called", async () => {
    const told = await found(caller(""), file("x", "push:", job()));
    expect(told).toEqual([expect.stringMatching(/^workflow-call caller.yml:10 .*x.yml cannot be called/)]);
  });

  it.each([
    ["that is not among the files", []],
    ["that is no YAML", [{ path: `${folder}/x.yml`, content: "a: [" }]],
  ])("is not compared with a workflow %s", async (_, others) => {
    const told = await found(withInputs("nonsense: 1"), ...others);
    expect(told.filter((each) => each.includes("caller.yml"))).toEqual([]);
  });

  it("is compared by its $/ name too", async () => {
    const told = await found(caller("", `$/${folder}/x.yml`), callee(inputs));
    expect(told).toEqual([expect.stringMatching(/demands the input version/)]);
  });

  it("may be accepted as it is, with a reason", async () => {
    const accepted = caller("    with: { copies: 3 }\n").content.replace(
      "ignore[self-repository]",
      "ignore[self-repository, call-inputs]",
    );
    expect(await found({ path: `${folder}/caller.yml`, content: accepted }, callee(inputs))).toEqual([]);
  });
});

const level = (at: number, last: number) =>
  at === last
    ? file(`l${at}`, "workflow_call:", job())
    : file(`l${at}`, at === 1 ? "push:" : "workflow_call:", calling(`./${folder}/l${at + 1}.yml`));
const levels = (last: number) => Array.from({ length: last }, (_, index) => level(index + 1, last));
const fan = (count: number, uses: (at: number) => string) =>
  file("fan", "push:", Array.from({ length: count }, (_, at) => calling(uses(at), "", `j${at}`)).join(""));
const remote = (at: number) => `acme/x/.github/workflows/w${at}.yml@3d3c42e5aac5ba805825da76410c181273ba90b1`;

describe("calls of calls", () => {
  it.each([
    [10, []],
    [11, [/^call-limits l1.yml:10 Calls are nested 11 levels deep; GitHub takes 10: .*l1\.yml → .* → .*l11\.yml\./]],
  ])("may be %i levels deep, or not", async (count, messages) => {
    expect(await found(...levels(count))).toEqual(messages.map((each) => expect.stringMatching(each)));
  });

  it.each([
    ["fifty", fan(50, remote), 0],
    ["fifty-one", fan(51, remote), 1],
    ["one, sixty times", fan(60, () => remote(0)), 0],
  ])("are of %s different workflows, which is counted", async (_, text, count) => {
    expect((await found(text)).filter((each) => each.startsWith("call-limits"))).toHaveLength(count);
  });

  it("count with those that are called further down", async () => {
    const below = { ...fan(50, remote), path: `${folder}/x.yml` };
    const callable = { ...below, content: below.content.replace("push:", "workflow_call:") };
    const told = await found(caller(""), callable);
    expect(told).toEqual([
      expect.stringMatching(/^call-limits caller.yml:\d+ The workflow calls 51 different workflows/),
    ]);
  });

  it("in a ring are told in each file that leads there, and end", async () => {
    const a = file("a", "workflow_call:", calling(`./${folder}/b.yml`));
    const b = file("b", "workflow_call:", calling(`$/${folder}/a.yml`));
    const ring = /^recursive-call (caller|a|b).yml:10 Workflows call one another in a ring: /;
    const told = await found(caller("", `./${folder}/a.yml`), a, b);
    expect(told).toEqual([ring, ring, ring].map((each) => expect.stringMatching(each)));
    expect(told[1]).toContain("a.yml → .github/workflows/b.yml → .github/workflows/a.yml");
  });

  it("that meet again below are no ring, and are gone through once", async () => {
    const wide = (at: number) => {
      const jobs = ["p", "q", "r", "s"].map((id) => calling(`./${folder}/w${at + 1}.yml`, "", id)).join("");
      return file(`w${at}`, at === 0 ? "push:" : "workflow_call:", at === 9 ? job() : jobs);
    };
    expect(await found(...Array.from({ length: 10 }, (_, at) => wide(at)))).toEqual([]);
  });
});

describe("what a file is checked with", () => {
  it("is nothing else when it calls nothing, so that it is known again", () => {
    const text = file("alone", "push:", job());
    expect(withCalled([text, callee("")])[0]).toBe(text);
  });

  it("comes from elsewhere when it is not among the files", () => {
    const asked: string[] = [];
    const read = (path: string) => {
      asked.push(path);
      return path.endsWith("x.yml") ? callee("").content : undefined;
    };
    expect(withCalled([caller(""), caller("")], read).map(({ called }) => called)).toEqual(
      [1, 2].map(() => [{ path: `${folder}/x.yml`, content: callee("").content }]),
    );
    expect(asked).toEqual([`${folder}/x.yml`]);
  });

  it("is looked at again when what it calls has changed", () => {
    const known = new Set<string>();
    const sound = {
      has: (key: string) => known.has(key),
      add(keys: readonly string[]) {
        for (const key of keys) known.add(key);
      },
    };
    const asked: string[] = [];
    const check = (...texts: Parameters<typeof withCalled>[0]) =>
      checkOnce(withCalled(texts), sound, ({ path }) => {
        asked.push(path);
        return [];
      });
    check(caller(""), callee(""));
    check(caller(""), callee(""));
    check(caller(""), callee(inputs));
    expect(asked.map((path) => path.slice(folder.length + 1))).toEqual(["caller.yml", "x.yml", "caller.yml", "x.yml"]);
  });
});

describe("an output of a called workflow", () => {
  const outputs = "    outputs:\n      tag: { value: v1 }\n";
  const reading = (output: string, more = "") =>
    file(
      "caller",
      "push:",
      `${calling(x)}  b:\n    name: B\n    needs: go\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    env:\n      A: "\${{ needs.go.outputs.${output} }}${more}"\n    steps:\n      - run: make\n`,
    );
  const warned = async (...texts: Parameters<typeof checkFiles>[0]) =>
    (await checkFiles(texts))
      .filter(({ rule, message }) => rule === "undefined-reference" || message.startsWith("Context access"))
      .map(({ message }) => message);

  it("that it declares is not called doubtful", async () => {
    expect(await warned(reading("tag"), callee(outputs))).toEqual([]);
  });

  it.each<[what: string, texts: Parameters<typeof checkFiles>[0]]>([
    ["of a workflow that is not there", [reading("tag")]],
    ["that it does not declare", [reading("tga"), callee(outputs)]],
    [
      "whose name is read from elsewhere in the line too",
      [reading("tag", " ${{ needs.b.outputs.tag }}"), callee(outputs)],
    ],
  ])("is doubtful still %s", async (_, texts) => {
    expect(await warned(...texts)).not.toEqual([]);
  });
});
