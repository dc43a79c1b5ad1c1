import { limitMistakes } from "./limit-mistakes.ts";
import type { Mistake } from "./mistake.ts";
import { referenceMistakes } from "./reference-mistakes.ts";
import { shapeMistakes } from "./shape-mistakes.ts";

/**
 * What authors get wrong: 22 mistakes of writing and 3 of care, and 3 of GitHub's limits. The first 25 are those of an
 * earlier study of which only the subjects were handed down; what each looks like is ours.
 */
export const mistakes: readonly Mistake[] = [...shapeMistakes, ...referenceMistakes, ...limitMistakes];
