import type { JobView, WorkflowView } from "../../check/workflow-view.ts";
import { contextsOf, partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { Finding, PolicyRule } from "../rule.ts";

/** With one of these in a condition GitHub does not ask by itself whether the jobs before succeeded. */
const askingOtherwise: ReadonlySet<string> = new Set(["always", "cancelled", "failure"]);

const replacesSuccess = (tree: Tree) =>
  partsOf(tree).some((part) => part.kind === "call" && askingOtherwise.has(part.name));

function needsOf({ fields: { needs } }: JobView): readonly string[] {
  return (Array.isArray(needs) ? needs : [needs]).flatMap((name) => (typeof name === "string" ? [name] : []));
}

/** The jobs that a condition asks about, in lower case; `undefined` when it asks about all at once, or about none. */
function askedIn(tree: Tree): readonly string[] | undefined {
  const names = contextsOf(tree).flatMap(([context, name = "*"]) => (context === "needs" ? [name] : []));
  return names.length === 0 || names.includes("*") ? undefined : names;
}

/** Of each job, those that it waits for and asks about: all where GitHub asks, else what its condition names. */
function askedByJob(
  { jobs }: WorkflowView,
  conditions: ReadonlyMap<string, Tree>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    jobs.map((job) => {
      const tree = conditions.get(job.id);
      const needs = needsOf(job).map((name) => name.toLowerCase());
      return [job.id.toLowerCase(), tree && replacesSuccess(tree) ? (askedIn(tree) ?? needs) : needs];
    }),
  );
}

/** The jobs, and all that they have asked about in their turn. */
function behind(names: readonly string[], asked: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of found) {
    for (const other of asked.get(name) ?? []) found.add(other);
  }
  return found;
}

/**
 * A status function in a condition replaces GitHub's own question whether the jobs before have succeeded. Where the
 * condition asks that of some of them, it has forgotten the others, unless those that it asks about have asked.
 */
export const unreadResult: PolicyRule = {
  id: "unread-result",
  severity: "error",
  appliesTo: "workflows",
  check: (view) => {
    const conditions = new Map(
      findExpressions(view).flatMap(({ path, tree, isCondition }) =>
        isCondition && path.length === 3 && tree !== undefined ? [[String(path[1]), tree] as const] : [],
      ),
    );
    const asked = askedByJob(view, conditions);
    return view.jobs.flatMap((job): readonly Finding[] => {
      const tree = conditions.get(job.id);
      const named = tree && replacesSuccess(tree) ? askedIn(tree) : undefined;
      const answered = named && behind(named, asked);
      const forgotten = answered ? needsOf(job).filter((name) => !answered.has(name.toLowerCase())) : [];
      return forgotten.map((name) => ({
        path: [...job.path, "if"],
        message: `It waits for "${name}" and runs although that failed or was skipped: the condition does not ask. Add needs.${name}.result == 'success', or wait for it no more.`,
      }));
    });
  },
};
