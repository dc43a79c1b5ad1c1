import { Component, type Project } from "projen";
import { TidegateError } from "../src/errors/tidegate-error.ts";
import type { EnvironmentSettings } from "../src/manifest/manifest.ts";
import { WorkflowFile } from "../src/workflow/workflow-file.ts";
import { type ServiceWorkflows, serviceWorkflows } from "../workflows/service-workflows.ts";
import type { PlacedProblem, Problem } from "./configuration-problem.ts";
import { placeProblem } from "./configuration-problem.ts";
import type { ContainerServiceOptions } from "./container-service-options.ts";
import { type Declaration, declare } from "./declaration.ts";
import { InvalidConfigurationError } from "./invalid-configuration-error.ts";
import { normaliseContainerService } from "./normalise-container-service.ts";
import { parseContainerService } from "./parse-container-service.ts";
import { repositoryFiles } from "./repository-files.ts";
import { checkContainerService } from "./rules/check-container-service.ts";
import type { RepositoryFiles } from "./rules/rule.ts";
import { ServiceCatalog } from "./service-catalog.ts";
import type { ServiceDefinition } from "./service-definition.ts";

/**
 * A service that is built into one container image and taken from environment to environment. Attaches to any projen
 * project, any number of times, and owns only its own files: five workflows, the manifest and the vendored actions.
 *
 * @example
 * const project = new Project({ name: "info" });
 * new ContainerService(project, {
 *   service: "info",
 *   toolchain: node(),
 *   image: { registry: "ghcr.io/acme", port: 5555 },
 *   objectives: [availability("99.9%")],
 *   environments: [environment("dev", { target: embedded() }), environment("production", { target: embedded() })],
 * });
 * project.synth();
 */
export class ContainerService<const Name extends string = string> extends Component {
  readonly #service: CheckedService;
  readonly #workflows: ServiceWorkflows | undefined;

  /** Wrong options are not reported here but at synth, where all services' are known; then nothing is written. */
  constructor(project: Project, options: ContainerServiceOptions<Name>) {
    super(project);
    const declaration = declare("container-service", [project, options]);
    this.#service = checkService(declaration, options, repositoryFiles(project.outdir));
    const { definition } = this.#service;
    const isSound = ServiceCatalog.of(project).add({ declaration, ...this.#service });
    if (definition === undefined || !isSound) {
      return;
    }
    this.#workflows = serviceWorkflows(definition.pipeline);
    for (const workflow of Object.values(this.#workflows)) {
      new WorkflowFile(project, workflow);
    }
  }

  /**
   * The workflows, to change jobs and steps by name before synth.
   *
   * @throws InvalidConfigurationError when the service's options cannot be used
   */
  get workflows(): ServiceWorkflows {
    if (this.#workflows === undefined) {
      throw new InvalidConfigurationError(this.#service.errors, this.project.outdir);
    }
    return this.#workflows;
  }

  /**
   * The settings of an environment, with every default filled in.
   *
   * @throws InvalidConfigurationError when the service's options cannot be used
   */
  environment(name: Name): EnvironmentSettings {
    const { definition, errors } = this.#service;
    if (definition === undefined) {
      throw new InvalidConfigurationError(errors, this.project.outdir);
    }
    const { environments, name: service } = definition.settings;
    const found = environments.find((environment) => environment.name === name);
    if (found === undefined) {
      const known = environments.map((environment) => environment.name).join(", ");
      throw new TidegateError("not-found", `${service} has no environment "${name}". It has: ${known}.`);
    }
    return found;
  }
}

interface CheckedService {
  readonly definition: ServiceDefinition | undefined;
  readonly errors: readonly PlacedProblem[];
  readonly warnings: readonly PlacedProblem[];
}

/** Parse → normalise → rules: three steps, and the problems of all of them. */
function checkService(declaration: Declaration, options: unknown, files: RepositoryFiles): CheckedService {
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
