import type { ServiceSettings } from "../manifest/manifest.ts";

/**
 * What GitHub Deployments call an environment of a service. GitHub shows one live deployment an environment, so services
 * that share a repository have their own: `production` for a service at the root, else `info-production`.
 */
export function ledgerEnvironment(service: Pick<ServiceSettings, "name" | "directory">, environment: string): string {
  return service.directory === "." ? environment : `${service.name}-${environment}`;
}
