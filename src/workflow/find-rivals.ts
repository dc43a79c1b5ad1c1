import type { FileBase, Project } from "projen";
import { formatCallSite } from "../errors/call-site.ts";
import type { Problem } from "./check/problem.ts";
import type { GeneratedFile } from "./generated-file.ts";

interface Rivals {
  readonly file: GeneratedFile;
  readonly other: FileBase;
}

/** For what is generated too, with the line where it was defined. */
function describe({ file, other }: Rivals, files: readonly GeneratedFile[]): string {
  const { kind, target, model } = file;
  const generated = files.find((each) => each === other);
  if (generated === undefined) {
    return `The ${kind} "${model.name}" would be written to ${target}, which another component (${other.constructor.name}) writes already.`;
  }
  const { source } = generated.model;
  const where = source ? `, written at ${formatCallSite(source, process.cwd())}` : "";
  return `Two ${kind}s would be written to ${target}: "${model.name}" and another${where}.`;
}

/** Of others' files, those whose path differs from a generated one's in its case alone: one file on many machines. */
function twins(project: Project, files: readonly GeneratedFile[]): readonly Rivals[] {
  const byPath = new Map(files.map((file) => [file.path.toLowerCase(), file]));
  return project.files.flatMap((other) => {
    const file = byPath.get(other.path.toLowerCase());
    return file && file !== other ? [{ file, other }] : [];
  });
}

/** Where two components would write one file, each time one problem. */
export function findRivals(project: Project, files: readonly GeneratedFile[]): readonly Problem[] {
  const known = files.flatMap((file) => (file.rival === undefined ? [] : [{ file, other: file.rival }]));
  return [...known, ...twins(project, files)].flatMap((rivals) => {
    const { file } = rivals;
    const place = { rule: "duplicate-file", severity: "error", file: file.target, place: "" } as const;
    return file.place([{ ...place, message: `${describe(rivals, files)} ${file.remedy}` }], "");
  });
}
