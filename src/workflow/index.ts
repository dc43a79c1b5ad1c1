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

export { checkFile, checkPolicy, type WorkflowText } from "./check/check-file.ts";
export { formatProblem, type Problem, type Severity, sortProblems, WorkflowProblemsError } from "./check/problem.ts";
export { type ValidateOptions, validate } from "./check/validate.ts";
export type { JobView, Path, StepView, WorkflowView } from "./check/workflow-view.ts";
export { always, cancelled, failure, notCancelled, succeeded, success } from "./expression/conditions.ts";
export { env, github, needs, type Outputs, runner, secret, variable } from "./expression/contexts.ts";
export {
  type Condition,
  type Expression,
  type Literal,
  type Scope,
  type Text,
  text,
  type Value,
} from "./expression/expression.ts";
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
} from "./expression/operators.ts";
export { lines, type Script, script, sh } from "./expression/script.ts";
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
} from "./model/action.ts";
export { type CheckoutOptions, checkout } from "./model/checkout.ts";
export { type Dispatch, type DispatchInput, type DispatchModel, input, workflowDispatch } from "./model/dispatch.ts";
export type { JobEditor, StepEditor } from "./model/edit.ts";
export type { Ignore } from "./model/ignore.ts";
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
} from "./model/job.ts";
export { type Matrix, type MatrixModel, type MatrixOptions, matrix } from "./model/matrix.ts";
export type { PermissionScope, Permissions, ReadPermission, WritePermission } from "./model/permissions.ts";
export {
  type RunOptions,
  run,
  type Step,
  type StepModel,
  type StepOptions,
  type StepResult,
  type UsesOptions,
  uses,
} from "./model/step.ts";
export type { Triggers } from "./model/triggers.ts";
export { type Workflow, type WorkflowModel, type WorkflowOptions, workflow } from "./model/workflow.ts";
export { WorkflowDefinitionError } from "./model/workflow-definition-error.ts";
export { actions } from "./pins/actions.gen.ts";
export type { Finding, PolicyRule } from "./policy/rule.ts";
export { policyRules } from "./policy/rules.ts";
export { workflowPath } from "./render/lower-workflow.ts";
export { type RenderOptions, render } from "./render/render.ts";
