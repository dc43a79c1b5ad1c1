import { beforeAll, describe, expect, it } from "vitest";
import { parseForGitHub } from "../../../src/workflow/check/github-parser.ts";
import { parseExpression } from "../../../src/workflow/expression/parse-expression.ts";
import { canonicalCondition } from "../../../src/workflow/import/canonical-expression.ts";
import type { ImportResult } from "../../../src/workflow/import/import-result.ts";
import { typeCheck } from "../../docs/type-check.ts";
import { fixtures, importText } from "./import-fixture.ts";
import { runPrinted } from "./run-printed.ts";

const names = [...fixtures.keys()];
const results = new Map<string, ImportResult>();

function imported(name: string): ImportResult & { readonly kind: "imported" } {
  const result = results.get(name);
  if (result?.kind !== "imported") throw new TypeError(`${name} was not imported: ${JSON.stringify(result)}`);
  return result;
}

beforeAll(async () => {
  for (const [name, content] of fixtures) {
    results.set(name, await importText(name, content));
  }
}, 120_000);

/** What GitHub's own parser makes of a file: of each job what it waits for, when it runs, and what its steps are. */
async function asGitHubReadsIt(name: string, content: string) {
  const { template, errors } = await parseForGitHub(name, content);
  const condition = (source: string | undefined) => (source ? canonicalCondition(parseExpression(source)) : "");
  return {
    errors,
    events: Object.keys(template?.events ?? {}).sort(),
    jobs: template?.jobs.map((job) => ({
      id: job.id.value,
      type: job.type,
      needs: job.needs?.map(({ value }) => value).sort() ?? [],
      if: condition(job.if?.expression),
      steps: "steps" in job ? job.steps.map((step) => ("if" in step ? condition(step.if?.expression) : "")) : [],
    })),
  };
}

describe("importing a workflow", () => {
  it("is tried on at least 40 files", () => {
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it.each(names)("expresses all of %s, and the comparison finds no difference", (name) => {
    expect(imported(name).findings.filter(({ kind }) => kind === "unexpressed")).toEqual([]);
  });

  it.each(names)(
    "makes of %s a file in which GitHub's parser finds the same jobs under the same conditions",
    async (name) => {
      const before = await asGitHubReadsIt(name, fixtures.get(name) ?? "");
      expect(before.errors).toEqual([]);
      expect(await asGitHubReadsIt(name, imported(name).yaml)).toEqual(before);
    },
  );

  it("writes TypeScript that compiles under the strictest options", () => {
    const modules = names.map((name) => {
      const code = imported(name).typescript;
      return { code, snippet: { document: name, line: 1, language: "ts", code, remark: "" } };
    });
    const wrong = [...typeCheck(modules as unknown as Parameters<typeof typeCheck>[0])].flatMap(
      ([, problems]) => problems,
    );
    expect(wrong).toEqual([]);
  }, 120_000);

  it("writes TypeScript that makes the very file that was compared", () => {
    const made = runPrinted(new Map(names.map((name) => [name, imported(name).typescript])));
    expect(made).toEqual(Object.fromEntries(names.map((name) => [name, imported(name).yaml])));
  });
});
