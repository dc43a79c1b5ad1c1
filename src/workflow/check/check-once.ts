import type { WorkflowText } from "./check-file.ts";
import { fileKindOf } from "./file-kind.ts";
import type { Problem } from "./problem.ts";
import type { SoundFiles } from "./sound-files.ts";

/** What the findings depend on. */
function keyOf({ path, content, pins = [], called = [] }: WorkflowText): string {
  const asKind = `${fileKindOf({ path })}\0${content}`;
  const withPins = pins.length === 0 ? asKind : `${asKind}\0${JSON.stringify(pins)}`;
  return called.length === 0 ? withPins : `${withPins}\0${JSON.stringify([path, called])}`;
}

/**
 * Checks each content once: not those that are known to be sound, and of several files with the same content one, whose
 * problems are told for each. What a checker finds depends on the content, on whether it is a workflow's or an action's,
 * on the pins it is given for it, and on the workflows that it calls, alone.
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
    const key = keyOf(text);
    if (!found.has(key) && !sound.has(key)) {
      found.set(key, check(text));
    }
  }
  sound.add([...found].filter(([, problems]) => problems.length === 0).map(([key]) => key));
  return texts.flatMap((text) => (found.get(keyOf(text)) ?? []).map((problem) => ({ ...problem, file: text.path })));
}
