import type { Key } from "./find-in-source.ts";
import type { ServiceDefinition } from "./service-definition.ts";

/**
 * A path as its user would write it. Rules count environments one by one, but the regions of a wave stand within it:
 * `environments[3]` may have been written as `environments[2][1]`.
 */
export function writtenPath({ places }: Pick<ServiceDefinition, "places">, path: readonly Key[]): readonly Key[] {
  const [option, index, ...rest] = path;
  const place = option === "environments" && typeof index === "number" ? places[index] : undefined;
  return place === undefined ? path : [...place, ...rest];
}
