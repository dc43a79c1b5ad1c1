import { type Expression, text } from "../src/workflow/index.ts";
import type { Pipeline } from "./pipeline.ts";

/** Nothing else happens to the service in the environment meanwhile; a deliver and a promote wait for each other. */
export function rolloutGroup(pipeline: Pipeline, environment: string | Expression<string>): Expression<string> {
  return text`rollout/${pipeline.service}/${environment}`;
}

/** Going back never waits behind a rollout, only behind another way back. */
export function rollbackGroup(pipeline: Pipeline, environment: string | Expression<string>): Expression<string> {
  return text`rollback/${pipeline.service}/${environment}`;
}

/**
 * GitHub environment of the jobs that take traffic back and tell the team: it may hold secrets, but must have no rules,
 * so that nothing has to be approved before a rollback.
 */
export function unguardedEnvironment(environment: string | Expression<string>): {
  readonly name: Expression<string>;
  readonly deployment: false;
} {
  return { name: text`${environment}-rollback`, deployment: false };
}

/** GitHub environment of the jobs that roll out: its approvers are asked. Our ledger writes the deployment, not GitHub. */
export function guardedEnvironment(environment: string | Expression<string>): {
  readonly name: string | Expression<string>;
  readonly deployment: false;
} {
  return { name: environment, deployment: false };
}

/** Path in the repository of a file that is named from the service's directory. */
export function inRepository(pipeline: Pipeline, path: string): string {
  return pipeline.directory === "." ? path : `${pipeline.directory}/${path}`;
}

/** What starts the service's workflows; undefined at the root, where everything does. */
export function triggerPaths(pipeline: Pipeline): { readonly paths?: readonly string[] } {
  if (pipeline.directory === ".") {
    return {};
  }
  return {
    paths: [
      `${pipeline.directory}/**`,
      `.github/workflows/${pipeline.filePrefix}*.yml`,
      ".github/actions/tidegate/**",
      ".tidegate/**",
      ".projen/**",
      ".projenrc.*",
      "package.json",
      "package-lock.json",
    ],
  };
}
