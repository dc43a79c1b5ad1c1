import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { adoptingRepository, projenrc } from "./adopting-repository.ts";
import { pinFile, raise, raised, source, workflow } from "./pinning-source.ts";

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
