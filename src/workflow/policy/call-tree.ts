import type { JobView, Path, WorkflowView } from "../check/workflow-view.ts";
import { localFile } from "./local-calls.ts";
import { oncePerView } from "./once-per-view.ts";

/** A way down, by files, and the call it begins with. */
export interface CallChain {
  readonly path: Path;
  /** The workflow itself first. */
  readonly files: readonly string[];
}

/** What a workflow calls, directly and through what it calls. */
export interface CallTree {
  /** Where the same workflow is met again below itself; its first and its last file are the same. */
  readonly ring: CallChain | undefined;
  /** The longest way down; without a ring. */
  readonly longest: CallChain | undefined;
  /** All that is called, each once; those of other repositories with what stands behind their `@`. */
  readonly all: readonly string[];
}

function callsOf({ jobs }: WorkflowView): readonly { readonly job: JobView; readonly name: string }[] {
  return jobs.flatMap((job) => {
    const { uses } = job.fields;
    return typeof uses === "string" ? [{ job, name: localFile(uses) ?? uses }] : [];
  });
}

/** Each file is gone through once, however many call it. */
export const callTreeOf: (view: WorkflowView) => CallTree = oncePerView((view) => {
  const below = new Map<string, readonly string[]>();
  let ring: readonly string[] | undefined;
  const visit = (name: string, above: readonly string[]): readonly string[] => {
    if (above.includes(name)) {
      ring ??= [...above.slice(above.indexOf(name)), name];
      return [];
    }
    const known = below.get(name);
    if (known) return known;
    const callee = view.called(name);
    const ways = callee ? callsOf(callee).map((call) => visit(call.name, [...above, name])) : [];
    const longest = [name, ...longestOf(ways)];
    below.set(name, longest);
    return longest;
  };
  const chains = callsOf(view).map(({ job, name }) => {
    const isKnown = ring !== undefined;
    const files = [view.path, ...visit(name, [view.path])];
    return { path: [...job.path, "uses"], files, ring: isKnown ? undefined : ring };
  });
  const [first] = chains.flatMap(({ path, ring: files }) => (files ? [{ path, files }] : []));
  const most = longestOf(chains.map(({ files }) => files));
  return { ring: first, longest: chains.find(({ files }) => files === most), all: [...below.keys()] };
});

function longestOf(ways: readonly (readonly string[])[]): readonly string[] {
  return ways.reduce((most, way) => (way.length > most.length ? way : most), []);
}
