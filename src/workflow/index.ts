/**
 * Workflows of GitHub Actions as typed values.
 * @example
 * import { actions, checkout, job, render, run, sh, uses, workflow } from "tidegate/workflow";
 *
 * const build = uses("build", actions.dockerBuildPush, { context: ".", push: true }, {
 *   name: "Build the image",
 *   permissions: { packages: { level: "write", why: "pushes the image" } },
 * });
 * const image = job("image", {
 *   name: "Image",
 *   timeoutMinutes: 20,
 *   steps: [checkout(), build],
 *   outputs: { digest: build.outputs.digest },
 * });
 * const deploy = job("deploy", {
 *   name: "Deploy",
 *   timeoutMinutes: 10,
 *   steps: [run("say", sh`echo ${image.outputs.digest}`)], // needs: [image], and an environment variable
 * });
 * const deliver = workflow({
 *   file: "deliver",
 *   name: "Deliver",
 *   on: { push: { branches: ["main"] } },
 *   concurrency: { group: "deliver", queue: "max" },
 *   jobs: [image, deploy],
 * });
 * render(deliver);
 */
export {
  type Action,
  type ActionInput,
  type ActionInputs,
  type ActionLocation,
  type LocalActionOptions,
  localAction,
  type PinnedActionOptions,
  pinnedAction,
  toUses,
} from "./action.ts";
export { actions } from "./actions.gen.ts";
export { checkFile, checkPolicy, type WorkflowText } from "./check-file.ts";
export { type CheckoutOptions, checkout } from "./checkout.ts";
export { always, cancelled, failure, notCancelled, succeeded, success } from "./conditions.ts";
export { env, github, needs, type Outputs, runner, secret, variable } from "./contexts.ts";
export { type Dispatch, type DispatchInput, type DispatchModel, input, workflowDispatch } from "./dispatch.ts";
export type { JobEditor, StepEditor } from "./edit.ts";
export {
  type Condition,
  type Expression,
  type Literal,
  type Scope,
  type Text,
  text,
  type Value,
} from "./expression.ts";
export type { Ignore } from "./ignore.ts";
export {
  type Concurrency,
  type Container,
  type EnvironmentUse,
  type Job,
  type JobModel,
  type JobOptions,
  type JobResult,
  job,
  type RunDefaults,
} from "./job.ts";
export { workflowPath } from "./lower-workflow.ts";
export { type Matrix, type MatrixModel, type MatrixOptions, matrix } from "./matrix.ts";
export {
  and,
  choose,
  contains,
  endsWith,
  eq,
  format,
  fromJson,
  greaterThan,
  hashFiles,
  join,
  lessThan,
  ne,
  not,
  oneOf,
  or,
  startsWith,
  toJson,
} from "./operators.ts";
export type { PermissionScope, Permissions, ReadPermission, WritePermission } from "./permissions.ts";
export type { Finding, PolicyRule } from "./policy/rule.ts";
export { policyRules } from "./policy/rules.ts";
export { formatProblem, type Problem, type Severity, sortProblems, WorkflowProblemsError } from "./problem.ts";
export { type RenderOptions, render } from "./render.ts";
export { lines, type Script, script, sh } from "./script.ts";
export {
  type RunOptions,
  run,
  type Step,
  type StepModel,
  type StepOptions,
  type StepResult,
  type UsesOptions,
  uses,
} from "./step.ts";
export type { Triggers } from "./triggers.ts";
export { type ValidateOptions, validate } from "./validate.ts";
export { type Workflow, type WorkflowModel, type WorkflowOptions, workflow } from "./workflow.ts";
export { WorkflowDefinitionError } from "./workflow-definition-error.ts";
export type { JobView, Path, StepView, WorkflowView } from "./workflow-view.ts";
