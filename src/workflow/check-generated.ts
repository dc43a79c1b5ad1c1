import { join } from "node:path";
import type { Project } from "projen";
import { withCalled } from "./check/called-texts.ts";
import type { WorkflowText } from "./check/check-file.ts";
import { findUnwritable } from "./check/find-unwritable.ts";
import { isOfActionInputs } from "./check/known-actions.ts";
import type { Problem } from "./check/problem.ts";
import { checkFilesSync } from "./check/validate-sync.ts";
import { findRivals } from "./find-rivals.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { findMissingFiles, readKept } from "./missing-files.ts";
import { describeBump } from "./pins/find-bumps.ts";
import { pinFilePath } from "./pins/pin-file.ts";
import { findPins } from "./pins/project-pins.ts";
import { ensureSynthTask } from "./synth-task.ts";

/** What Dependabot or Renovate raised in the generated files stays raised, in all that use it. */
export function takeOverBumps(project: Project, all: readonly GeneratedFile[]): void {
  const { pins, problems } = findPins(project);
  if (problems.length > 0) {
    return;
  }
  const files = all.filter((file) => file.rival === undefined && findUnwritablePlace(file).length === 0);
  const { bumps, refused } = pins.takeOver(files.map((file) => ({ path: file.target, lower: () => file.lower() })));
  for (const bump of bumps) {
    project.logger.info(`Taken over from ${bump.place} into ${pinFilePath}: ${describeBump(bump)}`);
  }
  for (const why of refused) {
    project.logger.warn(`Not taken over: ${why}`);
  }
}

/** What keeps a sound file from being written where it belongs. */
function findUnwritablePlace(file: GeneratedFile): readonly Problem[] {
  const message = findUnwritable(join(file.project.outdir, file.target), file.project.root.outdir);
  const problem = { rule: "unwritable-file", severity: "error", file: file.target, place: "" } as const;
  return message === undefined ? [] : file.place([{ ...problem, message }], "");
}

/** All workflows and actions of a project. */
export function checkProject(project: Project, files: readonly GeneratedFile[]): readonly Problem[] {
  ensureSynthTask(project);
  return [...findRivals(project, files), ...findMissingFiles(project, files), ...checkFiles(project, files)];
}

/** Where the pins are not known, nobody can tell whether these would be found with them. */
const isOfPins = ({ rule, message }: Problem) =>
  rule === "revoked-pin" || rule === "ref-version-mismatch" || (rule === "github" && isOfActionInputs(message));

/** What is found in each of the texts, in their order; two may have one path. */
function findInTexts(texts: readonly WorkflowText[]): readonly (readonly Problem[])[] {
  const firsts = [...new Map([...texts].reverse().map((text) => [text.path, text])).values()];
  const found = checkFilesSync(firsts);
  const isFirst = new Set(firsts);
  return texts.map((text) =>
    isFirst.has(text) ? found.filter(({ file }) => file === text.path) : checkFilesSync([text]),
  );
}

/** What is found in each of the texts, and in its calls: of one another, and of what lies in the project by hand. */
function findInProject(
  project: Project,
  texts: readonly WorkflowText[],
): ReadonlyMap<WorkflowText, readonly Problem[]> {
  const found = findInTexts(withCalled(texts, (path) => readKept(join(project.outdir, path))));
  return new Map(texts.map((text, index) => [text, found[index] ?? []]));
}

/** Whose findings say in other words what the model says of the same part of the file. */
const echoing: ReadonlySet<string> = new Set(["github", "id", "undefined-reference", "matrix-key"]);

function withoutEcho(found: readonly Problem[], own: readonly Problem[]): readonly Problem[] {
  const isIn = (place: string, part: string) => place === part || place.startsWith(`${part}.`);
  const isEcho = ({ place }: Problem) => own.some((said) => isIn(place, said.place) || isIn(said.place, place));
  return found.filter((problem) => !echoing.has(problem.rule) || !isEcho(problem));
}

/** Takes for sound what has no error; where the pin file cannot be used, tells what can be told without it. */
export function checkFiles(project: Project, files: readonly GeneratedFile[]): readonly Problem[] {
  const { pins, problems: unusable } = findPins(project);
  const rendered = files.map((file) => ({ file, model: file.model, ...file.text(pins) }));
  const found = findInProject(
    project,
    rendered.map(({ text }) => text),
  );
  const problems = rendered.flatMap(({ file, text, problems: own }) => {
    const inText = (found.get(text) ?? []).filter((problem) => unusable.length === 0 || !isOfPins(problem));
    return [...own, ...findUnwritablePlace(file), ...withoutEcho(file.place(inText, text.content), own)];
  });
  const all = [...unusable, ...problems];
  if (all.every(({ severity }) => severity === "warning")) {
    for (const { file, model, text } of rendered.filter((each) => each.file.rival === undefined)) {
      file.accept({ model, content: text.content });
    }
  }
  return all;
}
