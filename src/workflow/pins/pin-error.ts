import { TidegateError } from "../../errors/tidegate-error.ts";
import { isFullVersion } from "./version-order.ts";

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

/**
 * One version with two commits: somebody moved the tag, or wrote a commit that is not of that version.
 * @param shas `seen` is what the tag is now; `undefined` when there is none
 */
export function describeMoved(
  action: string,
  version: string,
  { pinned, seen }: { readonly pinned: string; readonly seen: string | undefined },
): string {
  const now = seen === undefined ? "there is no such tag" : `now it is ${seen}`;
  const why = isFullVersion(version)
    ? "A released tag does not move: this is how actions were turned against those who use them. Find out what happened, and pin another version until then"
    : "A tag such as this follows the newest release, but nobody can tell whether it ever was there. Pin what it is now";
  return `${action} ${version} is pinned at ${pinned}, but ${now}. ${why}: npx tidegate pins add ${action}@<version>`;
}
