import type { FileKind } from "./github-parser.ts";

/**
 * Whether GitHub takes the file for a workflow or for an action, which has no events, jobs or permissions. A workflow may
 * be called `action.yml` too.
 */
export function fileKindOf({ path }: { readonly path: string }): FileKind {
  const isInWorkflows = /(?:^|\/)\.github\/workflows\/[^/]+$/.test(path);
  return !isInWorkflows && /(?:^|\/)action\.ya?ml$/.test(path) ? "action" : "workflow";
}
