import type { PolicyRule } from "../policy/rule.ts";
import { policyRules } from "../policy/rules.ts";
import { findKnownAction } from "./known-actions.ts";
import { type Problem, type Severity, sortProblems } from "./problem.ts";
import { type Path, placeOf, viewWorkflow, type WorkflowView } from "./workflow-view.ts";

/** A workflow file, as it is or would be on disk. */
export interface WorkflowText {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
}

function toProblem(
  file: string,
  view: WorkflowView,
  found: { rule: string; severity: Severity; message: string; line: number; path: Path },
): Problem {
  const { path, ...rest } = found;
  return { ...rest, file, place: placeOf(view, path) };
}

/** What our own rules say. */
export function checkPolicy(
  { path, content }: WorkflowText,
  rules: readonly PolicyRule[] = policyRules,
): readonly Problem[] {
  const view = viewWorkflow(content);
  return rules.flatMap(({ id, severity, check }) =>
    check(view).map(({ path: at, message }) =>
      toProblem(path, view, { rule: id, severity, message, line: view.lineOf(at), path: at }),
    ),
  );
}

async function checkGitHub({ path, content }: WorkflowText, view: WorkflowView): Promise<readonly Problem[]> {
  const { checkWithGitHub } = await import("./github-parser.ts");
  const findings = await checkWithGitHub(content, findKnownAction);
  return findings.map((finding) =>
    toProblem(path, view, { rule: "github", ...finding, path: view.pathAt(finding.line) }),
  );
}

/** Everything wrong with a file: GitHub's parser and language service, then our rules. Sorted by line. */
export async function checkFile(
  text: WorkflowText,
  rules: readonly PolicyRule[] = policyRules,
): Promise<readonly Problem[]> {
  const view = viewWorkflow(text.content);
  const [broken] = view.syntaxErrors;
  if (broken) {
    return [{ rule: "yaml", severity: "error", file: text.path, place: "", ...broken }];
  }
  return sortProblems([...(await checkGitHub(text, view)), ...checkPolicy(text, rules)]);
}
