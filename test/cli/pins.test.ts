import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type AdoptingRepository, adoptingRepository, projenrc, withAction } from "./adopting-repository.ts";

const workflow = ".github/workflows/one.yml";
const pinFile = ".tidegate/pins.json";
const raised = "b".repeat(40);

/** A workflow with an action that tidegate brings along, one in a folder, one that the source pins, and a call. */
const source = projenrc
  .replace("import { actions,", "import { actions, call, pinnedAction, remoteWorkflow,")
  .replace(
    "const steps = [checkout(), cache,",
    `const own = pinnedAction({ uses: "acme/greet", version: "v1.0.0", sha: "${"1".repeat(40)}" });
const folder = pinnedAction({ uses: "acme/kit/part", version: "v2.0.0", sha: "${"2".repeat(40)}" });
const shared = remoteWorkflow({ uses: "acme/shared/.github/workflows/a.yml", version: "v3.0.0", sha: "${"3".repeat(40)}" });
const steps = [checkout(), cache, uses("own", own), uses("folder", folder),`,
  )
  .replace("steps })];", 'steps }), call("b", shared, { name: "B" })];');

/** What Dependabot and Renovate both do: another commit, and the version behind it. */
function raise(repository: AdoptingRepository, action: string, version: string, sha = raised, file = workflow): void {
  const line = new RegExp(`(uses: ${action})@[0-9a-f]{40} # \\S+`, "g");
  expect(repository.read(file)).toMatch(line);
  repository.edit(file, (yaml) => yaml.replace(line, `$1@${sha} # ${version}`));
}

const actionFile = "tools/prepare/action.yml";

const actionYml = "inputs:\n  who: { required: true }\noutputs:\n  said: {}\nruns:\n  using: node20\n  main: x.js\n";

/** A clone with a release. */
function cloneOf(...tags: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "action-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "action.yml"), actionYml);
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  for (const args of [
    ["init", "-q"],
    ["add", "."],
    [...identity, "commit", "-qm", "x"],
    ...tags.map((tag) => [...identity, "tag", "-am", tag, tag]),
  ]) {
    execFileSync("git", ["-C", folder, ...args]);
  }
  return folder;
}

const commitOf = (clone: string) =>
  execFileSync("git", ["-C", clone, "rev-parse", "HEAD"], { encoding: "utf8" }).trim();

describe("what a bot raises in the generated workflows", { timeout: 120_000 }, () => {
  it("stays raised: the check is green, synth gives the same bytes and keeps the pins", async () => {
    const repository = adoptingRepository(source);
    repository.synth();
    const bumps = [
      ["acme/greet", "v1.0.1"],
      ["acme/kit/part", "v2.1.0"],
      ["acme/shared/.github/workflows/a.yml", "v3.1.0"],
      ["actions/checkout", "v99.0.0"],
    ] as const;
    for (const [action, version] of bumps) raise(repository, action, version);
    const byBot = repository.read(workflow);
    const { code, stdout, stderr } = await repository.tidegate("check");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const [action, version] of bumps) {
      expect(stdout).toMatch(
        new RegExp(`^- ${action} v\\S+ → ${version} was raised in the generated files; the next synth`, "m"),
      );
    }
    expect(repository.exists(pinFile)).toBe(false);
    repository.synth();
    expect(repository.read(workflow)).toBe(byBot);
    const pins = bumps.map(([action, version]) => ({ action, version, sha: raised, bump: true }));
    expect(JSON.parse(repository.read(pinFile))).toMatchObject({ pins });
    expect(repository.exists(".tidegate/actions.ts")).toBe(false);
    repository.synth();
    expect(repository.read(workflow)).toBe(byBot);
    expect((await repository.tidegate("check")).stdout).toBe(
      "Generated files are current: 1 workflow compared with what synth writes.\n",
    );
  });

  it("is not taken over when only the commit changed: the check is red and says so, synth undoes it", async () => {
    const repository = adoptingRepository(source);
    repository.synth();
    const before = repository.read(workflow);
    const version = /actions\/checkout@\S+ # (\S+)/.exec(before)?.[1] ?? "";
    raise(repository, "actions/checkout", version);
    const { code, stdout } = await repository.tidegate("check");
    expect(code).toBe(1);
    expect(stdout).toContain(`- ${workflow} differs only in the versions of actions`);
    const synced = await repository.tidegate("pins", "sync", "--offline");
    expect(synced.code).toBe(2);
    expect(synced.stderr).toMatch(
      /actions\/checkout v\S+ is pinned at [0-9a-f]{40}, but now it is b{40}\. A released tag/,
    );
    repository.synth();
    expect(repository.read(workflow)).toBe(before);
    expect(repository.exists(pinFile)).toBe(false);
  });

  it("gives way to the source once that is newer, unless somebody chose the pin", async () => {
    const repository = adoptingRepository(source);
    repository.synth();
    raise(repository, "acme/greet", "v1.0.1");
    repository.synth();
    repository.edit(".projenrc.ts", (text) =>
      text.replace(`version: "v1.0.0", sha: "${"1".repeat(40)}"`, `version: "v1.2.0", sha: "${"4".repeat(40)}"`),
    );
    repository.synth();
    expect(repository.read(workflow)).toContain(`acme/greet@${"4".repeat(40)} # v1.2.0`);
    const { pins } = JSON.parse(repository.read(pinFile));
    const chosen = pins.map(({ bump: _, raisedFrom: __, ...pin }: Record<string, unknown>) => pin);
    repository.write(pinFile, JSON.stringify({ schema: 1, pins: chosen }));
    repository.synth();
    expect(repository.read(workflow)).toContain(`acme/greet@${raised} # v1.0.1`);
  });

  it("stays raised and written the same where the repository chose the pin before", async () => {
    const repository = adoptingRepository(source);
    const pin = { action: "acme/greet", version: "v1.0.5", sha: "5".repeat(40), inputs: [], outputs: [] };
    repository.write(pinFile, JSON.stringify({ schema: 1, pins: [pin] }));
    repository.synth();
    raise(repository, "acme/greet", "v1.1.0");
    const byBot = repository.read(workflow);
    expect(await repository.tidegate("check")).toMatchObject({ code: 0 });
    expect(await repository.tidegate("pins", "sync", "--offline")).toMatchObject({ code: 0 });
    repository.synth();
    expect(repository.read(workflow)).toBe(byBot);
    const raisedFrom = { version: "v1.0.5", sha: "5".repeat(40) };
    expect(JSON.parse(repository.read(pinFile)).pins).toMatchObject([{ version: "v1.1.0", sha: raised, raisedFrom }]);
    expect(repository.read(pinFile)).not.toContain('"bump"');
  });
});

