/** A status of a deployment, as GitHub's API returns it. */
export interface RecordedStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly log_url: string;
  readonly environment_url: string;
  readonly created_at: string;
}

/** A deployment as GitHub's API returns it, with its statuses, oldest first. */
export interface RecordedDeployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: unknown;
  readonly production_environment: boolean;
  readonly transient_environment: boolean;
  readonly created_at: string;
  readonly statuses: RecordedStatus[];
}

export interface RecordedRelease {
  readonly id: number;
  readonly tag_name: string;
  readonly name: string;
  readonly body: string;
  readonly prerelease: boolean;
  readonly html_url: string;
}

/** What the fake GitHub remembers beside the git repository. */
export interface GithubState {
  readonly deployments: RecordedDeployment[];
  readonly releases: RecordedRelease[];
  /** Names of environments that have no required reviewers. */
  readonly unguarded: Set<string>;
}
