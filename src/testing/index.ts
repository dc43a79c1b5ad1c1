/** Loopback stand-ins of what a delivery talks to, for tests of pipelines and for rehearsals. */
export {
  type GithubFault,
  type GithubServer,
  type GithubServerOptions,
  startGithubServer,
} from "./github-server.ts";
export type { RecordedDeployment, RecordedRelease, RecordedStatus } from "./github-state.ts";
export {
  type RegistryFault,
  type RegistryServer,
  type RegistryServerOptions,
  startRegistryServer,
} from "./registry-server.ts";
