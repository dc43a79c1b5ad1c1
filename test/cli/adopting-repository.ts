import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const imports = ["test/blueprints/tidegate-from-source.mjs", "src/build/json-imports.mjs"].map(
  (file) => `--import=${pathToFileURL(join(root, file)).href}`,
);

/** A `.projenrc.ts` that writes one workflow with a checkout, a cache and a command. */
export const projenrc = `import { Project } from "projen";
import { WorkflowFile } from "tidegate";
import { actions, checkout, job, run, sh, uses, workflow } from "tidegate/workflow";

const project = new Project({ name: "adopter" });
const cache = uses("cache", actions.cache, { path: "a", key: "b" }, { name: "Cache" });
const steps = [checkout(), cache, run("say", sh\`echo hello\`)];
const jobs = [job("a", { name: "A", timeoutMinutes: 5, steps })];
new WorkflowFile(project, workflow({ file: "one", name: "One", on: { push: {} }, concurrency: { group: "one" }, jobs }));
project.synth();
`;

/** The same with an action beside it, which uses the cache too and is in a folder of its own. */
export const withAction = projenrc
  .replace("{ WorkflowFile }", "{ ActionFile, WorkflowFile }")
  .replace("actions, checkout,", "actions, checkout, compositeAction,")
  .replace(
    "project.synth();",
    `const part = { path: "./tools/prepare", name: "Prepare", description: "Prepares" } as const;
new ActionFile(project, compositeAction({ ...part, define: () => ({ steps: [cache, run("say", sh\`echo hello\`)] }) }));
project.synth();`,
  );

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A git repository outside of this checkout, in which tidegate and projen are as if installed. */
export interface AdoptingRepository {
  readonly folder: string;
  read(path: string): string;
  exists(path: string): boolean;
  write(path: string, content: string): void;
  edit(path: string, change: (content: string) => string): void;
  git(...args: readonly string[]): string;
  /** `node .projenrc.ts`. */
  synth(): void;
  /** The command from source, in the repository. */
  tidegate(...args: readonly string[]): Promise<Ended>;
}

const environment = (extra: NodeJS.ProcessEnv = {}) => {
  const { CI: _, NODE_ENV: __, VITEST: ___, GITHUB_ACTIONS: ____, GITHUB_STEP_SUMMARY: _____, ...env } = process.env;
  return { ...env, PROJEN_DISABLE_POST: "true", NODE_OPTIONS: imports.join(" "), ...extra };
};

async function run(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "src/cli/main.ts"), ...args], { cwd: folder, env, stdio: "pipe" });
  child.stdin.end();
  const closed = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number | null];
  return { code, stdout, stderr };
}

/** @param env for the command, beside the process's own */
export function adoptingRepository(source = projenrc, env: NodeJS.ProcessEnv = {}): AdoptingRepository {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-adopter-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const call = (program: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8", env: environment() });
    if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // projen makes what it writes read-only.
    if (existsSync(join(folder, path))) chmodSync(join(folder, path), 0o644);
    writeFileSync(join(folder, path), content);
  };
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  write(".projenrc.ts", source);
  call("git", ["init", "-q", "."]);
  return {
    folder,
    read,
    exists: (path) => existsSync(join(folder, path)),
    write,
    edit: (path, change) => write(path, change(read(path))),
    git: (...args) => call("git", args),
    synth: () => call(process.execPath, [".projenrc.ts"]),
    tidegate: (...args) => run(folder, args, environment(env)),
  };
}
