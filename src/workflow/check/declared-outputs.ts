import { propertyPath } from "../expression/expression-source.ts";
import type { WorkflowModel } from "../model/workflow.ts";
import { definitionOf, localCallsOf } from "../policy/local-calls.ts";
import { githubRule } from "./apply-ignores.ts";
import type { Problem } from "./problem.ts";
import type { WorkflowView } from "./workflow-view.ts";

/** The language service's words for a name that it does not find in a context; the rest is the name. */
const unknownName = "Context access might be invalid: ";

/** `needs.deploy.outputs.tag`, in its parts. */
type Reading = readonly string[];

/** How a file reads what a call gives: in another job, and in what it gives to its own caller. */
function readingsOf(job: string, outputs: readonly string[]): readonly Reading[] {
  return outputs.flatMap((output) => ["needs", "jobs"].map((context) => [context, job, "outputs", output]));
}

/** What the calls of a workflow give, by their definitions in TypeScript. */
export function readingsOfModel({ jobs }: WorkflowModel): readonly Reading[] {
  return jobs.flatMap((job) => (job.kind === "call" ? readingsOf(job.id, job.callee.outputs) : []));
}

/** What the calls of a workflow give, by the called files that are known. */
export function readingsOfView(view: WorkflowView): readonly Reading[] {
  return localCallsOf(view).flatMap(({ job, callee }) =>
    readingsOf(job.id, Object.keys(definitionOf(callee)?.outputs ?? {})),
  );
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether the line reads the name from one of the given places at least, and from nowhere else. */
function readsOnly(readings: readonly string[], name: string, line: string): boolean {
  const rest = readings.reduce(
    (left, reading) => left.replaceAll(new RegExp(`(?<![\\w.-])${escaped(reading)}(?![\\w-])`, "g"), ""),
    line,
  );
  return rest !== line && !new RegExp(`[.'"]${escaped(name)}(?![\\w-])`, "i").test(rest);
}

/**
 * Leaves out GitHub's warnings about outputs of called workflows that their definitions declare: the language service
 * has only the caller's file, and so warns of every one of them. Each is known to be there, since a reading of one that
 * is not declared is an error: of the model, or of the rule `undefined-reference`. A warning stays when the line reads the
 * same name from elsewhere too.
 * @param readings of the declared outputs
 */
export function withoutDeclared<P extends Pick<Problem, "rule" | "severity" | "message" | "line">>(
  problems: readonly P[],
  readings: readonly Reading[],
  content: string,
): readonly P[] {
  const lines = readings.length === 0 ? [] : content.split("\n");
  return problems.filter(({ rule, severity, message, line = 0 }) => {
    if (readings.length === 0 || rule !== githubRule || severity !== "warning" || !message.startsWith(unknownName)) {
      return true;
    }
    const name = message.slice(unknownName.length);
    const declared = readings.filter((reading) => reading.includes(name, 2)).map(propertyPath);
    return !readsOnly(declared, name, lines[line - 1] ?? "");
  });
}
