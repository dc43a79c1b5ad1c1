import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn } from "./git.ts";
import { RehearsalError } from "./rehearsal-error.ts";
import { type RunningChild, startChildRun } from "./run-child.ts";
import type { RunEvent } from "./run-event.ts";
import type { RunResult } from "./run-workflow.ts";
import { isStartedByPush, isStartedByRunOf } from "./triggers.ts";
import { parseWorkflowSource, type WorkflowSource } from "./workflow-source.ts";
import type { RunTrigger, World } from "./world.ts";

const workflowsDirectory = ".github/workflows";

export interface WorkflowFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly source: WorkflowSource;
}

/** Called with everything that happens in a run of the named workflow. */
export type RunListener = (workflow: WorkflowFile, event: RunEvent) => void;

export interface StartedRun {
  readonly workflow: WorkflowFile;
  readonly trigger: RunTrigger;
  readonly child: RunningChild;
}

export interface FinishedRun {
  readonly workflow: WorkflowFile;
  readonly trigger: RunTrigger;
  /** Undefined when the run was lost before it ended. */
  readonly result: RunResult | undefined;
  readonly durationMs: number;
}

/** Plays GitHub to one repository: decides which workflows an event starts, and runs each in a process of its own. */
export class Rehearsal {
  readonly #world: World;
  readonly #command: readonly [string, ...string[]];
  readonly #listen: RunListener;
  readonly #running = new Set<RunningChild>();
  #lastRunId = 1000;
  #over = false;

  /** @param command the program and arguments that serve one run, see `serveChildRun` */
  constructor(world: World, command: readonly [string, ...string[]], listen: RunListener) {
    this.#world = world;
    this.#command = command;
    this.#listen = listen;
  }

  /** The repository's workflows as they are now. */
  workflows(): WorkflowFile[] {
    const directory = join(this.#world.repositoryDirectory, workflowsDirectory);
    return readdirSync(directory)
      .filter((file) => file.endsWith(".yml"))
      .sort()
      .map((file) => {
        const path = `${workflowsDirectory}/${file}`;
        return { path, source: parseWorkflowSource(path, readFileSync(join(directory, file), "utf8")) };
      });
  }

  /** The workflows that a push of the newest commit to the default branch starts. */
  async startedByPush(): Promise<WorkflowFile[]> {
    const git = gitIn(this.#world.repositoryDirectory);
    const changed = (await git("show", "--name-only", "--format=", "--root", "HEAD")).split("\n").filter(Boolean);
    return this.workflows().filter(({ source }) => isStartedByPush(source, this.#world.defaultBranch, changed));
  }

  /** The workflows that the end of a run starts. */
  startedByRunOf(workflow: WorkflowFile): WorkflowFile[] {
    return this.workflows().filter(({ source }) => isStartedByRunOf(source, workflow.source.name));
  }

  /** @throws RehearsalError when there is no such workflow file */
  workflow(file: string): WorkflowFile {
    const found = this.workflows().find(({ path }) => path === `${workflowsDirectory}/${file}.yml`);
    if (found) return found;
    const known = this.workflows().map(({ path }) => path.slice(workflowsDirectory.length + 1, -".yml".length));
    throw new RehearsalError(`There is no workflow '${file}'. The repository has: ${known.join(", ")}.`);
  }

  /** @throws RehearsalError after `killAll` */
  async start(workflow: WorkflowFile, event: string, more: Partial<RunTrigger> = {}): Promise<StartedRun> {
    const sha = await gitIn(this.#world.repositoryDirectory)("rev-parse", "HEAD");
    const ref = `refs/heads/${this.#world.defaultBranch}`;
    const trigger = { event, sha, ref, runId: ++this.#lastRunId, payload: {}, inputs: {}, ...more };
    const emit = (runEvent: RunEvent) => this.#listen(workflow, runEvent);
    if (this.#over) throw new RehearsalError(`${workflow.path} was not started: the rehearsal is over.`);
    const child = startChildRun(this.#command, { path: workflow.path, world: this.#world, trigger }, emit);
    this.#running.add(child);
    const ended = () => this.#running.delete(child);
    child.finished.then(ended, ended);
    return { workflow, trigger, child };
  }

  /** Ends whatever still runs, at once, and lets nothing start any more. */
  async killAll(): Promise<void> {
    this.#over = true;
    const running = [...this.#running];
    for (const child of running) child.kill();
    await Promise.allSettled(running.map(({ finished }) => finished));
  }

  /** Starts a run and waits for its end. */
  async run(workflow: WorkflowFile, event: string, more: Partial<RunTrigger> = {}): Promise<FinishedRun> {
    const startedMs = performance.now();
    const { trigger, child } = await this.start(workflow, event, more);
    const result = await child.finished;
    return { workflow, trigger, result, durationMs: performance.now() - startedMs };
  }
}
