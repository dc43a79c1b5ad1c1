import { TidegateError, UnavailableError } from "../../errors/tidegate-error.ts";
import type { CheckAnswer } from "./check-answer.ts";
import type { WorkflowText } from "./check-file.ts";
import { checkInRealm } from "./check-in-realm.ts";
import { checkInWorker } from "./check-in-worker.ts";
import { checkOnce } from "./check-once.ts";
import { checkerPath, publishedChecker } from "./checker-realm.ts";
import type { Problem } from "./problem.ts";
import { openSoundFiles, type SoundFiles } from "./sound-files.ts";

/** From source there is no bundle of the checker. */
const isSource = import.meta.url.endsWith(".ts");
let sound: SoundFiles | undefined;

/**
 * Whether this process has been asked to check files, so that what a synth needs has run.
 * @public for the published library (src/build/library)
 */
export function hasChecked(): boolean {
  return sound !== undefined;
}

/**
 * `checkFile` for callers that cannot wait for a promise: projen synthesizes synchronously, GitHub's language service
 * answers asynchronously.
 * @throws UnavailableError when there is no answer; a file that could not be checked is never taken for sound
 */
export function checkFilesSync(texts: readonly WorkflowText[]): readonly Problem[] {
  if (isSource) {
    return problemsOf(checkInWorker(texts));
  }
  sound ??= openSoundFiles(checkerPath, publishedChecker().hash);
  return checkOnce(texts, sound, (text) => problemsOf(checkInRealm(checkerPath, [text])));
}

/** @throws UnavailableError when there is no answer */
export function problemsOf(answer: CheckAnswer | undefined): readonly Problem[] {
  if (answer === undefined) {
    throw new UnavailableError("The workflows were not checked to the end; nothing was written. Try again.");
  }
  if (answer.kind === "broken") {
    throw new TidegateError("unsupported", `The workflows could not be checked: ${answer.message}`);
  }
  return answer.problems;
}
