import type { ChannelDeclaration } from "./channels.ts";
import type { EnvironmentDeclaration } from "./environment.ts";
import type { ObjectiveDeclaration } from "./objectives.ts";
import type { Percentage } from "./percentage.ts";
import type { ToolchainDeclaration } from "./toolchains.ts";
import type { WaveDeclaration } from "./wave.ts";

export interface ImageOptions {
  /** Registry and owner, for example `ghcr.io/acme`; the service's name follows. */
  readonly registry: string;
  /** Port that the container listens on. Where the Dockerfile has an EXPOSE line, the two must agree. */
  readonly port: number;
  /**
   * From the service's directory.
   *
   * @default "Dockerfile"
   */
  readonly dockerfile?: string;
  /**
   * Processors the image is built for; others than the runner's are emulated.
   *
   * @default ["linux/amd64"]
   */
  readonly platforms?: readonly string[];
  /**
   * Names of the secrets with which to log in.
   *
   * @default the workflow's own token, which only ghcr.io accepts
   */
  readonly login?: { readonly username: string; readonly password: string };
}

export interface IntegrationOptions<Name extends string = string> {
  /**
   * Runs in the service's directory with `BASE_URL` set to the service's address in the environment.
   *
   * @default "npm run test:integration" with `node()`; required with `commands()`
   */
  readonly command?: string;
  /**
   * The environment whose deployment is tested.
   *
   * @default the first one that is deployed automatically
   */
  readonly after?: Name;
  /**
   * More environment for the tests.
   *
   * @default none
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Folder of the results, from the service's directory; kept as an artifact. `JUNIT_FILE` names a file in it.
   *
   * @default "results"
   */
  readonly results?: string;
}

export interface ContainerServiceOptions<Name extends string = string> {
  /** Name of the service: lower-case letters, digits and dashes. */
  readonly service: string;
  /**
   * Folder of the service. Elsewhere than at the root, its workflow files carry its name, its tags the prefix
   * `<service>-v`, and its workflows start only when something in the folder changes.
   *
   * @default "." the repository's root
   */
  readonly directory?: string;
  /** How the service is linted and tested: `node()`, or `commands({ … })` for anything else. */
  readonly toolchain: ToolchainDeclaration;
  /** Where the image goes, and which port it listens on. */
  readonly image: ImageOptions;
  /** What the service promises its users; each rollout is judged by it. */
  readonly objectives: readonly ObjectiveDeclaration[];
  /** In the order of promotion. Regions that are promoted together stand in a `wave`. */
  readonly environments: readonly (EnvironmentDeclaration<Name> | WaveDeclaration<Name>)[];
  /**
   * Who is told of each deployment.
   *
   * @default nobody; GitHub's Deployments page has everything anyway
   */
  readonly notify?: readonly ChannelDeclaration[];
  /**
   * Share of lines that the unit tests must cover.
   *
   * @default "80%"
   */
  readonly coverage?: Percentage;
  /**
   * Tests over HTTP against the first environment after each delivery; `false` for none.
   *
   * @default the toolchain's own, where it has one
   */
  readonly integration?: IntegrationOptions<NoInfer<Name>> | false;
  /**
   * SBOM, provenance and signed attestations of each image. Private repositories need a GitHub plan that has them.
   *
   * @default true
   */
  readonly attestations?: boolean;
  /**
   * The branch that is delivered.
   *
   * @default "main"
   */
  readonly branch?: string;
  /**
   * How CI regenerates the files to see whether somebody edited them by hand.
   *
   * @default { install: "npm ci", command: "npx projen" }
   */
  readonly synth?: { readonly install?: string; readonly command?: string };
  /**
   * When the watchdog looks after the environments by itself; `schedule` is in cron's five fields (UTC).
   *
   * @default { schedule: "7,22,37,52 * * * *" }
   */
  readonly watchdog?: { readonly schedule: string };
}
