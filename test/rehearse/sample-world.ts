import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gitIn } from "../../src/rehearse/git.ts";
import type { RunEvent } from "../../src/rehearse/run-event.ts";
import { type RunResult, runWorkflow } from "../../src/rehearse/run-workflow.ts";
import type { RunTrigger, World } from "../../src/rehearse/world.ts";

export interface SampleWorld {
  readonly world: World;
  run(
    workflow: string,
    trigger?: Partial<RunTrigger>,
    signal?: AbortSignal,
  ): Promise<{ readonly result: RunResult; readonly events: readonly RunEvent[] }>;
  remove(): void;
}

/** A git repository with these files, and nothing else outside it: no server, no target. */
export async function makeSampleWorld(files: Readonly<Record<string, string>>): Promise<SampleWorld> {
  const scratch = mkdtempSync(join(tmpdir(), "rehearse-"));
  const repositoryDirectory = join(scratch, "repository");
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(repositoryDirectory, path)), { recursive: true });
    writeFileSync(join(repositoryDirectory, path), content);
  }
  const git = gitIn(repositoryDirectory);
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "feat: a sample");
  const sha = await git("rev-parse", "HEAD");
  const world: World = {
    repositoryDirectory,
    repository: "acme/sample",
    defaultBranch: "main",
    apiUrl: "http://127.0.0.1:1",
    serverUrl: "https://github.com",
    actor: "tester",
    secrets: { GITHUB_TOKEN: "token-of-the-run", KEY: "s3cret" },
    vars: { GREETING: "hello" },
    env: {},
    registryMirrors: {},
    workDirectory: join(scratch, "runs"),
    protectedEnvironments: ["production"],
  };
  let runId = 0;
  return {
    world,
    run: async (workflow, trigger = {}, signal) => {
      const events: RunEvent[] = [];
      const event = { event: "push", sha, ref: "refs/heads/main", payload: {}, inputs: {}, ...trigger };
      const result = await runWorkflow({
        path: `.github/workflows/${workflow}.yml`,
        world,
        trigger: { ...event, runId: ++runId },
        emit: (runEvent) => events.push(runEvent),
        ...(signal ? { signal } : {}),
      });
      return { result, events };
    },
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

export function linesOf(events: readonly RunEvent[], job?: string): string[] {
  return events.flatMap((event) => (event.kind === "line" && (!job || event.job === job) ? [event.text] : []));
}
