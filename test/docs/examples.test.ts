import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseInputs } from "../../src/action/parse-inputs.ts";
import { sign, signatureHeader, timestampHeader } from "../../src/notify/signature.ts";
import { webhookBodySchema } from "../../src/notify/webhook-channel.ts";
import { actions, getAction } from "./action-tables.ts";
import { documents, readDocument, type Snippet, snippetsOf } from "./documents.ts";

const stepSchema = z.object({ uses: z.string(), with: z.record(z.string(), z.string()).default({}) });
const own = "./.github/actions/tidegate/";

interface Step {
  readonly place: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
}

function ownSteps(snippet: Snippet): readonly Step[] {
  const steps = z.array(stepSchema).safeParse(parse(snippet.code.split("\n---\n", 1)[0] ?? "")).data ?? [];
  return steps
    .filter(({ uses }) => uses.startsWith(own))
    .map(({ uses, with: inputs }) => {
      return { place: `${snippet.document}:${snippet.line}`, action: uses.slice(own.length), inputs };
    });
}

/** What GitHub would put for an expression. */
const evaluated: Readonly<Record<string, string>> = {
  digest: `sha256:${"0".repeat(64)}`,
  commit: "0".repeat(40),
  version: "1.4.0-alpha.7",
  reason: "because",
  results: '{ "rollout": { "result": "success", "outputs": {} } }',
  token: "token",
};

const steps = documents()
  .flatMap(snippetsOf)
  .filter(({ language, isCopied }) => language === "yaml" && !isCopied)
  .flatMap(ownSteps);

describe("example steps in the documentation", () => {
  it.each(steps)("give $action inputs that it takes, at $place", ({ action, inputs }) => {
    const definition = getAction(action);
    expect(Object.keys(definition.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    const getInput = (name: string) => {
      const value = inputs[name] ?? definition.inputs[name]?.default ?? "";
      return value.includes("${{") ? (evaluated[name] ?? "") : value;
    };
    expect(parseInputs(definition, getInput)).toBeDefined();
  });

  it("exist for every action", () => {
    expect([...new Set(steps.map(({ action }) => action))].sort()).toEqual([...actions.keys()].sort());
  });
});

const page = readDocument("docs/notifications.md");

function onlySnippet(language: string): string {
  const found = snippetsOf(page).filter((snippet) => snippet.language === language);
  expect(found).toHaveLength(1);
  return found[0]?.code ?? "";
}

describe("the webhook's documentation", () => {
  it("shows a notice with every field there is", () => {
    const body: unknown = JSON.parse(onlySnippet("json"));
    expect(z.strictObject(webhookBodySchema.shape).parse(body)).toEqual(body);
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(body)).sort()).toEqual(
      Object.keys(webhookBodySchema.shape).sort(),
    );
  });

  it("explains every field and every kind of notice", () => {
    const cells = page.text.split("\n").map((line) => /^\| ([^|]+) \|/.exec(line)?.[1] ?? "");
    const explained = cells.flatMap((cell) => cell.match(/(?<=`)[\w-]+(?=`)/g) ?? []);
    const { kind, ...fields } = webhookBodySchema.shape;
    expect(explained).toEqual(expect.arrayContaining(["kind", ...Object.keys(fields), ...kind.options]));
  });

  const key = "a key";
  const nowMs = 1_795_240_800_000;
  const body = '{"text":"Zurück auf 1.4.0"}';
  const timestampSeconds = nowMs / 1000 - 10;
  const signed = { [timestampHeader]: `${timestampSeconds}`, [signatureHeader]: sign(body, { key, timestampSeconds }) };

  it.each<[string, boolean, { body?: string; key?: string; headers?: Record<string, string>; nowMs?: number }]>([
    ["takes what we signed", true, {}],
    ["refuses another body", false, { body: `${body} ` }],
    ["refuses another key", false, { key: "another key" }],
    ["refuses what is not signed", false, { headers: {} }],
    ["refuses another time of sending", false, { headers: { ...signed, [timestampHeader]: `${nowMs / 1000}` } }],
    ["takes what is nearly five minutes old", true, { nowMs: nowMs + 289_000 }],
    ["refuses what is older", false, { nowMs: nowMs + 291_000 }],
  ])("shows a verification that %s", async (_, isGenuine, changes) => {
    const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(onlySnippet("ts")))}`;
    const receiver: { isGenuine(body: string, headers: Headers, key: string, nowMs: number): boolean } = await import(
      /* @vite-ignore */ url
    );
    const request = { body, key, headers: signed, nowMs, ...changes };
    const headers = new Headers(request.headers);
    expect(receiver.isGenuine(request.body, headers, request.key, request.nowMs)).toBe(isGenuine);
  });
});
