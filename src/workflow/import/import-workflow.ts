import { TidegateError } from "../../errors/tidegate-error.ts";
import { isOfActionInputs } from "../check/known-actions.ts";
import type { Problem } from "../check/problem.ts";
import { type Fields, type Path, triggersOf } from "../check/workflow-view.ts";
import type { Workflow } from "../model/workflow.ts";
import { lowerWorkflow } from "../render/lower-workflow.ts";
import { renderLowered } from "../render/render.ts";
import { stepsIn } from "./analysis.ts";
import type { Program } from "./code.ts";
import { compareWorkflows } from "./equivalence.ts";
import { evaluateProgram, type Library } from "./evaluate-code.ts";
import { byLine, finish, type ImportResult, tellDifferences } from "./import-result.ts";
import { createImportReport, type ImportFinding } from "./report.ts";
import { stepIds } from "./step-ids.ts";
import { workflowProgram } from "./workflow-program.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export interface ImportInput {
  /** From the root of the repository: `.github/workflows/ci.yml`. */
  readonly path: string;
  readonly content: string;
  /** What the program is made of: the exports of `tidegate/workflow`. */
  readonly library: Library;
  /** What GitHub and the policy find in the file that was imported, or in the one that the result makes. */
  check(path: string, content: string): Promise<readonly Problem[]>;
}

const githubRules: ReadonlySet<string> = new Set(["yaml", "github"]);
/** What the model refuses although it can say it. */
const toSettleRules: ReadonlySet<string> = new Set(["event-payload", "matrix-output"]);
const refusedEvent = "pull_request_target";

function refused(findings: readonly ImportFinding[]): ImportResult {
  return { kind: "refused", findings };
}

function toFinding({ line = 1, message, rule }: Problem): ImportFinding {
  return { kind: "unexpressed", line, message: `${message} [${rule}]` };
}

const isGitHubs = ({ rule, severity, isRefusedByGitHub = githubRules.has(rule) }: Problem) =>
  severity === "error" && isRefusedByGitHub;

async function githubErrors(
  { path, content, check }: ImportInput,
  source: YamlSource,
): Promise<readonly ImportFinding[]> {
  if (source.errors.length > 0) {
    return source.errors.map(({ line, text }) => ({ kind: "unexpressed", line, message: text }));
  }
  const problems = await check(path, content);
  return problems
    .filter(isGitHubs)
    .filter((problem) => !isOfActionInputs(problem.message))
    .map(toFinding);
}

interface Made {
  readonly yaml: string;
  readonly problems: readonly Problem[];
}

function make(program: Program, library: Library): Made {
  const workflow = evaluateProgram(program, library) as Workflow;
  const lowered = lowerWorkflow(workflow.model);
  return { yaml: renderLowered(lowered), problems: lowered.problems };
}

/** What was told to be left out is not told again as a difference. */
function withoutRefused(fields: Fields): Fields {
  const events = triggersOf(fields.on);
  return { ...fields, on: Object.fromEntries(Object.entries(events).filter(([event]) => event !== refusedEvent)) };
}

/** What the rules refuse in the file that would be written, each at the place of the imported file it comes from. */
async function settle(
  { path, check }: ImportInput,
  yaml: string,
  source: YamlSource,
): Promise<readonly ImportFinding[]> {
  const problems = await check(path, yaml);
  return problems.map(({ rule, severity, message, place }) => ({
    kind: severity === "error" ? "settle" : "note",
    line: source.lineOf(toPath(place, source)),
    message: `${message} [${rule}]`,
  }));
}

/** `jobs.image.steps.build` as a path of the imported file, where the step may have no id. */
function toPath(place: string, source: YamlSource): Path {
  const [, job, , step] = place.split(".");
  if (job === undefined) {
    return [];
  }
  const jobs = (source.fields.jobs ?? {}) as Readonly<Record<string, Fields>>;
  const index = stepIds(stepsIn(jobs[job]?.steps)).indexOf(step ?? "");
  return index < 0 ? ["jobs", job] : ["jobs", job, "steps", index];
}

/**
 * Turns a workflow file into TypeScript that makes an equivalent one, and says what it could not, and what it wrote
 * differently. The result is made and compared before it is given out: what differs is a finding.
 */
export async function importWorkflow(input: ImportInput): Promise<ImportResult> {
  const source = readYaml(input.content);
  const errors = await githubErrors(input, source);
  if (errors.length > 0) {
    return refused(byLine(errors));
  }
  const report = createImportReport(source);
  const program = workflowProgram({ path: input.path, source, report, taken: Object.keys(input.library) });
  const { yaml, problems } = make(program, input.library);
  for (const { message, place, rule } of problems) {
    const tell = toSettleRules.has(rule) ? report.settle : report.unexpressed;
    tell(toPath(place, source), `${message} [${rule}]`);
  }
  const made = readYaml(yaml);
  if (made.errors.length > 0) {
    throw new TidegateError(
      "unsupported",
      `The import made a file that is not YAML: ${made.errors[0]?.text}. This is a defect in tidegate.`,
    );
  }
  tellDifferences(report, compareWorkflows(withoutRefused(source.fields), made.fields, input.path));
  const toSettle = problems.length > 0 ? [] : await settle(input, yaml, source);
  return finish(program, yaml, [...report.findings, ...toSettle]);
}