describe("what a bot raises in a generated action", { timeout: 120_000 }, () => {
  it("is told to be elsewhere when it is not raised in the workflow, and synth raises it there", async () => {
    const repository = adoptingRepository(withAction);
    repository.synth();
    raise(repository, "actions/cache", "v99.0.0", raised, actionFile);
    const byBot = repository.read(actionFile);
    const { code, stdout } = await repository.tidegate("check");
    expect(code).toBe(1);
    expect(stdout).toContain(
      `- ${workflow} is behind another file: ${actionFile} raised actions/cache to v99.0.0; run`,
    );
    expect(stdout).not.toContain(`- ${actionFile}`);
    repository.synth();
    expect(repository.read(actionFile)).toBe(byBot);
    expect(repository.read(workflow)).toContain(`actions/cache@${raised} # v99.0.0`);
    expect((await repository.tidegate("check")).stdout).toBe(
      "Generated files are current: 1 workflow and 1 action compared with what synth writes.\n",
    );
  });

  it("stays raised where it is raised in the workflow too: the check is green", async () => {
    const repository = adoptingRepository(withAction);
    repository.synth();
    for (const file of [workflow, actionFile]) raise(repository, "actions/cache", "v99.0.0", raised, file);
    const { code, stdout } = await repository.tidegate("check");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^- actions\/cache v\S+ → v99\.0\.0 was raised in the generated files; the next synth/m);
  });

  it("is taken over by sync, and refused where only the commit changed", async () => {
    const repository = adoptingRepository(withAction);
    repository.synth();
    const version = /actions\/cache@\S+ # (\S+)/.exec(repository.read(actionFile))?.[1] ?? "";
    raise(repository, "actions/cache", version, raised, actionFile);
    expect((await repository.tidegate("check")).stdout).toContain(
      `- ${actionFile} differs only in the versions of actions`,
    );
    expect((await repository.tidegate("pins", "sync", "--offline")).stderr).toContain(`${actionFile}:`);
    raise(repository, "actions/cache", "v99.0.0", raised, actionFile);
    const { code, stdout } = await repository.tidegate("pins", "sync", "--offline");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^actions\/cache v\S+ → v99\.0\.0, from tools\/prepare\/action\.yml:\d+$/m);
    expect(JSON.parse(repository.read(pinFile)).pins).toMatchObject([{ action: "actions/cache", sha: raised }]);
  });

  it("is listed with the folder of the action, also where nothing generated it", async () => {
    const repository = adoptingRepository(withAction);
    repository.synth();
    repository.write("own/action.yml", `runs:\n  steps:\n    - uses: acme/greet@${raised} # v1.0.0\n`);
    repository.write("folder/action.yml/x", "no file");
    repository.write("gone/action.yml", `runs:\n  steps:\n    - uses: acme/no@${raised} # v1.0.0\n`);
    repository.git("add", "gone");
    rmSync(join(repository.folder, "gone"), { recursive: true });
    repository.write("node_modules/x/action.yml", `runs:\n  steps:\n    - uses: acme/no@${raised} # v1.0.0\n`);
    const { stdout } = await repository.tidegate("pins", "list");
    expect(stdout).toMatch(/^actions\/cache .* tidegate +\.\/tools\/prepare, one$/m);
    expect(stdout).toMatch(/^acme\/greet .* source +\.\/own$/m);
    expect(stdout).not.toContain("acme/no");
  });
});

