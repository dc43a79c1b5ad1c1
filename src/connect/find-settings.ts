import { findNearest } from "../errors/did-you-mean.ts";
import { quoteValue } from "../errors/quote-value.ts";
import { TidegateError } from "../errors/tidegate-error.ts";
import type { EnvironmentSettings, Manifest, ServiceSettings } from "../manifest/manifest.ts";

/** @throws TidegateError `not-found`, with the names that there are */
export function getService(manifest: Manifest, name: string): ServiceSettings {
  const service = manifest.services.find((candidate) => candidate.name === name);
  if (service !== undefined) return service;
  throw unknown("service", name, manifest.services);
}

/** @throws TidegateError `not-found`, with the names that there are */
export function getEnvironment(service: ServiceSettings, name: string): EnvironmentSettings {
  const environment = service.environments.find((candidate) => candidate.name === name);
  if (environment !== undefined) return environment;
  throw unknown(`environment of ${service.name}`, name, service.environments);
}

function unknown(what: string, name: string, known: readonly { readonly name: string }[]): TidegateError {
  const names = known.map((one) => one.name);
  const nearest = findNearest(name, names);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  const message = `There is no ${what} named ${quoteValue(name)}. There is: ${names.join(", ")}.${hint}`;
  return new TidegateError("not-found", message);
}
