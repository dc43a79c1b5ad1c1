import { propertyPath } from "../expression/expression-source.ts";
import type { WorkflowModel } from "../model/workflow.ts";
import type { Problem } from "./problem.ts";

/** The language service's words for a name that it does not find in a context; the rest is the name. */
const unknownName = "Context access might be invalid: ";

/** How a file reads what its calls give: in another job, and in what it gives to its own caller. */
function readingsOf({ jobs }: WorkflowModel): readonly (readonly string[])[] {
  return jobs.flatMap((job) =>
    job.kind === "call"
      ? job.callee.outputs.flatMap((output) => ["needs", "jobs"].map((context) => [context, job.id, "outputs", output]))
      : [],
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
 * is not declared is an error of the model. A warning stays when the line reads the same name from elsewhere too.
 */
export function withoutDeclared(
  problems: readonly Problem[],
  model: WorkflowModel,
  content: string,
): readonly Problem[] {
  const readings = readingsOf(model);
  const lines = readings.length === 0 ? [] : content.split("\n");
  return problems.filter(({ rule, severity, message, line = 0 }) => {
    if (rule !== "github" || severity !== "warning" || !message.startsWith(unknownName)) {
      return true;
    }
    const name = message.slice(unknownName.length);
    const declared = readings.filter((reading) => reading.includes(name, 2)).map(propertyPath);
    return !readsOnly(declared, name, lines[line - 1] ?? "");
  });
}
