/** How the service is linted and tested. Commands are as a person would type them in the service's directory. */
export type PipelineToolchain =
  | {
      readonly kind: "node";
      readonly version: string;
      readonly install: string;
      readonly lint: string;
      readonly test: string;
      /** Coverage in lcov format, from the service's directory. */
      readonly report: string;
    }
  | {
      readonly kind: "commands";
      readonly setup: string | undefined;
      readonly lint: string;
      readonly test: string;
      readonly report: string;
    };

export interface PipelineImage {
  /** Without tag or digest: `ghcr.io/acme/info`. */
  readonly name: string;
  /** Host to log in to: `ghcr.io`. */
  readonly registry: string;
  /** From the service's directory. */
  readonly dockerfile: string;
  readonly platforms: readonly string[];
  /** Names of secrets, or the workflow's own token. */
  readonly login: "github-token" | { readonly username: string; readonly password: string };
}

export interface PipelineEnvironment {
  readonly name: string;
  /** Deployed by the deliver workflow. */
  readonly automatic: boolean;
  /** What a release becomes here; anything but `alpha` is finished with a new name. */
  readonly channel: "alpha" | "rc" | "stable";
  /** The longest that a rollout can take, with every step at its limit. */
  readonly longestRolloutMinutes: number;
  /** The wave it is a region of. */
  readonly wave?: string;
}

export interface PipelineIntegration {
  readonly command: string;
  /** Name of the environment whose deployment is tested. */
  readonly after: string;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the results, from the service's directory. */
  readonly results: string;
}

/** What the workflows of one service are made from: everything decided, nothing left to default. */
export interface Pipeline {
  readonly service: string;
  /** Before the workflow's file name: empty at the root, else `info-`. */
  readonly filePrefix: string;
  /** `.` at the root, else a folder without trailing slash. */
  readonly directory: string;
  readonly branch: string;
  readonly toolchain: PipelineToolchain;
  /** 0..100. */
  readonly coveragePercent: number;
  readonly image: PipelineImage;
  readonly attestations: boolean;
  /** In the order of promotion; the automatic ones come first. */
  readonly environments: readonly PipelineEnvironment[];
  /** Names of the secrets that the channels need. */
  readonly channelSecrets: readonly string[];
  /** Names of the secrets that the metrics need. */
  readonly metricsSecrets: readonly string[];
  /** Somebody has to approve somewhere, and the admission sees to it that GitHub asks them. */
  readonly hasApprovers: boolean;
  /** Names of the secrets with which the error budget is read; absent where nobody looks at it. */
  readonly budgetSecrets: readonly string[] | undefined;
  readonly integration: PipelineIntegration | undefined;
  readonly synth: { readonly install: string; readonly command: string };
  /** Five fields of cron, in UTC. */
  readonly watchdogSchedule: string;
}
