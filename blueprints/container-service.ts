import { Component, type Project } from "projen";
import { TidegateError } from "../src/errors/tidegate-error.ts";
import type { EnvironmentSettings } from "../src/manifest/manifest.ts";
import { WorkflowFile } from "../src/workflow/workflow-file.ts";
import { type ServiceWorkflows, serviceWorkflows } from "../workflows/service-workflows.ts";
import type { ContainerServiceOptions } from "./container-service-options.ts";
import { declare } from "./declaration.ts";
import { type CheckedService, declareService } from "./declare-service.ts";
import { InvalidConfigurationError } from "./invalid-configuration-error.ts";

/**
 * A service that is built into one container image and taken from environment to environment. Attaches to any projen
 * project, any number of times, and owns only its own files: six workflows, the manifest and the vendored actions.
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
    this.#service = declareService(project, declare("container-service", [project, options]), options);
    const { definition, mayWrite } = this.#service;
    if (definition === undefined || !mayWrite) {
      return;
    }
    this.#workflows = serviceWorkflows(definition.pipeline);
    for (const workflow of Object.values(this.#workflows)) {
      new ServiceWorkflowFile(project, workflow);
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

/** Its path follows from the service's folder, so it cannot be given another file name. */
class ServiceWorkflowFile extends WorkflowFile {
  override get remedy(): string {
    return "Rename the other or turn it off, or give the service a `directory`, so that its files carry its name.";
  }
}
