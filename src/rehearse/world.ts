/** Everything outside a workflow that its run meets: the repository, GitHub's API, secrets, where state is kept. */
export interface World {
  /** The git repository that a checkout clones. */
  readonly repositoryDirectory: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly defaultBranch: string;
  /** Base URL of the GitHub API that actions are told. */
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly actor: string;
  /** Secrets by name. `GITHUB_TOKEN` is there in every run. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  /** Extra environment of every step: where the embedded target keeps its state, registry mirrors. */
  readonly env: Readonly<Record<string, string>>;
  /** Registry host → base URL, for stand-ins that push and pull. */
  readonly registryMirrors: Readonly<Record<string, string>>;
  /** Scratch space for workspaces, artifacts and runner files. */
  readonly workDirectory: string;
  /** Environments that wait for an approval on GitHub; a rehearsal approves and says so. */
  readonly protectedEnvironments: readonly string[];
}

/** The event that starts a run. */
export interface RunTrigger {
  readonly event: string;
  readonly sha: string;
  readonly ref: string;
  readonly runId: number;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Inputs of a manual run. */
  readonly inputs: Readonly<Record<string, string>>;
}
