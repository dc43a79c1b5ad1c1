import type { WorkflowText } from "./check-file.ts";
import type { Problem } from "./problem.ts";
import type { SoundFiles } from "./sound-files.ts";

/**
 * Checks each content once: not those that are known to be sound, and of several files with the same content one, whose
 * problems are told for each. What a checker finds depends on the content alone.
 *
 * @param check tells the problems of a file, or throws; then nothing of this call is remembered
 */
export function checkOnce(
  texts: readonly WorkflowText[],
  sound: SoundFiles,
  check: (text: WorkflowText) => readonly Problem[],
): readonly Problem[] {
  const found = new Map<string, readonly Problem[]>();
  for (const text of texts) {
    if (!found.has(text.content) && !sound.has(text.content)) {
      found.set(text.content, check(text));
    }
  }
  sound.add([...found].filter(([, problems]) => problems.length === 0).map(([content]) => content));
  return texts.flatMap(({ path, content }) =>
    (found.get(content) ?? []).map((problem) => ({ ...problem, file: path })),
  );
}
