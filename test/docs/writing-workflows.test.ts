import { describe, expect, it } from "vitest";
import { readDocument, snippetsOf } from "./documents.ts";
import { exampleReport } from "./example-report.ts";
import { exampleYaml } from "./example-yaml.ts";
import { yamlExcerpt } from "./yaml-excerpt.ts";

const guide = readDocument("docs/writing-workflows.md");
const lines = guide.text.split("\n");

/** What follows a block of code until the next one begins. */
function after({ line, code }: { readonly line: number; readonly code: string }): string {
  const rest = lines.slice(line + code.split("\n").length);
  const next = rest.findIndex((each) => each.startsWith("```ts"));
  return rest.slice(0, next < 0 ? undefined : next).join("\n");
}

const page = (code: string) => `\`\`\`ts\n${code}\n\`\`\`\n`;
const sound = `import { job, run, sh } from "tidegate/workflow";
const a = job("a", { name: "A", timeoutMinutes: 5, steps: [run("one", sh\`true\`), run("two", sh\`false\`)] });`;
const show = (code: string, place: string) => exampleYaml(page(code), { file: undefined, places: [place] });

describe("the guide to writing workflows", () => {
  const snippets = snippetsOf(guide).filter(({ language, isCopied }) => language === "ts" && !isCopied);

  it.each(snippets)("shows what line $line makes, or that it does not compile", (snippet) => {
    expect(snippet.code.includes("@ts-expect-error") || after(snippet).includes("<!-- generated: ")).toBe(true);
  });

  it("shows no YAML that it does not make", () => {
    expect(snippetsOf(guide).filter(({ language, isCopied }) => language === "yaml" && !isCopied)).toEqual([]);
  });
});

describe("an example", () => {
  it("is shown in part, by keys and by names of steps", () => {
    expect(show(sound, "jobs.a.steps.two")).toBe('```yaml\n- id: two\n  run: "false"\n```');
    expect(yamlExcerpt("a:\n  b: 1 # why\n  c: 2\n", "a.b")).toBe("b: 1 # why");
  });

  it.each<[string, () => string, RegExp]>([
    ["shows a place that is not there", () => show(sound, "jobs.b"), /There is no jobs\.b/],
    ["breaks a rule", () => show(sound.replace("timeoutMinutes: 5", "timeoutMinutes: 0"), "jobs"), /job-timeout/],
    ["does not run", () => show(sound.replace("run,", ""), "jobs"), /run is not defined/],
    [
      "names a file that is not written",
      () => exampleYaml(page(sound), { file: "x.yml", places: undefined }),
      /No x\.yml/,
    ],
    ["is told nothing though it should be", () => exampleReport(page("export {};")), /ends with 0/],
  ])("is an error when it %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
