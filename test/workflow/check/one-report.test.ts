import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../../../src/build/repository-root.ts";

const from = (path: string) => JSON.stringify(pathToFileURL(join(repositoryRoot, path)).href);
const hook = pathToFileURL(join(repositoryRoot, "src/build/json-imports.mjs")).href;
const prelude = `import { Project } from ${from("node_modules/projen/lib/index.js")};
import { availability, ContainerService, embedded, environment, node, WorkflowFile } from ${from("blueprints/index.ts")};
import { actions, call, checkout, job, pinnedAction, reusableWorkflow, run, sh, uses, workflow, workflowCall } from ${from("src/workflow/index.ts")};
const project = new Project({ name: "x" });
const place = (to, file, options = {}) =>
  new WorkflowFile(to, workflow({ file, name: file, on: { push: {} }, concurrency: { group: file },
    jobs: [job("a", { name: "A", timeoutMinutes: 1, steps: [checkout(), run("say", sh\`echo hello\`)], ...options })] }));
const base = { toolchain: node(), image: { registry: "ghcr.io/acme", port: 5555 },
  objectives: [availability("99.9%")], environments: [environment("dev", { target: embedded() })] };
`;
const firstLine = prelude.split("\n").length;

interface Ended {
  readonly code: number;
  readonly stderr: string;
}

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

