import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { adoptingRepository } from "./adopting-repository.ts";

const workflow = (jobs: string) => `name: A\non: push\njobs:\n${jobs}`;
const job = (id: string, rest = "") =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n${rest}    steps: [{ run: "true" }]\n`;
const jobs = job("build") + job("deploy", "    needs: build\n    environment: production\n");

function repository() {
  const made = adoptingRepository();
  made.write(".github/workflows/a.yml", workflow(jobs));
  return made;
}

describe("tidegate graph", () => {
  it("prints every workflow as Mermaid where nobody looks, with approvers from the manifest", async () => {
    const { write, tidegate } = repository();
    const environments = [{ name: "production", approvers: ["team:sre"] }];
    write(".tidegate/delivery.json", JSON.stringify({ services: [{ environments }] }));
    write(".github/workflows/b.yml", workflow(job("other")));
    const { code, stdout } = await tidegate("graph");
    expect(code).toBe(0);
    expect(stdout.match(/^flowchart LR$/gm)).toHaveLength(2);
    expect(stdout).toContain("build ==> deploy");
    expect(stdout).toContain(
      'deploy{{"deploy<br/>environment production<br/>approved by team:sre<br/>at most 10 min"}}',
    );
  });

  const isTerminalMissing = !process.env.CI && spawnSync("script", ["--version"]).status !== 0;
  it.skipIf(isTerminalMissing)(
    `draws on a terminal, as wide as it is, and prints Mermaid into a pipe${isTerminalMissing ? " (skipped: no script of util-linux on the PATH)" : ""}`,
    async () => {
      const { folder, tidegate } = repository();
      const command = [process.execPath, "--no-warnings", join(repositoryRoot, "src/cli/main.ts"), "graph", "a"];
      // util-linux: runs it with a terminal of its own, and prints what that shows.
      const quoted = `stty cols 120; ${command.map((part) => `'${part}'`).join(" ")}`;
      const shown = spawnSync("script", ["-qec", quoted, "/dev/null"], {
        cwd: folder,
        encoding: "utf8",
        env: {
          ...process.env,
          NODE_OPTIONS: `--import=${pathToFileURL(join(repositoryRoot, "src/build/json-imports.mjs")).href}`,
        },
      });
      expect(shown.status).toBe(0);
      expect(shown.stdout).toMatch(/[┌╔][─═]+/);
      expect(shown.stdout).toContain("critical path: build → deploy");
      expect(shown.stdout).not.toContain("flowchart");
      expect((await tidegate("graph", "a")).stdout).toContain("flowchart LR");
    },
  );

  it("reads the workflow that a job calls, for its environment and its limit", async () => {
    const { write, tidegate } = repository();
    write(
      ".github/workflows/deploy.yml",
      workflow(job("out", "    environment: staging\n")).replace("push", "workflow_call"),
    );
    write(".github/workflows/call.yml", workflow("  go:\n    uses: ./.github/workflows/deploy.yml\n"));
    const { stdout } = await tidegate("graph", "call", "--format", "text");
    expect(stdout).toContain("environment staging");
    expect(stdout).toContain("critical path: go, at most 10 min");
  });

  it("draws one workflow by its name, with measured durations", async () => {
    const { write, tidegate } = repository();
    write("durations.json", '{ "build": 42, "deploy": 18 }');
    const { stdout } = await tidegate("graph", "a", "--format", "text", "--durations", "durations.json");
    expect(stdout).toContain("critical path: build → deploy, at most 1 min");
    expect((await tidegate("graph", "a.yml", "--format", "svg")).stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  it.each([
    ["the workflow is not there", ["graph", "c"], /There is no workflow c in \.github\/workflows\. It has: a\./],
    ["the format is unknown", ["graph", "--format", "png"], /Allowed choices are mermaid, svg, text/],
    [
      "durations are of no job",
      ["graph", "--durations", "wrong.json"],
      /has nobody, which no job is called\. Jobs: build, deploy\./,
    ],
    [
      "durations are no numbers",
      ["graph", "--durations", "text.json"],
      /text\.json holds no durations: build is "1 min"; write a number \(line 2\); deploy is -1; write 0 or more \(line 3\)\. Write/,
    ],
    [
      "durations are a list",
      ["graph", "--durations", "list.json"],
      /list\.json holds no durations: the file is a list; write a map: \{…\} \(line 1\)\. Write/,
    ],
    [
      "durations are no JSON",
      ["graph", "--durations", ".github/workflows/a.yml"],
      /a\.yml holds no durations: it is not JSON/,
    ],
    ["durations are not there", ["graph", "--durations", "none.json"], /none\.json holds no durations: ENOENT/],
    [
      "GitHub cannot read the file",
      ["graph", "broken"],
      /GitHub cannot read \.github\/workflows\/broken\.yml:\n- .*nonsense/,
    ],
  ])("ends with 2 and says why when %s", async (_, args, message) => {
    const { write, tidegate } = repository();
    write("wrong.json", '{ "nobody": 1 }');
    write("text.json", '{\n"build": "1 min",\n"deploy": -1 }');
    write("list.json", "[1]");
    if (args.includes("broken")) write(".github/workflows/broken.yml", workflow(job("build", "    nonsense: 1\n")));
    const { code, stderr } = await tidegate(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
