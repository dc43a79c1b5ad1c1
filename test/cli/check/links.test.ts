import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { adoptingRepository, projenrc } from "../adopting-repository.ts";

function outsideFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-outside-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository that is current, and a link in it. */
function linked(path: string, target: (folder: string) => string, source = projenrc) {
  const repository = adoptingRepository(source);
  repository.synth();
  const link = join(repository.folder, path);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target(repository.folder), link);
  return repository;
}

const current = { code: 0, stderr: "" };

/** A synth that writes to the path, through whatever lies there. */
const writing = (path: string) =>
  projenrc
    .replace("project.synth();", `project.synth();\nwriteFileSync("${path}", "by synth");`)
    .replace("import", 'import { writeFileSync } from "node:fs";\nimport');

describe("links in a repository that is checked", { timeout: 120_000 }, () => {
  it.each([
    ["within the repository", (folder: string) => join(folder, "shared.yml")],
    ["out of the repository", (_: string, outside: string) => join(outside, "shared.yml")],
  ])("an absolute link %s is not written through when the stamps are taken out", async (_, target) => {
    const outside = outsideFolder();
    const repository = linked(".github/workflows/b.yml", (folder) => target(folder, outside));
    const file = target(repository.folder, outside);
    writeFileSync(file, repository.read(".github/workflows/one.yml"), { mode: 0o400 });
    const before = { content: readFileSync(file, "utf8"), mode: statSync(file).mode };
    await repository.tidegate("check");
    expect({ content: readFileSync(file, "utf8"), mode: statSync(file).mode }).toEqual(before);
  });

  it.each([
    ["a file in the repository, by its absolute path", (folder: string) => join(folder, "kept.txt")],
    ["a file outside", (_: string, outside: string) => join(outside, "kept.txt")],
    [
      "a file outside, by way of the parent",
      (_: string, outside: string) => `../${outside.split("/").at(-1)}/kept.txt`,
    ],
  ])("synth writes to its copy, not through a link to %s", async (_, target) => {
    const outside = outsideFolder();
    const repository = linked("link.txt", (folder) => target(folder, outside));
    for (const folder of [outside, repository.folder]) writeFileSync(join(folder, "kept.txt"), "kept");
    repository.write(".projenrc.ts", writing("link.txt"));
    const { code, stderr } = await repository.tidegate("check");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    for (const folder of [outside, repository.folder])
      expect(readFileSync(join(folder, "kept.txt"), "utf8")).toBe("kept");
  });

  it("synth cannot write into a folder outside, nor make a file there", async () => {
    const outside = outsideFolder();
    const repository = linked("folder", () => outside);
    repository.write(".projenrc.ts", writing("folder/new.txt"));
    expect(await repository.tidegate("check")).toMatchObject({ code: 2 });
    rmSync(join(repository.folder, "folder"));
    symlinkSync(join(outside, "new.txt"), join(repository.folder, "file"));
    repository.write(".projenrc.ts", writing("file"));
    expect(await repository.tidegate("check")).toMatchObject({ code: 2 });
    expect(() => statSync(join(outside, "new.txt"))).toThrow("ENOENT");
  });

  it("the workflows' folder must not be a link out of the repository: nothing is compared, and it is said why", async () => {
    const outside = outsideFolder();
    const repository = adoptingRepository(projenrc);
    repository.synth();
    cpSync(join(repository.folder, ".github/workflows"), outside, { recursive: true });
    rmSync(join(repository.folder, ".github/workflows"), { recursive: true });
    symlinkSync(outside, join(repository.folder, ".github/workflows"));
    const { code, stderr } = await repository.tidegate("check");
    expect(code).toBe(2);
    expect(stderr).toContain("A link leads from there out of the project. Put a folder or a file of its own in place");
  });

  it.each([
    ["a file that git ignores", (): string => "ignored/file.txt"],
    ["a folder that git ignores", (): string => "ignored"],
    ["a file outside", (_: string, outside: string) => join(outside, "file.txt")],
    ["a folder outside", (_: string, outside: string) => outside],
    ["what is not there", (): string => "nowhere"],
    ["a folder in the repository", (): string => "own"],
    ["itself", (): string => "link"],
  ])("a link to %s is no generated file", async (_, target) => {
    const outside = outsideFolder();
    writeFileSync(join(outside, "file.txt"), "x");
    const repository = linked("link", (folder) => target(folder, outside));
    repository.write(".git/info/exclude", "ignored/\n");
    for (const path of ["ignored/file.txt", "own/file.txt"]) repository.write(path, "x");
    expect(await repository.tidegate("check")).toMatchObject(current);
  });

  it("a link that synth writes is compared by where it leads", async () => {
    const links = 'import { rmSync, symlinkSync } from "node:fs";\n';
    const made = 'project.synth();\nrmSync("link", { force: true });\nsymlinkSync("to", "link");\n';
    const repository = linked("link", () => "to", links + projenrc.replace("project.synth();", made));
    expect(await repository.tidegate("check")).toMatchObject(current);
    rmSync(join(repository.folder, "link"));
    symlinkSync("elsewhere", join(repository.folder, "link"));
    expect(await repository.tidegate("check")).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^- link differs[\s\S]*^-symbolic link to elsewhere\n[\s\S]*^\+symbolic link to to\n/m,
      ),
    });
    expect(readlinkSync(join(repository.folder, "link"))).toBe("elsewhere");
  });

  it("a link to a current workflow does not count as one that synth wrote", async () => {
    const repository = linked(".github/workflows/b.yml", () => "../../shared.yml");
    repository.write("shared.yml", repository.read(".github/workflows/one.yml"));
    repository.write(".projenrc.ts", projenrc.replace("project.synth();", ""));
    expect(await repository.tidegate("check")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Nothing was checked"),
    });
  });
});
