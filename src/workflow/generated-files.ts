import type { FileBase, Project } from "projen";

/**
 * The generated workflows and actions of a project, by their paths in lower case. projen finds a file by walking the
 * whole tree, which for thousands of files, once or more for each, takes longer than checking them.
 */
export class GeneratedFiles<File extends FileBase> {
  readonly #byProject = new WeakMap<Project, Map<string, File>>();

  add(project: Project, file: File): void {
    const files = this.#byProject.get(project) ?? new Map<string, File>();
    this.#byProject.set(project, files.set(file.path.toLowerCase(), file));
  }

  /** In the order in which they were added, without those that were removed from the project since. */
  of(project: Project): readonly File[] {
    return [...(this.#byProject.get(project)?.values() ?? [])].filter((file) => isPart(project, file));
  }

  /** Whether nothing that is still part of the project was added before. */
  isFirst(project: Project, file: File): boolean {
    for (const each of this.#byProject.get(project)?.values() ?? []) {
      if (isPart(project, each)) {
        return each === file;
      }
    }
    return false;
  }

  find(project: Project, path: string): File | undefined {
    const file = this.#byProject.get(project)?.get(path.toLowerCase());
    return file && isPart(project, file) ? file : undefined;
  }
}

function isPart(project: Project, file: FileBase): boolean {
  return project.node.tryFindChild(file.node.id) === file;
}
