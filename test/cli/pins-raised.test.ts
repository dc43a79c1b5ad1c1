import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { adoptingRepository, withAction } from "./adopting-repository.ts";
import { pinFile, raise, raised, source, workflow } from "./pinning-source.ts";

const actionFile = "tools/prepare/action.yml";

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
