import { type Callee, toCallUses } from "../model/callee.ts";
import { ignoreRemark } from "../model/ignore.ts";
import type { CallJobModel } from "../model/job.ts";
import { type Permissions, unionOfPermissions } from "../model/permissions.ts";
import { lowerConcurrency } from "./lower-concurrency.ts";
import { lowerMatrix } from "./lower-matrix.ts";
import { lowerPermissions } from "./lower-permissions.ts";
import { defined, optional, type Plain, type Remark, type Writer } from "./writer.ts";

/** GitHub's limit, the caller included. @see https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows */
const mostLevels = 10;

interface CallTree {
  /** What all jobs below need. */
  readonly permissions: readonly Permissions[];
  /** The longest way down, by file. */
  readonly levels: readonly string[];
  readonly isRing: boolean;
}

/** What a called workflow of ours brings along, and how deep its own calls go. */
function treeOf(callee: Callee, above: readonly string[]): CallTree {
  const file =
    callee.location.kind === "local" ? callee.location.path.replace(/^\$\//, "./") : toCallUses(callee.location);
  const levels = [...above, file];
  if (above.includes(file)) {
    return { permissions: [], levels, isRing: true };
  }
  const jobs = callee.workflow?.model.jobs ?? [];
  const below = jobs.flatMap((job) => (job.kind === "call" ? [treeOf(job.callee, levels)] : []));
  const longest = below.reduce<readonly string[]>(
    (most, tree) => (tree.levels.length > most.length ? tree.levels : most),
    levels,
  );
  return {
    permissions: [
      callee.permissions,
      ...jobs.map(({ options }) => options.permissions ?? {}),
      ...jobs.flatMap((job) => (job.kind === "job" ? job.options.steps.map((step) => step.permissions) : [])),
      ...below.flatMap(({ permissions }) => permissions),
    ],
    levels: longest,
    isRing: below.some(({ isRing }) => isRing),
  };
}

function checkTree({ levels, isRing }: CallTree, to: Writer): void {
  if (isRing) {
    const told = `Workflows call one another in a ring: ${levels.join(" → ")}. One of them must not call the next.`;
    to.context.report.error("call-cycle", told, to.place);
  } else if (levels.length > mostLevels) {
    const told = `Calls are nested ${levels.length} levels deep; GitHub takes ${mostLevels}: ${levels.join(" → ")}. Call less deeply, or use a composite action.`;
    to.context.report.error("call-depth", told, to.place);
  }
}

function usesRemark({ callee }: CallJobModel, to: Writer): readonly Remark[] {
  const version = callee.location.kind === "pinned" ? callee.location.version : undefined;
  const text = ignoreRemark(callee.ignores, version, { report: to.context.report, place: to.place });
  return text === undefined ? [] : [{ path: ["uses"], text }];
}

function lowerSecrets({ options }: CallJobModel, to: Writer): Plain | undefined {
  if (options.inheritSecrets !== undefined) {
    return "inherit";
  }
  const secrets = to.record(options.secrets, "scalar-needs-context-with-secrets");
  return Object.keys(secrets).length > 0 ? secrets : undefined;
}

/** A job that is another workflow: only what GitHub allows on such a job. */
export function lowerCall(
  job: CallJobModel,
  to: Writer,
): { readonly fields: Readonly<Record<string, Plain>>; readonly remarks: readonly Remark[] } {
  const { options, callee } = job;
  const tree = treeOf(callee, [`./.github/workflows/${to.context.file}`]);
  checkTree(tree, to);
  const granted = unionOfPermissions([...tree.permissions, options.permissions ?? {}]);
  const { permissions, remarks } = lowerPermissions(granted);
  const inputs = to.record(options.inputs, "scalar-needs-context");
  const reason = options.inheritSecrets;
  const fields = defined({
    name: to.value(options.name, "string-strategy-context"),
    if: optional(options.if, (condition) => to.condition(condition, "job-if")),
    concurrency: optional(options.concurrency, (concurrency) => lowerConcurrency(concurrency, to, "job-concurrency")),
    permissions,
    strategy: optional(options.matrix, (matrix) => lowerMatrix(matrix, to)),
    uses: toCallUses(callee.location),
    with: Object.keys(inputs).length > 0 ? inputs : undefined,
    secrets: lowerSecrets(job, to),
  });
  const inherited = reason === undefined ? [] : [{ path: ["secrets"], text: reason }];
  return { fields, remarks: [...remarks, ...usesRemark(job, to), ...inherited] };
}
