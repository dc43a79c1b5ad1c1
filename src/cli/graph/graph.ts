import { basename } from "node:path";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { parseForGitHub } from "../../workflow/check/github-parser.ts";
import { viewWorkflow } from "../../workflow/check/workflow-view.ts";
import { criticalPath } from "../../workflow/graph/critical-path.ts";
import { type JobGraph, type OpenWorkflow, readJobGraph, withoutImplied } from "../../workflow/graph/job-graph.ts";
import { renderMermaid } from "../../workflow/graph/mermaid.ts";
import { renderSvg } from "../../workflow/graph/svg.ts";
import { renderTerminal } from "../../workflow/graph/terminal.ts";
import { workflowFiles, type YamlOnDisk } from "../pins/yaml-files.ts";
import { readApprovers } from "./read-approvers.ts";
import { readDurations } from "./read-durations.ts";

export type Format = "mermaid" | "svg" | "text";

export interface GraphOptions {
  readonly directory: string;
  readonly format: Format;
  /** File with measured seconds by job id. */
  readonly durations?: string;
  /** Letters in a line of the terminal. */
  readonly columns: number;
}

function choose(files: readonly YamlOnDisk[], wanted: string | undefined): readonly YamlOnDisk[] {
  const known = files.map(({ path }) => basename(path).replace(/\.ya?ml$/, ""));
  const found = files.filter(
    ({ path }, index) =>
      wanted === undefined || wanted === path || wanted === basename(path) || wanted === known[index],
  );
  if (found.length > 0) {
    return found;
  }
  const message = `There is no workflow ${wanted ?? ""} in .github/workflows. It has: ${known.join(", ") || "none"}.`;
  throw new InvalidInputError([{ input: "workflow", message: message.replace("  ", " ") }]);
}

/** @throws TidegateError when GitHub could not read the file either */
async function toGraph({ path, content }: YamlOnDisk, open: OpenWorkflow): Promise<JobGraph> {
  const { errors } = await parseForGitHub(path, content);
  if (errors.length > 0) {
    throw new TidegateError(
      "invalid-configuration",
      `GitHub cannot read ${path}:\n${errors.map((error) => `- ${error}`).join("\n")}`,
    );
  }
  return withoutImplied(readJobGraph(viewWorkflow(content).fields, open));
}

function openIn(files: readonly YamlOnDisk[]): OpenWorkflow {
  const byPath = new Map(files.map(({ path, content }) => [path, content]));
  return (path) => {
    const content = byPath.get(path);
    return content === undefined ? undefined : viewWorkflow(content).fields;
  };
}

function checkJobs(graphs: readonly JobGraph[], durations: ReadonlyMap<string, number>): void {
  const known = new Set(graphs.flatMap(({ jobs }) => jobs.map(({ id }) => id)));
  const unknown = [...durations.keys()].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const message = `has ${unknown.join(", ")}, which no job is called. Jobs: ${[...known].join(", ")}.`;
    throw new InvalidInputError([{ input: "--durations", message }]);
  }
}

/** Prints the job graph of a workflow, or of all. */
export async function graph(workflow: string | undefined, options: GraphOptions): Promise<number> {
  const all = workflowFiles(options.directory);
  const files = choose(all, workflow);
  if (options.format === "svg" && files.length > 1) {
    const message = `an SVG holds one graph, and there are ${files.length} workflows. Name one: ${files.map(({ path }) => basename(path)).join(", ")}.`;
    throw new InvalidInputError([{ input: "workflow", message }]);
  }
  const approvers = readApprovers(options.directory);
  const durations = readDurations(options.durations);
  const graphs = await Promise.all(files.map((file) => toGraph(file, openIn(all))));
  checkJobs(graphs, durations);
  const pictures = graphs.map((each) => {
    const critical = criticalPath(each, durations);
    switch (options.format) {
      case "svg":
        return renderSvg(each, { critical, approvers });
      case "text":
        return renderTerminal(each, { critical, approvers, columns: options.columns });
      default:
        return `%% ${each.name}\n${renderMermaid(each, { critical, approvers })}\n`;
    }
  });
  process.stdout.write(pictures.join("\n"));
  return 0;
}
