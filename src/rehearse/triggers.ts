import { z } from "zod";
import type { WorkflowSource } from "./workflow-source.ts";

const list = z.union([z.string().transform((item) => [item]), z.array(z.string())]);
const pushFilter = z
  .object({ branches: list.optional(), paths: list.optional(), tags: list.optional() })
  .nullable()
  .transform((filter) => filter ?? {});

/** Whether a push of these changed files to a branch starts the workflow. */
export function isStartedByPush(source: WorkflowSource, branch: string, changedFiles: readonly string[]): boolean {
  if (!("push" in source.on)) return false;
  const { branches, paths, tags } = pushFilter.parse(source.on.push);
  if (branches ? !matches(branches, branch) : tags !== undefined) return false;
  return !paths || changedFiles.some((file) => matches(paths, file));
}

/** Whether the end of a run of the named workflow starts this one. */
export function isStartedByRunOf(source: WorkflowSource, workflowName: string): boolean {
  const filter = z.object({ workflows: list }).safeParse(source.on.workflow_run);
  return filter.success && filter.data.workflows.includes(workflowName);
}

/** The last pattern that matches decides; one that begins with `!` takes back. */
function matches(patterns: readonly string[], value: string): boolean {
  const decisive = patterns.findLast((pattern) => toRegExp(pattern.replace(/^!/, "")).test(value));
  return decisive !== undefined && !decisive.startsWith("!");
}

/** GitHub's filter patterns: `**` crosses slashes, `*` and `?` as in its documentation do not. */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/?|\*|[.+^${}()|[\]\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
