import type { CheckAnswer } from "./check-answer.ts";
import type { WorkflowText } from "./check-file.ts";
import { askChecker } from "./checker-realm.ts";

/** Published: the checker's bundle checks here and now. `undefined` when it has no answer. */
export function checkInRealm(path: string, texts: readonly WorkflowText[]): CheckAnswer | undefined {
  const told = askChecker(path, "answerCheck", [texts]);
  return told?.error === undefined ? (told?.value as CheckAnswer | undefined) : { kind: "broken", message: told.error };
}
