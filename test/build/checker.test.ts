import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemplateSchema } from "@actions/workflow-parser/templates/schema/template-schema";
import { getWorkflowSchema } from "@actions/workflow-parser/workflows/workflow-schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleChecker } from "../../src/build/bundle-checker.ts";
import { readSchema } from "../../src/build/lean-parser/read-schema.ts";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { answerCheck } from "../../src/workflow/check/check-answer.ts";
import type { WorkflowText } from "../../src/workflow/check/check-file.ts";
import { checkInRealm } from "../../src/workflow/check/check-in-realm.ts";
import { compileScript } from "../../src/workflow/check/compiled-script.ts";
import { readHashed } from "../../src/workflow/check/read-hashed.ts";
import { problemsOf } from "../../src/workflow/check/validate-sync.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegate-checker-"));
const checker = join(folder, "checker.cjs");
beforeAll(async () => writeFileSync(checker, (await bundleChecker()).text));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schemaFile = join(repositoryRoot, "node_modules/@actions/workflow-parser/dist/workflow-v1.0.min.json");

const golden = readdirSync(join(repositoryRoot, "test"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.includes("__golden__") && path.endsWith(".yml"))
  .sort()
  .map((path): WorkflowText => ({ path, content: readFileSync(join(repositoryRoot, "test", path), "utf8") }));

/** Mistakes that reach what the bundle does differently: events, contexts and the schema. */
const mistakes: Readonly<Record<string, (text: string) => string>> = {
  "a payload that no event has": (text) => text.replaceAll("github.sha", "github.event.pull_request.nope.deeper"),
  "a payload that an event has": (text) => text.replaceAll("github.sha", "github.event.pull_request.head.sha"),
  "an unknown key of a context": (text) => text.replaceAll("github.ref", "github.reff"),
  "all values of a payload": (text) => text.replaceAll("github.sha", "join(github.event.*.id)"),
  "outputs of no job": (text) => text.replace(/needs\.([\w-]+)\.outputs/g, "needs.$1x.outputs"),
  "outputs of no step": (text) => text.replace(/steps\.([\w-]+)\.outputs/g, "steps.$1x.outputs"),
  "no event of that name": (text) => text.replace(/^ {2}(push|pull_request|workflow_dispatch):/m, "  pushh:"),
  "called by another workflow": (text) => text.replace(/^on:$/m, "on:\n  workflow_call:"),
  "no such key": (text) => text.replaceAll("timeout-minutes", "timeout-minuets"),
  "half of the file": (text) => text.slice(0, text.length / 2),
};

const texts = golden.flatMap((text) => [
  text,
  ...(text.path.includes("playground")
    ? []
    : Object.entries(mistakes).map(([name, edit]) => ({ path: `${text.path}, ${name}`, content: edit(text.content) }))),
]);

describe("the bundled checker", () => {
  it("finds exactly what GitHub's own parser finds from source, in sound files and in broken ones", async () => {
    const expected = problemsOf(await answerCheck(texts));
    expect(problemsOf(checkInRealm(checker, texts))).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(new Set(expected.map(({ file }) => file)).size).toBeGreaterThan((texts.length - golden.length) / 3);
  });

  it("reads the same schema as the parser does", () => {
    const inner = (schema: TemplateSchema) => JSON.parse(JSON.stringify(schema.definitions));
    expect(inner(readSchema(JSON.parse(readFileSync(schemaFile, "utf8"))))).toEqual(inner(getWorkflowSchema()));
    expect(getWorkflowSchema()).toBeInstanceOf(TemplateSchema);
  });

  it("keeps its compiled form beside it, and goes on without one that is broken", () => {
    const cached = () => readdirSync(folder).filter((name) => name.endsWith(".cache"));
    expect(cached()).toHaveLength(1);
    const other = join(folder, "other.cjs");
    writeFileSync(other, readFileSync(checker));
    compileScript(other, readHashed(other)).remember();
    for (const name of cached()) writeFileSync(join(folder, name), "not a code cache");
    expect(checkInRealm(other, golden)).toEqual(checkInRealm(checker, golden));
  });

  it("has no answer when the checker waits for something outside, and then the files count as unchecked", () => {
    const waiting = join(folder, "waiting.cjs");
    writeFileSync(
      waiting,
      "exports.answerCheck = () => new Promise((resolve) => require('node:timers').setTimeout(resolve, 1));",
    );
    expect(() => problemsOf(checkInRealm(waiting, golden))).toThrow("were not checked to the end; nothing was written");
  });

  it("tells what went wrong in it", () => {
    const failing = join(folder, "failing.cjs");
    writeFileSync(failing, "exports.answerCheck = async () => ({ kind: 'broken', message: 'no schema' });");
    expect(() => problemsOf(checkInRealm(failing, golden))).toThrow("could not be checked: no schema");
  });
});
