import { callTreeOf } from "../call-tree.ts";
import type { PolicyRule } from "../rule.ts";

/**
 * A workflow that calls itself, if only through others. GitHub reads all files of a run before it starts any job, so
 * that no condition ends the recursion: the run fails at its start.
 */
export const recursiveCall: PolicyRule = {
  id: "recursive-call",
  severity: "error",
  appliesTo: "workflows",
  check(view) {
    const { ring } = callTreeOf(view);
    if (ring === undefined) return [];
    const message = `Workflows call one another in a ring: ${ring.files.join(" → ")}. One of them must not call the next.`;
    return [{ path: ring.path, message }];
  },
};