describe("a synth in which several things are wrong", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "one-report-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

  /** Runs a .projenrc.ts as its user would. */
  function synth(body: string, uid?: number): Promise<Ended> {
    write(".projenrc.ts", `${prelude}${body}\nproject.synth();\n`);
    const env = { ...process.env, PROJEN_DISABLE_POST: "1", NO_COLOR: "1" };
    const options = { cwd: folder, env, ...(uid === undefined ? {} : { uid, gid: uid }) };
    return new Promise((resolve) => {
      execFile(process.execPath, ["--import", hook, ".projenrc.ts"], options, (error, _, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stderr }),
      );
    });
  }

  const told = ({ stderr }: Ended) =>
    [...stderr.matchAll(/^(\S+?)(?::(\d+))? {2}error {2}(\S+)$/gm)].map(
      ([, file, line, rule]) => `${file}${line ? ` ${Number(line) - firstLine + 1}` : ""} ${rule}`,
    );

  it("is one report of options and workflows, sorted by place, and nothing is written", async () => {
    write("Dockerfile", "FROM scratch\nEXPOSE 5555\n");
    const ended = await synth(
      [
        'place(project, "own", { timeoutMinutes: 0 });',
        'new ContainerService(project, { ...base, service: "data", directory: "nowhere" });',
        'place(project, "fine");',
        'new ContainerService(project, { ...base, service: "info", objectives: [] });',
        'place(project, "other", { runsOn: "ubuntu-latest" });',
      ].join("\n"),
    );
    expect(ended.code).toBe(1);
    // The wrapper is where the jobs are written, so that workflows are told with its line.
    expect(told(ended).map((each) => each.replace(/ -\d+ /, " place "))).toEqual([
      ".projenrc.ts place named-runner",
      ".projenrc.ts place job-timeout",
      ".projenrc.ts 2 options",
      ".projenrc.ts 4 options",
    ]);
    expect(ended.stderr).toMatch(/directory: "nowhere" is no folder/);
    expect(ended.stderr.match(/nothing was written/g)).toHaveLength(1);
    expect(ended.stderr).toContain("4 errors");
    expect(readdirSync(folder).sort()).toEqual([".projenrc.ts", "Dockerfile"]);
  });

  it("tells what the policy finds in a workflow whose model is wrong too, and each thing once", async () => {
    const ended = await synth(
      [
        'const steps = [checkout(), run("say", sh`echo a`), run("say", sh`echo b`)];',
        'place(project, "own", { runsOn: "ubuntu-latest", steps });',
      ].join("\n"),
    );
    expect(ended.code).toBe(1);
    expect(
      told(ended)
        .map((each) => each.split(" ").at(-1))
        .sort(),
    ).toEqual(["duplicate-id", "named-runner"]);
    expect(readdirSync(folder)).toEqual([".projenrc.ts"]);
  });

  const pin = { action: "actions/checkout", version: "v7.0.1", sha: "c".repeat(40), inputs: [], outputs: [] };
  const pins = (change: object) =>
    write(".tidegate/pins.json", JSON.stringify({ schema: 1, pins: [{ ...pin, ...change }] }));

  it.each<[what: string, prepare: () => void, rule: string, message: RegExp]>([
    [
      "is 39 digits long",
      () => pins({ sha: "c".repeat(39) }),
      "pin-file",
      /pins\[0\] \(actions\/checkout\)\.sha: "c{39}" has 39 digits; write the full commit, 40 hexadecimal digits/,
    ],
    [
      "has no commit",
      () => pins({ sha: undefined }),
      "pin-file",
      /pins\[0\] \(actions\/checkout\)\.sha: is missing; write the full commit, 40 hexadecimal digits/,
    ],
    ["is not JSON", () => write(".tidegate/pins.json", "{"), "pin-file", /it is not JSON/],
    [
      "is revoked",
      () => pins({ revoked: "its owner lost the account" }),
      "revoked-pin",
      /actions\/checkout@c{40} is revoked: its owner lost the account\. Pin another commit/,
    ],
  ])("tells that a pin %s, beside what else is wrong", async (_, prepare, rule, message) => {
    prepare();
    const ended = await synth('place(project, "own");\nplace(project, "other", { env: { A: "${{ github.ref }}" } });');
    expect(ended.code).toBe(1);
    expect([...new Set(told(ended).map((each) => each.split(" ").at(-1)))].sort()).toEqual(
      [rule, "raw-expression"].sort(),
    );
    expect(ended.stderr).toMatch(message);
    expect(readdirSync(folder).sort()).toEqual([".projenrc.ts", ".tidegate"]);
  });

  it("tells beside a pin file that cannot be used what the policy finds, and nothing that the pins decide", async () => {
    const body = [
      'const revoked = pinnedAction({ uses: "acme/x", version: "v1.0.0", sha: "0e58ed8671d6b60d0890c21b07f8835ace038e67" });',
      "const { sha, version } = actions.cache.location;",
      'const cache = pinnedAction({ uses: "actions/cache", version, sha, inputs: ["gone"] });',
      'place(project, "own", { steps: [uses("a", revoked), uses("b", cache, { gone: "x" })] });',
      'place(project, "other", { runsOn: "ubuntu-latest" });',
    ].join("\n");
    const rules = (ended: Ended) => [...new Set(told(ended).map((each) => each.split(" ").at(-1)))].sort();
    expect(rules(await synth(body))).toEqual(["github", "named-runner", "revoked-pin"]);
    write(".tidegate/pins.json", "{");
    const ended = await synth(body);
    expect(ended.code).toBe(1);
    expect(rules(ended)).toEqual(["named-runner", "pin-file"]);
    expect(readdirSync(folder).sort()).toEqual([".projenrc.ts", ".tidegate"]);
  });

  it("loses nothing of the root where a subproject has the mistake", async () => {
    const parts = (more: string) =>
      `const sub = new Project({ name: "sub", parent: project, outdir: "sub" });\nplace(sub, "inner"${more});`;
    expect(await synth(`place(project, "gone");\n${parts("")}`)).toMatchObject({ code: 0 });
    const inner = readFileSync(join(folder, "sub/.github/workflows/inner.yml"), "utf8");
    const ended = await synth(`place(project, "new");\n${parts(", { timeoutMinutes: 0 }")}`);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("job-timeout");
    expect(readdirSync(join(folder, ".github/workflows"))).toEqual(["gone.yml"]);
    expect(readFileSync(join(folder, "sub/.github/workflows/inner.yml"), "utf8")).toBe(inner);
  });

  it("loses nothing of a root without workflows of its own either", async () => {
    const sub = 'const sub = new Project({ name: "sub", parent: project, outdir: "sub" });\n';
    const text = `import { TextFile } from ${from("node_modules/projen/lib/index.js")};\n`;
    const first = `${text}new TextFile(project, "a.txt", { marker: true, lines: ["~~ Generated by projen"] });\n${sub}place(sub, "inner");`;
    expect(await synth(first)).toMatchObject({ code: 0 });
    expect((await synth(`${sub}place(sub, "inner", { timeoutMinutes: 0 });`)).code).toBe(1);
    expect(existsSync(join(folder, "a.txt"))).toBe(true);
  });

  /** Synthesizes as somebody whom modes stop: root is not, so it gives the folder away, all but what it keeps. */
  function synthAsUser(body: string, kept?: string): Promise<Ended> {
    if (!isRoot) return synth(body);
    write(".projenrc.ts", "");
    for (const path of ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
      if (path !== kept) chownSync(join(folder, path), nobody, nobody);
    }
    return synth(body, nobody);
  }

  /** An ordinary user's tests can make no files of somebody else's. */
  const owners = isRoot ? ["somebody else's", "one's own"] : ["one's own"];
  const forbidden: readonly (readonly [what: string, path: string, mode: number, message: RegExp])[] = [
    ["a pin file that cannot be read", ".tidegate/pins.json", 0o000, /pin-file\n {2}it cannot be read: EACCES/],
    [
      "a folder that cannot be written to",
      ".github/workflows",
      0o555,
      /unwritable-file\n {2}.*\.github\/workflows cannot be written to\. Give yourself the right/,
    ],
    [
      "a file that is there and cannot be read",
      ".github/workflows/own.yml",
      0o000,
      /unwritable-file\n {2}It cannot be read, so nobody can tell what would be lost/,
    ],
  ];

  it.each(owners.flatMap((owner) => forbidden.map((each) => [owner, ...each] as const)))(
    "tells of %s: %s, beside what else is wrong",
    async (owner, _, path, mode, message) => {
      pins({});
      mkdirSync(join(folder, ".github/workflows"), { recursive: true });
      if (path.endsWith(".yml")) write(path, "x");
      chmodSync(join(folder, path), mode);
      const body = 'place(project, "own");\nplace(project, "other", { env: { A: "${{ github.ref }}" } });';
      const ended = await synthAsUser(body, owner === "one's own" ? undefined : path);
      chmodSync(join(folder, path), 0o755);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toMatch(message);
      expect(ended.stderr).toContain("raw-expression");
      expect(existsSync(join(folder, ".projen"))).toBe(false);
    },
  );

  it("tells of a called workflow that lies there by hand and cannot be read", async () => {
    const path = ".github/workflows/by-hand.yml";
    write(path, "on: workflow_call\n");
    chmodSync(join(folder, path), 0);
    const body = [
      'const jobs = [job("b", { name: "B", timeoutMinutes: 1, steps: [checkout()] })];',
      'const byHand = reusableWorkflow({ file: "by-hand", name: "By hand", call: workflowCall(), jobs });',
      'new WorkflowFile(project, workflow({ file: "own", name: "Own", on: { push: {} }, concurrency: { group: "own" },',
      '  jobs: [call("a", byHand, { name: "A" })] }));',
    ].join("\n");
    const ended = await synthAsUser(body);
    chmodSync(join(folder, path), 0o644);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /missing-file\n {2}\.github\/workflows\/by-hand\.yml cannot be read.*Give yourself the right/,
    );
  });
});
