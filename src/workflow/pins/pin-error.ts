import { TidegateError } from "../../errors/tidegate-error.ts";

/** Pins that cannot be made or taken over, with every reason. Nothing was written. */
export class PinError extends TidegateError {
  constructor(problems: readonly string[]) {
    const told = problems.length === 1 ? problems.join() : problems.map((problem) => `- ${problem}`).join("\n");
    super(
      "invalid-configuration",
      problems.length === 1 ? told : `${problems.length} problems; no pin changed:\n${told}`,
    );
  }
}

/** One version with two commits: somebody moved the tag, or wrote a commit that is not of that version. */
export function describeMoved(
  action: string,
  version: string,
  shas: { readonly pinned: string; readonly seen: string },
): string {
  return `${action} ${version} is pinned at ${shas.pinned}, but now it is ${shas.seen}. A released tag does not move: this is how actions were turned against those who use them. Find out what happened, and pin another version until then: npx tidegate pins add ${action}@<version>`;
}
