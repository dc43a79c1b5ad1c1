import { zizmorAudits } from "../policy/zizmor-audits.ts";
import { findIgnores, type IgnoreComment } from "./ignores.ts";
import type { Problem, Severity } from "./problem.ts";
import type { Path, WorkflowView } from "./workflow-view.ts";

/** What a rule or GitHub's parser found, before it is told. */
export interface Found {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly path: Path;
  /** See {@link Problem}. */
  readonly isRefusedByGitHub?: boolean;
}

/** What an ignore may name. */
export interface KnownRules {
  /** All that are judged here, asked for or not. */
  readonly ids: ReadonlySet<string>;
  /** Those whose namesake in zizmor finds more. */
  readonly narrower: ReadonlySet<string>;
}

/** The rule that stands for all that GitHub says. */
export const githubRule = "github";

/** Told in the line of the first key beside it: what is missing has no line of its own. */
const isMissing = (message: string) => message.startsWith("Required property is missing");

/** The line in which an ignore of what GitHub says may stand: its own, where that is of a key, not of a job's id. */
function lineOfGitHub(view: WorkflowView, { line, message }: Found): ReadonlySet<number> {
  const isOfJob = view.jobs.some(({ path }) => view.lineOf(path) === line);
  return new Set(isOfJob || isMissing(message) ? [] : [line]);
}

/** The lines in which an ignore of the finding may stand: its own, and those of the step, job or workflow it belongs to. */
function linesOf(view: WorkflowView, found: Found): ReadonlySet<number> {
  const { rule, line, path } = found;
  if (rule === githubRule) {
    return lineOfGitHub(view, found);
  }
  const step = path[2] === "steps" ? path.slice(0, 4) : undefined;
  const owners = step
    ? [
        [...step, "uses"],
        [...step, "run"],
      ]
    : [path.slice(0, 2)];
  const value = [line, view.lineOf(path), path.length > 2 || path[0] !== "jobs" ? view.endOf(path) : line];
  const isWide = step === undefined && path[0] === "jobs";
  const workflow = path[0] === "jobs" || path[0] === "on" ? [] : [view.lineOf(["name"])];
  return new Set([
    ...value,
    ...workflow,
    ...owners.filter((owner) => owner.length > 1 && (step || isWide)).map(view.lineOf),
  ]);
}

function ownProblem(
  rule: string,
  severity: Severity,
  message: string,
  { line }: IgnoreComment,
  view: WorkflowView,
): Found {
  return { rule, severity, message, line, path: view.pathAt(line) };
}

function withoutReason(ignores: readonly IgnoreComment[], view: WorkflowView): readonly Found[] {
  return ignores
    .filter(({ rules, reason }) => rules.length === 0 || reason === "")
    .map((ignore) => {
      const message = `An ignore names the rule and says why: # ${ignore.tool}: ignore[${ignore.rules[0] ?? "rule"}] the reason. Add what is missing.`;
      return ownProblem("ignore-without-reason", "error", message, ignore, view);
    });
}

/** Whether nothing can be said of it here: zizmor's own business, which may find more or look into the network. */
const isBeyondUs = ({ tool }: IgnoreComment, rule: string, { ids, narrower }: KnownRules) =>
  tool === "zizmor" && zizmorAudits.has(rule) && (!ids.has(rule) || narrower.has(rule));

function whyUseless(rule: string, known: KnownRules): string {
  if (rule === githubRule) {
    return "GitHub finds nothing about a key in this line. What it finds is accepted only behind the key itself: move the ignore there, or remove it.";
  }
  return known.ids.has(rule)
    ? `${rule} finds nothing here any more. Remove the ignore.`
    : `There is no rule ${rule} to ignore. Correct the name, or remove it.`;
}

function withoutUse(
  ignores: readonly IgnoreComment[],
  used: ReadonlySet<string>,
  known: KnownRules,
  view: WorkflowView,
): readonly Found[] {
  return ignores.flatMap((ignore) =>
    ignore.rules
      .filter((rule) => !used.has(`${ignore.line} ${rule}`) && !isBeyondUs(ignore, rule, known))
      .map((rule) => ownProblem("unused-ignore", "warning", whyUseless(rule, known), ignore, view)),
  );
}

/**
 * Takes the findings away that the file ignores, and adds what is wrong with the ignores themselves.
 * @param found what is to be told
 * @param silent what is not asked for, but makes an ignore useful all the same
 */
export function applyIgnores(
  view: WorkflowView,
  found: readonly Found[],
  { silent, known }: { readonly silent: () => readonly Found[]; readonly known: KnownRules },
): readonly Found[] {
  const ignores = findIgnores(view);
  if (ignores.length === 0) {
    return found;
  }
  const used = new Set<string>();
  const isIgnored = (each: Found) => {
    const lines = linesOf(view, each);
    const matching = ignores.filter(({ rules, about }) => rules.includes(each.rule) && lines.has(about));
    for (const { line } of matching) used.add(`${line} ${each.rule}`);
    return matching.length > 0;
  };
  const left = found.filter((each) => !isIgnored(each));
  silent().forEach(isIgnored);
  return [...left, ...withoutReason(ignores, view), ...withoutUse(ignores, used, known, view)];
}
