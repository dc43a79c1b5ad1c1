import type { Problem } from "../configuration-problem.ts";
import type { ParsedOptions } from "../schema/container-service-schema.ts";
import type { ServiceDefinition } from "../service-definition.ts";

/** What the rules may know of the repository's files; paths are from its root. */
export interface RepositoryFiles {
  isDirectory(path: string): boolean;
  /** The file's text, or `undefined` when there is none. */
  read(path: string): string | undefined;
}

export interface RuleInput {
  /** As written, with texts read. */
  readonly options: ParsedOptions;
  /** With defaults. */
  readonly service: ServiceDefinition;
  readonly files: RepositoryFiles;
}

/** `error` stops synth; `warning` is only said. */
export interface Finding extends Problem {
  readonly severity: "error" | "warning";
}

/** Looks at one matter of a service whose options could be parsed. */
export type Rule = (input: RuleInput) => readonly Finding[];
