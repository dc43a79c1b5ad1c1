import { Component, type Project } from "projen";
import { type Manifest, manifestSchema } from "../src/manifest/manifest.ts";
import type { Problem as WorkflowProblem } from "../src/workflow/check/problem.ts";
import { addSynthCheck } from "../src/workflow/synth-checks.ts";
import { ensureSynthTask } from "../src/workflow/synth-task.ts";
import { formatPath, type PlacedProblem, type Problem, placeProblem } from "./configuration-problem.ts";
import type { Declaration } from "./declaration.ts";
import { formatProblem, InvalidConfigurationError } from "./invalid-configuration-error.ts";
import { ManifestFile } from "./manifest-file.ts";
import { packageRoot } from "./package-root.ts";
import { checkCatalog } from "./rules/check-catalog.ts";
import type { ServiceDefinition } from "./service-definition.ts";
import { VendoredActions } from "./vendored-actions.ts";

/** A service as its blueprint declared it; without a definition when its options cannot be used. */
export interface CatalogEntry {
  readonly declaration: Declaration;
  readonly definition: ServiceDefinition | undefined;
  readonly errors: readonly PlacedProblem[];
  readonly warnings: readonly PlacedProblem[];
}

/** Kept here, since looking through all of a project's components takes ever longer. */
const catalogs = new WeakMap<Project, ServiceCatalog>();

const inSubproject: Problem = {
  path: [],
  message:
    "is attached to a subproject, but GitHub reads workflows at the repository's root only; attach it to the root project and name the folder in `directory`",
};

/**
 * All services of one project. They share the manifest and the vendored actions, and their problems are reported
 * together, before the first file is written.
 */
export class ServiceCatalog extends Component {
  readonly #entries: CatalogEntry[] = [];

  static of(project: Project): ServiceCatalog {
    const catalog = catalogs.get(project) ?? new ServiceCatalog(project);
    catalogs.set(project, catalog);
    return catalog;
  }

  private constructor(project: Project) {
    super(project, "tidegate-services");
    new ManifestFile(project, () => this.#manifest());
    new VendoredActions(project);
    addSynthCheck(project, "services", {
      find: () => this.#errors().map(toWorkflowProblem),
      toError: () => new InvalidConfigurationError(this.#errors(), project.outdir),
    });
  }

  /** @returns whether the service may have its files: nothing is wrong with it, and no other service has them */
  add(entry: CatalogEntry): boolean {
    const prefix = entry.definition?.pipeline.filePrefix;
    const isTwin = this.#entries.some(({ definition }) => definition?.pipeline.filePrefix === prefix);
    const problems = this.project.parent === undefined ? [] : [inSubproject];
    const errors = problems.map((problem) => placeProblem(entry.declaration, problem));
    const complete = { ...entry, errors: [...entry.errors, ...errors] };
    this.#entries.push(complete);
    return !isTwin && complete.errors.length === 0;
  }

  /** Everything that is wrong with any service. */
  #errors(): readonly PlacedProblem[] {
    const own = this.#entries.flatMap(({ errors }) => errors);
    const across = checkCatalog(this.#entries).map(({ entry, problem }) => placeProblem(entry.declaration, problem));
    return [...own, ...across];
  }

  override preSynthesize(): void {
    // Wrong options come alone.
    const warnings = this.#errors().length > 0 ? [] : this.#entries.flatMap((entry) => entry.warnings);
    for (const warning of warnings) {
      this.project.logger.warn(formatProblem(warning, this.project.outdir));
    }
    ensureSynthTask(this.project);
  }

  #manifest(): Manifest {
    const services = this.#entries.flatMap(({ definition }) => (definition === undefined ? [] : [definition.settings]));
    return manifestSchema.parse({ schema: 1, generator: packageRoot().version, services });
  }
}

/** For the report of a synth in which more than options is wrong. */
function toWorkflowProblem({ path, message, place: source }: PlacedProblem): WorkflowProblem {
  const what = formatPath(path);
  const told = { rule: "options", severity: "error", message: what === "" ? message : `${what}: ${message}` } as const;
  return source ? { ...told, file: "", place: "", source } : { ...told, file: ".projenrc.ts", place: "" };
}
