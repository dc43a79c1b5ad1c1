import type { Project } from "projen";
import { type PlacedProblem, type Problem, placeProblem } from "./configuration-problem.ts";
import type { Declaration } from "./declaration.ts";
import { normaliseContainerService } from "./normalise-container-service.ts";
import { parseContainerService } from "./parse-container-service.ts";
import { repositoryFiles } from "./repository-files.ts";
import { checkContainerService } from "./rules/check-container-service.ts";
import type { RepositoryFiles } from "./rules/rule.ts";
import { ServiceCatalog } from "./service-catalog.ts";
import type { ServiceDefinition } from "./service-definition.ts";

export interface CheckedService {
  /** `undefined` when the options cannot be used. */
  readonly definition: ServiceDefinition | undefined;
  readonly errors: readonly PlacedProblem[];
  readonly warnings: readonly PlacedProblem[];
  /** Whether the service may have its files: nothing is wrong with it, and no other service has them. */
  readonly mayWrite: boolean;
}

/** Checks a service's options and enters it in its project's catalog. */
export function declareService(project: Project, declaration: Declaration, options: unknown): CheckedService {
  const service = checkService(declaration, options, repositoryFiles(project.outdir));
  const mayWrite = ServiceCatalog.of(project).add({ declaration, ...service });
  return { ...service, mayWrite };
}

/** Parse → normalise → rules: three steps, and the problems of all of them. */
function checkService(
  declaration: Declaration,
  options: unknown,
  files: RepositoryFiles,
): Omit<CheckedService, "mayWrite"> {
  const place = (problem: Problem) => placeProblem(declaration, problem);
  const parsed = parseContainerService(options);
  if (parsed.options === undefined) {
    return { definition: undefined, errors: parsed.problems.map(place), warnings: [] };
  }
  const definition = normaliseContainerService(parsed.options);
  const findings = checkContainerService({ options: parsed.options, service: definition, files })
    // What follows from something that is reported already would only confuse.
    .filter(
      ({ path }) => !parsed.problems.some((problem) => isWithin(problem.path, path) || isWithin(path, problem.path)),
    );
  const errors = findings.filter(({ severity }) => severity === "error");
  return {
    definition,
    errors: [...parsed.problems, ...errors].map(place),
    warnings: findings.filter(({ severity }) => severity === "warning").map(place),
  };
}

function isWithin(outer: Problem["path"], inner: Problem["path"]): boolean {
  return outer.every((key, index) => inner[index] === key);
}
