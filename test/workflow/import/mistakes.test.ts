import { describe, expect, it } from "vitest";
import { mistakes } from "../../../src/bench/mistakes/mistakes.ts";
import { soundYaml, yamlWith } from "../../../src/bench/mistakes/sound-source.ts";
import { importText, importWhole } from "./import-fixture.ts";

/** Cannot be made by the layer at all, so that what comes out has it no more. */
const repaired = ["what a stranger writes is pasted into a script", "permissions are left out"];

describe("importing what authors get wrong", () => {
  it("finds nothing to put right in the file that is sound", async () => {
    const { findings } = await importWhole("ci.yml", soundYaml);
    expect(findings.filter(({ kind }) => kind !== "note")).toEqual([]);
  });

  it.each(repaired)("puts right: %s", async (name) => {
    const mistake = mistakes.find((known) => known.name === name);
    const { yaml } = await importWhole("ci.yml", mistake ? yamlWith(mistake) : "");
    expect(yaml).toMatch(/^permissions: \{\}$/m);
    expect(yaml).not.toMatch(/^\s+(?:- )?run:.*\$\{\{/m);
  });

  it.each(mistakes.filter(({ name }) => !repaired.includes(name)))(
    "tells it with its line, and makes nothing of what GitHub would not run: $name",
    async (mistake) => {
      const content = yamlWith(mistake);
      const result = await importText("ci.yml", content);
      const told = result.findings.filter(({ kind }) => kind !== "note");
      expect(told.length).toBeGreaterThan(0);
      const lines = content.split("\n").length;
      expect(told.every(({ line }) => line >= 1 && line <= lines)).toBe(true);
      expect(told.map(({ message }) => message).join("\n")).toMatch(mistake.told);
    },
  );

  it.each([
    ["a merge key", "jobs: &a {}\nx:\n  <<: *a\n", 3, /merge keys/],
    ["a file that is empty", "", 1, /./],
    ["a list", "- a\n", 1, /./],
    ["text that is no YAML", "a: [b\nc: d", 2, /./],
    ["an alias without its anchor", "on: *push\n", 1, /alias/i],
    [
      "a schedule that never runs",
      'on:\n  schedule:\n    - cron: "0 5 * * *"\n    - cron: "61 5 * * *"\njobs: {}\n',
      4,
      /^"61 5 \* \* \*" never runs: 61 is no minute \(0 to 59\)\..*\[schedule\]$/,
    ],
    ["a key twice", "on: push\non: pull_request\njobs: {}\n", 2, /unique/],
  ])("refuses %s", async (_, content, line, told) => {
    const result = await importText("ci.yml", content);
    expect(result.kind).toBe("refused");
    expect(result.findings[0]?.line).toBe(line);
    expect(result.findings[0]?.message).toMatch(told);
  });
});

const job = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: id\n";

describe("importing what the layer has no words for", () => {
  it.each([
    ["pull_request_target", `on:\n  push:\n  pull_request_target:\n${job}`, 3, /stranger's pull request/],
    [
      "a password in the file",
      `on: push\n${job.replace("    steps", "    container:\n      image: a\n      credentials: { username: a, password: b }\n    steps")}`,
      7,
      /plain text/,
    ],
    [
      "a condition that always holds",
      `on: push\n${job.replace("    steps", "    if: ${{ github.ref }} == 'x'\n    steps")}`,
      5,
      /is always true/,
    ],
    [
      "a list of ports that is computed",
      `on: push\n${job.replace("    steps", "    services:\n      a: { image: a, ports: '${{ fromJSON(vars.PORTS) }}' }\n    steps")}`,
      6,
      /ports/,
    ],
  ])("says so with its line, and at the top of what it writes: %s", async (_, content, line, told) => {
    const result = await importText("ci.yml", content);
    const lost = result.findings.filter(({ kind }) => kind === "unexpressed");
    expect(lost[0]?.line).toBe(line);
    expect(lost[0]?.message).toMatch(told);
    if (result.kind === "imported") {
      expect(result.typescript).toContain(`// NOT IMPORTED, line ${line}: `);
    }
  });

  it("says what is to settle apart: it is in the result", async () => {
    const content = `on: push\n${job.replace("run: id", "uses: actions/checkout@v4")}  b:\n    uses: a/b/.github/workflows/c.yml@v1\n    secrets: inherit\n`;
    const { findings, typescript } = await importWhole("ci.yml", content);
    expect(findings.filter(({ kind }) => kind === "unexpressed")).toEqual([]);
    const settle = findings
      .filter(({ kind }) => kind === "settle")
      .map(({ line, message }) => `${line}: ${message}`)
      .join("\n");
    expect(settle).toMatch(/^6: .*actions\/checkout@v4/m);
    expect(findings.map(({ line, message }) => `${line}: ${message}`).join("\n")).toMatch(/^9: .*every secret/m);
    expect(typescript).toContain('unpinnedAction({ uses: "actions/checkout@v4" })');
  });
});
