import type { PolicyRule } from "../policy/rule.ts";
import { withCalled } from "./called-texts.ts";
import { checkFile, type WorkflowText } from "./check-file.ts";
import type { Problem } from "./problem.ts";

/**
 * Everything wrong with the workflows and actions of one repository: in each by itself, and where one calls another that
 * is among them. By file, as given.
 * @throws TidegateError when a rule, or GitHub's language service, failed: then the files are unchecked, not sound
 */
export async function checkFiles(
  texts: readonly WorkflowText[],
  rules?: readonly PolicyRule[],
): Promise<readonly Problem[]> {
  const problems = [];
  for (const text of withCalled(texts)) {
    problems.push(...(await checkFile(text, rules)));
  }
  return problems;
}
