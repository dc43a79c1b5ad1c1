import { readFileSync } from "node:fs";
import type { Forgotten } from "./forget.ts";

/** One way of making the same pipeline. */
export interface Contestant {
  readonly name: string;
  /** What a user types, as told in the table. */
  readonly told: string;
  /** Which packages it installs, by name and exact version; `tidegate` stands for what this checkout packs. */
  readonly packages: Readonly<Record<string, string>>;
  /** What is written beside package.json before the first run. */
  readonly files: Readonly<Record<string, string>>;
  /** As given to a process; `node` is the Node that runs the bench, `npx` the npx beside it. */
  readonly command: readonly ["node" | "npx", ...string[]];
  /** What package.json says of its modules. @default true */
  readonly isModule?: boolean;
  /** Run once first, where the command needs files that only a first synth writes. */
  readonly prepare?: readonly ["node", ...string[]];
  /** What of the runs before each run begins without. @default nothing */
  readonly forgets?: Forgotten;
  /** Whether it stands in the table of sizes. @default true */
  readonly isMeasuredInstalled?: boolean;
}

const projen = { projen: "0.103.25", constructs: "10.8.1" };
const ours = { ...projen, tidegate: "this checkout" };

function pipeline(name: string): string {
  return readFileSync(new URL(`./contestants/${name}.mjs`, import.meta.url), "utf8");
}

/** Adds a line before the project is synthesized. */
function withLine(source: string, line: string): string {
  return source.replace("\nproject.synth();", `\n${line}\nproject.synth();`);
}

const tidegate = pipeline("tidegate");
const projenTyped = withLine(
  pipeline("projen").replace("import { github, Project }", "import { github, Project, typescript }"),
  "new typescript.ProjenrcTs(project);",
);

/** The first is what the others are compared with. */
export const fromJavaScript: readonly Contestant[] = [
  {
    name: "projen",
    told: "`node .projenrc.js`, no validation",
    packages: projen,
    files: { ".projenrc.js": pipeline("projen") },
    command: ["node", ".projenrc.js"],
  },
  {
    name: "tidegate",
    told: "`node .projenrc.js`, everything validated",
    packages: ours,
    files: { ".projenrc.js": tidegate },
    command: ["node", ".projenrc.js"],
    forgets: "found",
  },
  {
    name: "tidegate, unchanged",
    told: "the same once more: known to be valid by its hash",
    packages: ours,
    files: { ".projenrc.js": tidegate },
    command: ["node", ".projenrc.js"],
    isMeasuredInstalled: false,
  },
  {
    name: "tidegate, for the first time",
    told: "everything validated, right after an install: without V8's code cache, which it then writes",
    packages: ours,
    files: { ".projenrc.js": tidegate },
    command: ["node", ".projenrc.js"],
    forgets: "all",
    isMeasuredInstalled: false,
  },
  {
    name: "gagen",
    told: "`node ci.mjs`, pins given, no validation",
    packages: { gagen: "0.4.0" },
    files: { "ci.mjs": pipeline("gagen"), ".github/workflows/.keep": "" },
    command: ["node", "ci.mjs"],
  },
  {
    name: "github-actions-workflow-ts",
    told: "`node ci.mjs`: its library, and `yaml` to write the file, no validation",
    packages: { "@github-actions-workflow-ts/lib": "2.6.0", yaml: "2.9.1" },
    files: { "ci.mjs": pipeline("workflow-ts") },
    command: ["node", "ci.mjs"],
  },
];

/** The first is what the others are compared with. */
export const fromTypeScript: readonly Contestant[] = [
  {
    name: "projen",
    told: "`npx projen` with its default runner, ts-node, which also checks types",
    packages: { ...projen, "ts-node": "10.9.2", typescript: "5.9.3", "@types/node": "24.19.2" },
    // The pipeline is JavaScript: its types are left unchecked, which is to projen's advantage.
    files: { ".projenrc.ts": `// @ts-nocheck\n${projenTyped}`, "first.mjs": projenTyped },
    command: ["npx", "projen"],
    isModule: false,
    prepare: ["node", "first.mjs"],
  },
  {
    name: "tidegate",
    told: "`npx projen`, whose task is `node .projenrc.ts`, everything validated",
    packages: ours,
    files: { ".projenrc.ts": withLine(tidegate, 'project.defaultTask?.exec("node .projenrc.ts");') },
    command: ["npx", "projen"],
    forgets: "found",
    prepare: ["node", ".projenrc.ts"],
  },
  {
    name: "tidegate, directly",
    told: "`node .projenrc.ts`, everything validated",
    packages: ours,
    files: { ".projenrc.ts": tidegate },
    command: ["node", ".projenrc.ts"],
    forgets: "found",
  },
];

export const fleet: Contestant = {
  name: "fleet",
  told: "`node .projenrc.js` for many services",
  packages: ours,
  files: { ".projenrc.js": pipeline("fleet") },
  command: ["node", ".projenrc.js"],
};
