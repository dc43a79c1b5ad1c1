import { TidegateError } from "../../errors/tidegate-error.ts";
import { askChecker, checkerPath } from "./checker-realm.ts";
import type { FileKind, FindAction, GitHubFinding } from "./github-parser.ts";

/**
 * Stands in for `github-parser` in the published library, so that GitHub's language service is in the package once, in
 * the checker's bundle.
 * @throws TidegateError when the language service failed, so that the file counts as unchecked, not as sound
 */
export async function checkWithGitHub(
  content: string,
  kind: FileKind,
  findAction: FindAction,
): Promise<readonly GitHubFinding[]> {
  const told = askChecker(checkerPath, "checkWithGitHub", [content, kind], [findAction]);
  if (told?.value === undefined) {
    throw new TidegateError("unsupported", told?.error ?? "GitHub's language service did not check the file.");
  }
  return told.value as readonly GitHubFinding[];
}
