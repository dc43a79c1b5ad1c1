import type { WorkflowText } from "./check-file.ts";
import { checkFile } from "./check-file.ts";
import type { Problem } from "./problem.ts";

/** What came of checking files elsewhere: in a thread, or in a realm of their own. */
export type CheckAnswer =
  | { readonly kind: "problems"; readonly problems: readonly Problem[] }
  | { readonly kind: "broken"; readonly message: string };

/** Checks file by file. Never rejects: what could not be checked is `broken`. */
export async function answerCheck(texts: readonly WorkflowText[]): Promise<CheckAnswer> {
  try {
    const problems = [];
    for (const text of texts) {
      problems.push(...(await checkFile(text)));
    }
    return { kind: "problems", problems };
  } catch (error) {
    return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
  }
}