describe("tidegate pins", { timeout: 120_000 }, () => {
  it("syncs what a bot raised into pin file and module, and reads inputs again from a clone", async () => {
    const repository = adoptingRepository(source);
    repository.synth();
    raise(repository, "actions/cache", "v99.0.0");
    const { code, stdout } = await repository.tidegate("pins", "sync", "--offline");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^actions\/cache v\S+ → v99\.0\.0, from \.github\/workflows\/one\.yml:\d+$/m);
    expect(stdout).toContain(
      "Pinned by the source itself, and left to the next synth: acme/greet, acme/kit/part, acme/shared",
    );
    const [pin] = JSON.parse(repository.read(pinFile)).pins;
    expect(pin).toMatchObject({
      action: "actions/cache",
      sha: raised,
      bump: true,
      inputsFrom: expect.stringMatching(/^v\d/),
    });
    expect(pin.inputs.map(({ name }: { name: string }) => name)).toContain("restore-keys");
    const byBot = repository.read(workflow);
    repository.synth();
    expect(repository.read(workflow)).toBe(byBot);
    expect((await repository.tidegate("pins", "sync", "--offline")).stdout).toContain("No action is newer");
  });

  it("looks up the tag of what a bot raised, and reads its inputs, before it takes it over", async () => {
    const clone = cloneOf("v99.0.0");
    const repository = adoptingRepository(source);
    repository.synth();
    raise(repository, "actions/cache", "v99.0.0", commitOf(clone));
    const { code, stdout } = await repository.tidegate("pins", "sync", "--from", clone);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("actions/cache v") });
    const [pin] = JSON.parse(repository.read(pinFile)).pins;
    expect(pin).toMatchObject({ version: "v99.0.0", inputs: [{ name: "who", required: true }], outputs: ["said"] });
    expect(pin).not.toHaveProperty("unverified");
    expect(pin).not.toHaveProperty("inputsFrom");
  });

  it.each([
    [
      "is not the tag's",
      "v99.0.0",
      /actions\/cache v99\.0\.0 is pinned at b{40}, but now it is [0-9a-f]{40}\. A released/,
    ],
    ["has no tag at all", "v98.0.0", /actions\/cache v98\.0\.0 is pinned at b{40}, but there is no such tag/],
    [
      "is not that of a tag that moves",
      "v99",
      /actions\/cache v99 is pinned at b{40}, but now it is [0-9a-f]{40}\. A tag such/,
    ],
  ])("takes over no commit that %s, neither at once nor after a synth did", async (_, version, message) => {
    const clone = cloneOf("v99.0.0", "v99");
    const repository = adoptingRepository(source);
    repository.synth();
    raise(repository, "actions/cache", version);
    const synced = await repository.tidegate("pins", "sync", "--from", clone);
    expect(synced).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    expect(repository.exists(pinFile)).toBe(false);
    repository.synth();
    const taken = repository.read(pinFile);
    expect(JSON.parse(taken).pins).toMatchObject([{ version, sha: raised, unverified: true }]);
    const later = await repository.tidegate("pins", "sync", "--from", clone);
    expect(later).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    expect(repository.read(pinFile)).toBe(taken);
  });

  it("says of what was taken over without a network that nobody looked it up, until it is", async () => {
    const clone = cloneOf("v99.0.0");
    const repository = adoptingRepository(source, { GITHUB_API_URL: "http://127.0.0.1:9", GITHUB_TOKEN: "" });
    repository.synth();
    raise(repository, "actions/cache", "v99.0.0", commitOf(clone));
    const failed = await repository.tidegate("pins", "sync");
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringMatching(/could not be reached.*--offline/) });
    expect(repository.exists(pinFile)).toBe(false);
    expect(await repository.tidegate("pins", "sync", "--offline")).toMatchObject({ code: 0 });
    expect(JSON.parse(repository.read(pinFile)).pins).toMatchObject([{ unverified: true }]);
    expect((await repository.tidegate("pins", "list")).stdout).toMatch(/^actions\/cache .* one +not looked up/m);
    expect(await repository.tidegate("pins", "sync", "--from", clone)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^actions\/cache v99\.0\.0 is looked up/m),
    });
    const [pin] = JSON.parse(repository.read(pinFile)).pins;
    expect(pin).toMatchObject({ inputs: [{ name: "who", required: true }] });
    expect(pin).not.toHaveProperty("unverified");
  });

  it("reads no two repositories from one clone", async () => {
    const repository = adoptingRepository(source);
    repository.synth();
    for (const action of ["actions/cache", "actions/checkout"]) raise(repository, action, "v99.0.0");
    const { code, stderr } = await repository.tidegate("pins", "sync", "--from", cloneOf("v99.0.0"));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/is a clone of one repository/) });
  });

  it("adds an action from a clone as a typed value that a workflow can use, and lists it", async () => {
    const clone = cloneOf("v1.4.0");
    const repository = adoptingRepository();
    const { code, stdout } = await repository.tidegate("pins", "add", "acme/hello@v1", "--from", clone);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^acme\/hello v1\.4\.0 is [0-9a-f]{40}\.$/m);
    expect(stdout).toContain("runs on node20, which GitHub retires");
    expect(stdout).toContain("acme/hello v1.4.0 is 0 days old");
    repository.edit(".projenrc.ts", (text) =>
      `import { actions as own } from "./.tidegate/actions.ts";\n${text}`.replace(
        'run("say"',
        'uses("hi", own.acmeHello, { who: "you" }), run("say"',
      ),
    );
    repository.synth();
    expect(repository.read(workflow)).toMatch(/uses: acme\/hello@[0-9a-f]{40} # v1\.4\.0\n\s+with:\n\s+who: you/);
    expect(await repository.tidegate("check")).toMatchObject({ code: 0 });
    const listed = await repository.tidegate("pins", "list");
    expect(listed.stdout).toMatch(/^ACTION +VERSION +COMMIT +AGE +FROM +USED BY$/m);
    expect(listed.stdout).toMatch(/^acme\/hello +v1\.4\.0 +[0-9a-f]{7} +0 d +repository +one$/m);
    expect(listed.stdout).toMatch(/^actions\/checkout +v\S+ +[0-9a-f]{7} +- +tidegate +one$/m);
    const updated = await repository.tidegate("pins", "update", "--from", clone);
    expect(updated).toMatchObject({ code: 0, stdout: expect.stringContaining("acme/hello v1.4.0 is the newest") });
  });

  it("says in one message that GitHub cannot be reached, and changes nothing", async () => {
    const repository = adoptingRepository(projenrc, { GITHUB_API_URL: "http://127.0.0.1:9", GITHUB_TOKEN: "" });
    const { code, stderr } = await repository.tidegate("pins", "add", "acme/hello@v1");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^tidegate: GitHub could not be reached to list the tags of acme\/hello: /);
    expect(stderr).toContain(
      "run this again when GitHub can be reached. Without a network, --from <clone> reads a clone",
    );
    expect(repository.exists(pinFile)).toBe(false);
  });

  it.each([
    ["names no action", ["pins", "add", "checkout"], /"checkout" names no action/],
    ["updates what is not pinned", ["pins", "update", "acme/hello"], /acme\/hello is not in \.tidegate\/pins\.json/],
    ["has a cooldown that is no number", ["pins", "update", "--cooldown", "week"], /Write a whole number of days/],
    ["syncs where nothing is generated", ["pins", "sync"], /No generated workflow lies in/],
    ["has no clone", ["pins", "add", "a/b", "--from", "nowhere"], /There is no clone in .*nowhere/],
  ])("ends with 2 when it %s", async (_, args, message) => {
    const { code, stderr } = await adoptingRepository().tidegate(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("and synth refuse a pin file that cannot be used, and say where it is wrong", async () => {
    const repository = adoptingRepository();
    repository.synth();
    const pin = { action: "acme/hello", version: "v1", sha: "a".repeat(39), inputs: [], outputs: [] };
    repository.write(pinFile, JSON.stringify({ schema: 1, pins: [pin] }));
    const message = /pins\[0\] \(acme\/hello\)\.sha: "a{39}" has 39 digits/;
    expect((await repository.tidegate("pins", "list")).stderr).toMatch(message);
    expect(() => repository.synth()).toThrow(message);
    expect(await repository.tidegate("check")).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });
});
