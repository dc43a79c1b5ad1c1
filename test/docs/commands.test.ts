import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { readDocument } from "./documents.ts";

const help = (...args: readonly string[]) => {
  const program = ["--import", "./src/build/json-imports.mjs", "src/cli/main.ts", ...args, "--help"];
  return spawnSync(process.execPath, program, { encoding: "utf8" }).stdout;
};
const commandsIn = (text: string) =>
  [...text.matchAll(/^ {2}([a-z][a-z-]*)(?: \[| <| {2,}|$)/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "help");

const { text } = readDocument("docs/commands.md");

describe("the page about commands", () => {
  const commands = commandsIn(help());

  it("is about commands that there are", () => {
    expect(commands).toContain("check");
    const named = [...text.matchAll(/^\$ npx tidegate ([a-z-]+)/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => name === undefined || !commands.includes(name))).toEqual([]);
  });

  it("names every command", () => {
    expect(commands.filter((name) => !new RegExp(`\`(tidegate )?${name}[\` ]`).test(text))).toEqual([]);
  });

  it("names every option of check, pins and graph", () => {
    const pages = [["check"], ["graph"], ["pins", "add"], ["pins", "update"], ["pins", "sync"]];
    const options = pages.flatMap((page) =>
      [...help(...page).matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name = ""]) => name),
    );
    expect(options).toContain("--cooldown");
    expect([...new Set(options)].filter((name) => !text.includes(name))).toEqual([]);
  });
});
