import { TidegateError } from "../../errors/tidegate-error.ts";
import type { Pin } from "../pins/pin.ts";
import type { PolicyRule } from "../policy/rule.ts";
import { policyRules, strictRules } from "../policy/rules.ts";
import { applyIgnores, type Found, githubRule, type KnownRules } from "./apply-ignores.ts";
import type { CalledText } from "./called-texts.ts";
import { readingsOfView, withoutDeclared } from "./declared-outputs.ts";
import { fileKindOf } from "./file-kind.ts";
import { knownActions } from "./known-actions.ts";
import { nameHint } from "./name-hint.ts";
import type { Problem } from "./problem.ts";
import { saidOnce } from "./said-once.ts";
import { sortProblems } from "./sort-problems.ts";
import { placeOf, viewWorkflow, type WorkflowView } from "./workflow-view.ts";

/** A workflow file, as it is or would be on disk. */
export interface WorkflowText {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
  /** What the repository has pinned itself of what the file uses. @default nothing */
  readonly pins?: readonly Pin[];
  /** The workflows of the repository that it calls, and those that they call. @default unknown: no call is compared */
  readonly called?: readonly CalledText[];
}

/** Rules that look beyond what `PolicyRule`s see, and may be ignored too. */
const otherRules = [githubRule, "forbidden-uses"];

function toProblem(file: string, view: WorkflowView, { path, ...found }: Found): Problem {
  return { ...found, file, place: placeOf(view, path) };
}

/** @throws TidegateError when a rule itself fails: then the file is unchecked, not sound */
function findWith({ id, severity, check }: PolicyRule, view: WorkflowView, file: string): readonly Found[] {
  try {
    return check(view).map(({ path, message }) => ({ rule: id, severity, message, line: view.lineOf(path), path }));
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    const message = `${file} could not be checked: the rule ${id} failed (${told}). Report it, or check without the rule.`;
    throw new TidegateError("unsupported", message, { cause });
  }
}

function knownRules(rules: readonly PolicyRule[]): KnownRules {
  const all = [...policyRules, ...strictRules, ...rules];
  return {
    ids: new Set([...all.map(({ id }) => id), ...otherRules]),
    narrower: new Set(all.filter(({ isNarrower }) => isNarrower).map(({ id }) => id)),
  };
}

/** What those of the rules find that judge such a file. */
function findPolicy(view: WorkflowView, file: string, rules: readonly PolicyRule[]): readonly Found[] {
  const isAction = fileKindOf({ path: file }) === "action";
  return rules
    .filter(({ appliesTo }) => !isAction || appliesTo === "all")
    .flatMap((rule) => findWith(rule, view, file));
}

/** What the file does not ignore. */
function settle(
  { path }: WorkflowText,
  view: WorkflowView,
  found: readonly Found[],
  rules: readonly PolicyRule[],
): readonly Problem[] {
  const others = [...policyRules, ...strictRules].filter((rule) => !rules.includes(rule));
  const told = applyIgnores(view, found, {
    silent: () => findPolicy(view, path, others),
    known: knownRules(rules),
  });
  return saidOnce(told).map((each) => toProblem(path, view, each));
}

/**
 * What our own rules say.
 * @throws TidegateError when a rule itself fails
 */
export function checkPolicy(text: WorkflowText, rules: readonly PolicyRule[] = policyRules): readonly Problem[] {
  const view = viewWorkflow(text.content, text);
  return settle(text, view, findPolicy(view, text.path, rules), rules);
}

async function findGitHub(text: WorkflowText, view: WorkflowView): Promise<readonly Found[]> {
  const { checkWithGitHub } = await import("./github-parser.ts");
  const findings = await checkWithGitHub(text.content, fileKindOf(text), knownActions(text.pins));
  const found = findings.map((finding) => ({
    rule: githubRule,
    ...finding,
    message: `${finding.message}${nameHint(finding, view)}`,
    path: view.pathAt(finding.line),
  }));
  return withoutDeclared(found, readingsOfView(view), text.content);
}

/**
 * Everything wrong with a file: GitHub's parser and language service, then our rules. Sorted by line.
 * @throws TidegateError when a rule, or GitHub's language service, failed: then the file is unchecked, not sound
 */
export async function checkFile(
  text: WorkflowText,
  rules: readonly PolicyRule[] = policyRules,
): Promise<readonly Problem[]> {
  const view = viewWorkflow(text.content, text);
  if (view.syntaxErrors.length > 0) {
    return view.syntaxErrors.map((broken) => ({
      rule: "yaml",
      severity: "error",
      file: text.path,
      place: "",
      ...broken,
    }));
  }
  const found = [...(await findGitHub(text, view)), ...findPolicy(view, text.path, rules)];
  return sortProblems(settle(text, view, found, rules));
}
