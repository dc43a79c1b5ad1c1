import { execSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { scratchRepository } from "../blueprints/scratch-repository.ts";
import { readDocument, snippetsOf } from "./documents.ts";

const numbers = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];

describe("the first steps", () => {
  it("of the guide to writing workflows lead from an empty folder to a file", () => {
    const [install, source] = snippetsOf(readDocument("docs/writing-workflows.md"));
    const repository = scratchRepository("test/blueprints/fixtures/root-service");
    afterAll(() => repository.remove());
    rmSync(join(repository.folder, "package.json"), { force: true });
    const commands = (install?.code ?? "").split("\n").filter((line) => !line.startsWith("npm install"));
    expect(commands).toContain("npm init --yes");
    for (const command of commands) execSync(command, { cwd: repository.folder, stdio: "pipe" });
    writeFileSync(join(repository.folder, ".projenrc.ts"), source?.code ?? "");
    const { code, output } = repository.synth();
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).not.toMatch(/outside a module|MODULE_TYPELESS/);
    expect([...repository.files().keys()]).toContain(".github/workflows/ci.yml");
  });

  it.each(["README.md", "docs/writing-workflows.md"])(
    "in %s say which Node, which kind of module, and what runs first",
    (path) => {
      const { text } = readDocument(path);
      for (const said of ["Node 22.18", "npm pkg set type=module", "`.projenrc.js`"]) expect(text).toContain(said);
      const [first, then] = [text.indexOf("`node .projenrc.ts`"), text.indexOf("`npx projen`")];
      expect(first).toBeGreaterThan(0);
      expect(then).toBeGreaterThan(first);
    },
  );

  it("in the README count the workflows of a service", () => {
    const written = readdirSync("test/blueprints/__golden__/playground/github/workflows");
    const count = written.filter((name) => name.startsWith("info-")).length;
    expect(readDocument("README.md").text).toContain(`${numbers[count]} workflows for each service`);
  });
});
