import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/**
 * What each room may import, beside itself and `errors`. The picture is in docs/architecture.md; a stray import is a
 * red test here.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "src/errors": [],
  "src/workflow": [],
  "src/release": [],
  "src/slo": [],
  "src/rollout": ["src/slo", "src/release"],
  "src/manifest": ["src/rollout", "src/slo", "src/release"],
  "src/registry": ["src/release"],
  "src/targets": ["src/rollout", "src/slo", "src/release", "src/registry", "src/manifest"],
  "src/metrics": ["src/rollout", "src/slo"],
  "src/ledger": ["src/rollout", "src/release", "src/manifest"],
  "src/notify": ["src/rollout", "src/slo", "src/manifest"],
  "src/report": ["src/rollout", "src/slo", "src/release", "src/notify"],
  "src/action": ["src/manifest", "src/release"],
  "src/connect": [
    "src/action",
    "src/manifest",
    "src/targets",
    "src/metrics",
    "src/ledger",
    "src/notify",
    "src/registry",
    "src/rollout",
    "src/slo",
    "src/release",
  ],
  "src/testing": ["src/release", "src/rollout", "src/registry", "src/manifest", "src/notify", "src/ledger"],
  "src/rehearse": [
    "src/workflow",
    "src/testing",
    "src/targets",
    "src/registry",
    "src/rollout",
    "src/release",
    "src/manifest",
  ],
  "src/cli": [
    "src/workflow",
    "src/rehearse",
    "src/testing",
    "src/rollout",
    "src/release",
    "src/manifest",
    "src/notify",
    "src/connect",
    "src/ledger",
    "src/registry",
    "src/targets",
    "src/slo",
    "src/report",
  ],
  // Not published; measures the others from outside.
  "src/bench": [
    "src/slo",
    "src/targets",
    "src/rehearse",
    "src/rollout",
    "src/release",
    "src/metrics",
    "src/manifest",
    "src/build",
    "src/workflow",
    "src/registry",
    "src/testing",
  ],
  "src/build": ["src/workflow", "src/action", "actions"],
  workflows: ["src/workflow", "src/manifest", "src/rollout", "src/slo", "src/release"],
  blueprints: ["workflows", "src/workflow", "src/manifest", "src/rollout", "src/slo", "src/release"],
  actions: [
    "src/action",
    "src/connect",
    "src/manifest",
    "src/targets",
    "src/metrics",
    "src/ledger",
    "src/notify",
    "src/report",
    "src/registry",
    "src/rollout",
    "src/slo",
    "src/release",
  ],
};

/** Rooms without I/O, clock or environment. */
const pureRooms = ["src/slo", "src/release", "src/manifest/manifest.ts", "src/rollout"];

interface Import {
  readonly from: string;
  readonly to: string;
}

const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /^(src|workflows|blueprints|actions)\//.test(file) && !file.startsWith("actions/dist/"));

const imports = sources.flatMap((from): Import[] =>
  ts.preProcessFile(readFileSync(from, "utf8")).importedFiles.map(({ fileName }) => ({ from, to: fileName })),
);

const roomOf = (file: string) =>
  file.startsWith("src/") ? file.split("/").slice(0, 2).join("/") : (file.split("/")[0] ?? "");

const inner = imports
  .filter(({ to }) => to.startsWith("."))
  .map(({ from, to }) => ({ from, to: normalize(join(dirname(from), to)) }));

describe("the dependency table", () => {
  it("reads a tree that has imports at all", () => {
    expect(inner.length).toBeGreaterThan(50);
  });

  it.each([...new Set(sources.map(roomOf))])("has a row for %s", (room) => {
    expect(Object.keys(allowed)).toContain(room);
  });

  it.each(Object.keys(allowed))("%s imports only what its row allows", (room) => {
    const stray = inner
      .filter(({ from }) => roomOf(from) === room)
      .filter(({ to }) => ![room, "src/errors", ...(allowed[room] ?? [])].includes(roomOf(to)))
      .filter(({ to }) => !to.endsWith("package.json"));
    expect(stray).toEqual([]);
  });

  it("keeps the judge, the releases and the rollout free of I/O and of other people's packages", () => {
    const pure = imports.filter(({ from }) => pureRooms.some((room) => from.startsWith(room)));
    const outside = pure.filter(
      ({ to }) => !to.startsWith(".") && !["zod", "semver", "conventional-commits-parser"].includes(to),
    );
    expect(outside).toEqual([]);
  });
});
