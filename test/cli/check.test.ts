import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { adoptingRepository, projenrc, withAction } from "./adopting-repository.ts";

const workflow = ".github/workflows/one.yml";

/** A folder of this test alone, for what others must not leave there. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-check-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything in the repository that git sees, by path. */
function contents({ folder, git }: ReturnType<typeof adoptingRepository>): ReadonlyMap<string, string> {
  const paths = git("ls-files", "--cached", "--others", "--exclude-standard").split("\n").filter(Boolean);
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

describe("tidegate check", { timeout: 120_000 }, () => {
  it("ends with 0 when every generated file is current, and says how many workflows it compared", async () => {
    const repository = adoptingRepository();
    repository.synth();
    expect(await repository.tidegate("check")).toEqual({
      code: 0,
      stdout: "Generated files are current: 1 workflow compared with what synth writes.\n",
      stderr: "",
    });
  });

  it("tells an edit by hand, and shows what synth would make of it, without touching the repository", async () => {
    const temporary = temporaryFolder();
    const repository = adoptingRepository(projenrc, { TMPDIR: temporary });
    repository.synth();
    repository.edit(workflow, (yaml) => yaml.replace("echo hello", "echo goodbye"));
    const before = contents(repository);
    const { code, stdout } = await repository.tidegate("check");
    expect(code).toBe(1);
    expect(stdout).toContain(`- ${workflow} was edited by hand: make the change in its source.\n`);
    expect(stdout).toMatch(/^-\s+run: echo goodbye\n\+\s+run: echo hello$/m);
    expect(contents(repository)).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const temporary = temporaryFolder();
    const repository = adoptingRepository(projenrc, { TMPDIR: temporary });
    repository.synth();
    const ended = repository.tidegate(
      "check",
      "--synth",
      'echo "$PPID" > "$TMPDIR/synth"; kill -INT "$PPID"; cat /dev/zero',
    );
    expect(await ended).toMatchObject({ code: 130 });
    expect(readdirSync(temporary)).toEqual(["synth"]);
  });

  it("when it is interrupted leaves no process of synth that could write again, not even one that takes no hint", async () => {
    const temporary = temporaryFolder();
    const repository = adoptingRepository(projenrc, { TMPDIR: temporary });
    repository.synth();
    const socket = join(repository.folder, ".git/synth.socket");
    // Ends what runs it, and writes to its folder once it is told to.
    const late = `import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
const told = connect(${JSON.stringify(socket)}, () => process.kill(Number(process.argv[2]), "SIGINT"));
told.once("data", () => {
  mkdirSync(process.cwd(), { recursive: true });
  writeFileSync("late", "");
  process.exit();
});`;
    repository.write("late.mjs", late);
    const server = createServer().listen(socket);
    onTestFinished(() => void server.close());
    const connected = once(server, "connection") as Promise<[Socket]>;
    const ended = repository.tidegate("check", "--synth", 'node late.mjs "$PPID" || node -e 0');
    const [synth] = await connected;
    const gone = once(
      synth.resume().on("error", () => undefined),
      "close",
    );
    expect(await ended).toEqual({ code: 130, stdout: "", stderr: "" });
    synth.write("write");
    await gone;
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("does not wait for, and leaves nothing of, what synth left running", async () => {
    const repository = adoptingRepository();
    repository.synth();
    const { code, stderr } = await repository.tidegate(
      "check",
      "--synth",
      "node .projenrc.ts; tail -f /dev/null & true",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("prints a diff that `git apply` takes, and is content with what it gives", async () => {
    const repository = adoptingRepository();
    repository.synth();
    repository.edit(workflow, (yaml) => yaml.replace("echo hello", "echo goodbye"));
    const { stdout } = await repository.tidegate("check");
    writeFileSync(join(repository.folder, ".git/drift.diff"), stdout.slice(stdout.indexOf("--- a/")));
    repository.git("apply", ".git/drift.diff");
    expect(await repository.tidegate("check")).toMatchObject({ code: 0 });
  });

  it("tells a change of the source, a file that another version made, one that is missing and one nobody makes", async () => {
    const repository = adoptingRepository();
    repository.synth();
    repository.edit(".projenrc.ts", (source) => source.replace("echo hello", "echo goodbye"));
    expect((await repository.tidegate("check")).stdout).toContain(
      `- ${workflow} is older than its source, which changed.`,
    );
    const old = repository.read(workflow).replace(/version [\d.]+,/, "version 0.0.1,");
    repository.write(".projenrc.ts", projenrc);
    repository.write(workflow, old);
    expect((await repository.tidegate("check")).stdout).toMatch(/was made by tidegate 0\.0\.1, and this is [\d.]+\./);
    rmSync(join(repository.folder, workflow));
    expect((await repository.tidegate("check")).stdout).toContain(`- ${workflow} is missing: it was never committed`);
    repository.synth();
    repository.write(".github/workflows/two.yml", repository.read(workflow));
    const { code, stdout } = await repository.tidegate("check", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      workflows: 1,
      drifts: [{ path: ".github/workflows/two.yml", causes: [{ kind: "obsolete" }] }],
    });
  });

  it("says that only the line endings differ, without a diff in which nobody sees anything", async () => {
    const repository = adoptingRepository();
    repository.synth();
    repository.edit(workflow, (yaml) => yaml.replaceAll("\n", "\r\n"));
    const { code, stdout } = await repository.tidegate("check");
    expect(code).toBe(1);
    expect(stdout).toContain(`- ${workflow} has the line endings of Windows`);
    expect(stdout).not.toContain("+++");
  });

  it("names the file that a bot raised, where it raised one of two", async () => {
    const [, line = ""] = /^(new WorkflowFile.*)$/m.exec(projenrc) ?? [];
    const repository = adoptingRepository(projenrc.replace(line, `${line}\n${line.replace('"one"', '"two"')}`));
    repository.synth();
    repository.edit(".github/workflows/two.yml", (yaml) =>
      yaml.replace(/(actions\/cache)@\S+ # \S+/, `$1@${"b".repeat(40)} # v99.0.0`),
    );
    const { code, stdout } = await repository.tidegate("check");
    expect(code).toBe(1);
    expect(stdout).toContain(
      `- ${workflow} is behind another file: .github/workflows/two.yml raised actions/cache to v99.0.0; run`,
    );
  });

  it("tells of a generated action what it tells of a workflow", async () => {
    const action = "tools/prepare/action.yml";
    const repository = adoptingRepository(withAction);
    repository.synth();
    repository.edit(action, (yaml) => yaml.replace("echo hello", "echo goodbye"));
    expect((await repository.tidegate("check")).stdout).toContain(`- ${action} was edited by hand: `);
    repository.synth();
    repository.edit(".projenrc.ts", (source) => source.replace('"Prepares"', '"Prepares all"'));
    expect((await repository.tidegate("check")).stdout).toContain(
      `- ${action} is older than its source, which changed.`,
    );
    repository.edit(".projenrc.ts", (source) => source.replace(/^new ActionFile.*$/m, ""));
    expect((await repository.tidegate("check")).stdout).toContain(`- ${action} is generated no more`);
    repository.write(".projenrc.ts", withAction);
    repository.write("tools/.gitignore", "action.yml\n");
    expect((await repository.tidegate("check")).stdout).toContain(
      `- ${action} is ignored by git, so GitHub never sees it`,
    );
  });

  it("is content with a repository that generates an action and no workflow", async () => {
    const repository = adoptingRepository(withAction.replace(/^new WorkflowFile.*$/m, ""));
    repository.synth();
    expect(await repository.tidegate("check")).toMatchObject({
      code: 0,
      stdout: "Generated files are current: 1 action compared with what synth writes.\n",
    });
  });

  it("leaves workflows of the repository's own alone", async () => {
    const repository = adoptingRepository();
    repository.synth();
    repository.write(".github/workflows/own.yml", "name: Own\non: push\njobs: {}\n");
    expect(await repository.tidegate("check")).toMatchObject({ code: 0 });
  });

  it("does not ask for files that git ignores", async () => {
    const extra = 'new TextFile(project, "local.txt", { lines: ["x"], committed: false });\nproject.synth();';
    const source = projenrc.replace("{ Project }", "{ Project, TextFile }").replace("project.synth();", extra);
    const repository = adoptingRepository(source);
    repository.synth();
    rmSync(join(repository.folder, "local.txt"));
    expect(await repository.tidegate("check")).toMatchObject({ code: 0 });
  });

  it.each([
    ["lies there", (): void => {}],
    ["does not lie there", (file: string) => rmSync(file)],
  ])("does ask for a workflow that git ignores and that %s: GitHub never sees it", async (_, change) => {
    const repository = adoptingRepository();
    repository.synth();
    // Deeper than the one that projen writes, which says that it is not ignored.
    repository.write(".github/workflows/.gitignore", "one.yml\n");
    change(join(repository.folder, workflow));
    const { code, stdout } = await repository.tidegate("check");
    expect(code).toBe(1);
    expect(stdout).toContain(`- ${workflow} is ignored by git, so GitHub never sees it: `);
    repository.git("add", "--force", ".");
    if (existsSync(join(repository.folder, workflow)))
      expect(await repository.tidegate("check")).toMatchObject({ code: 0 });
  });

  it("writes annotations and a summary in a run of GitHub's", async () => {
    const summary = join(tmpdir(), `summary-${process.pid}.md`);
    const repository = adoptingRepository(projenrc, { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary });
    repository.synth();
    repository.edit(workflow, (yaml) => yaml.replace("echo hello", "echo goodbye"));
    const { stdout } = await repository.tidegate("check");
    expect(stdout).toMatch(/^::stop-commands::(\S+)\n[\s\S]*^-\s+run: echo goodbye$[\s\S]*\n::\1::\n::error file=/m);
    expect(stdout).toContain(`::error file=${workflow},title=Generated files are not current::${workflow} was edited`);
    const written = readFileSync(summary, "utf8");
    rmSync(summary);
    expect(written).toMatch(
      /^### Generated files are not current\n\n- .*one\.yml was edited by hand.*\n[\s\S]*```diff\n--- a/,
    );
  });

  it.each([
    [
      "synth breaks",
      projenrc.replace("project.synth();", 'throw new Error("on fire");'),
      [/`node \.projenrc\.ts` ended with 1\.\n[\s\S]*on fire/],
    ],
    [
      "synth is never called",
      projenrc.replace("project.synth();", ""),
      [/Nothing was checked: synth wrote no workflow/],
    ],
    [
      "nothing is generated",
      'import { Project } from "projen";\nnew Project({ name: "x" }).synth();\n',
      [/Nothing was checked/],
    ],
    [
      "synth writes no workflow that it should",
      projenrc.replace("timeoutMinutes: 5", "timeoutMinutes: 0"),
      [/not sound; nothing was written/, /job-timeout/, /\n1 error$/m],
    ],
  ])("ends with 2 and the reason when %s, though the files lie there as they should", async (_, source, messages) => {
    const repository = adoptingRepository();
    repository.synth();
    repository.write(".projenrc.ts", source);
    rmSync(join(repository.folder, ".projen"), { recursive: true, force: true });
    const { code, stdout, stderr } = await repository.tidegate("check");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.match(/^tidegate: /gm)).toHaveLength(1);
    for (const message of messages) expect(stderr).toMatch(message);
  });

  it.each([
    ["there is nothing to generate from", ["check"], /neither \.projen\/tasks\.json nor a \.projenrc file/],
    ["an option is misspelt", ["check", "--jsn"], /unknown option '--jsn'/],
    ["a command is misspelt", ["chek"], /unknown command 'chek'/],
  ])("ends with 2 when %s", async (_, args, message) => {
    const repository = adoptingRepository();
    rmSync(join(repository.folder, ".projenrc.ts"));
    const { code, stderr } = await repository.tidegate(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
