import { Component, type Project } from "projen";
import type { Workflow } from "../src/workflow/index.ts";
import { WorkflowFile } from "../src/workflow/workflow-file.ts";
import { libraryCiWorkflow } from "../workflows/library-ci.ts";

export interface LibraryCheckOptions {
  /** Name of the job. */
  readonly name: string;
  /** As it would be typed at the root. */
  readonly command: string;
  /** @default 20 */
  readonly timeoutMinutes?: number;
}

export interface LibraryOptions {
  /** What must pass, each in a job of its own; the key is the job's. */
  readonly checks: Readonly<Record<string, LibraryCheckOptions>>;
  /** @default "main" */
  readonly branch?: string;
  /** @default "24" */
  readonly nodeVersion?: string;
  /** @default "npm ci" */
  readonly install?: string;
}

/**
 * A package that is checked and published, not deployed; such as this one. Writes `.github/workflows/ci.yml`, whose
 * job `ci` is the one check to require.
 *
 * @example
 * new Library(project, { checks: { test: { name: "Tests", command: "npm test" } } });
 */
export class Library extends Component {
  /** To change jobs and steps by name before synth. */
  readonly ci: Workflow;

  constructor(project: Project, { checks, branch = "main", nodeVersion = "24", install = "npm ci" }: LibraryOptions) {
    super(project);
    const jobs = Object.entries(checks).map(([id, check]) => ({ id, timeoutMinutes: 20, ...check }));
    this.ci = libraryCiWorkflow({ branch, nodeVersion, install, checks: jobs });
    new WorkflowFile(project, this.ci);
  }
}
