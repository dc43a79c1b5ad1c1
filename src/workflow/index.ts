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

export type { CalledText } from "./check/called-texts.ts";
export { checkFile, checkPolicy, type WorkflowText } from "./check/check-file.ts";
export { checkFiles } from "./check/check-files.ts";
export { formatProblem, type Problem, type Severity, sortProblems, WorkflowProblemsError } from "./check/problem.ts";
export { type ValidateOptions, validate } from "./check/validate.ts";
export type { JobView, Path, StepView, WorkflowView } from "./check/workflow-view.ts";
export { always, cancelled, failure, notCancelled, succeeded, success } from "./expression/conditions.ts";
export {
  currentJob,
  env,
  github,
  needs,
  type Outputs,
  runner,
  secret,
  strategy,
  variable,
} from "./expression/contexts.ts";
export {
  type Condition,
  type Expression,
  type JobScope,
  type Literal,
  type OutputScope,
  type Scope,
  type StepCondition,
  type StepScope,
  type Text,
  text,
  type Value,
} from "./expression/expression.ts";
export { andThen, orElse } from "./expression/fallback.ts";
export {
  and,
  choose,
  contains,
  containsText,
  each,
  endsWith,
  eq,
  format,
  fromJson,
  greaterOrEqual,
  greaterThan,
  hashFiles,
  join,
  lessOrEqual,
  lessThan,
  lookUp,
  ne,
  not,
  oneOf,
  or,
  property,
  startsWith,
  toJson,
} from "./expression/operators.ts";
export { rawExpression } from "./expression/raw-expression.ts";
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
export { type CallJob, type CallOptions, call } from "./model/call-job.ts";
export {
  type Callee,
  type CalleeLocation,
  type LocalWorkflowOptions,
  localWorkflow,
  type RemoteWorkflowOptions,
  remoteWorkflow,
} from "./model/callee.ts";
export { type CheckoutOptions, checkout } from "./model/checkout.ts";
export {
  type Branding,
  type CompositeAction,
  type CompositeActionOptions,
  type CompositeInput,
  type CompositeModel,
  type CompositeOutput,
  compositeAction,
} from "./model/composite-action.ts";
export type { Concurrency } from "./model/concurrency.ts";
export type { Container, RegistryCredentials, ServiceContainer } from "./model/container.ts";
export { type Dispatch, type DispatchModel, workflowDispatch } from "./model/dispatch.ts";
export type { JobEditor, StepEditor } from "./model/edit.ts";
export type { Ignore } from "./model/ignore.ts";
export { type CallInput, type DispatchInput, input } from "./model/input.ts";
export {
  type CacheMode,
  type CallJobModel,
  type EnvironmentUse,
  type Job,
  type JobModel,
  type JobOptions,
  type JobResult,
  job,
  type RunDefaults,
  type RunnerGroup,
  type Snapshot,
  type StepsJobModel,
  stepsOf,
} from "./model/job.ts";
export {
  computedMatrix,
  type Matrix,
  type MatrixModel,
  type MatrixOptions,
  type MatrixValue,
  matrix,
} from "./model/matrix.ts";
export type { Patch, PatchOptions, PatchPath, PatchValue } from "./model/patch.ts";
export type { PermissionScope, Permissions, ReadPermission, WritePermission } from "./model/permissions.ts";
export {
  type ReusableWorkflow,
  type ReusableWorkflowOptions,
  reusableWorkflow,
} from "./model/reusable-workflow.ts";
export type { Shell } from "./model/shell.ts";
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
export { type Trigger, type TriggerModel, trigger } from "./model/trigger.ts";
export type { AnyTrigger, EventFilters, EventName, Triggers } from "./model/triggers.ts";
export { unpinnedAction, unpinnedWorkflow } from "./model/unpinned.ts";
export {
  type Workflow,
  type WorkflowDefaults,
  type WorkflowModel,
  type WorkflowOptions,
  type WorkflowOutput,
  workflow,
} from "./model/workflow.ts";
export {
  type CallInputs,
  type CallSecret,
  type CallSecrets,
  type CallTrigger,
  workflowCall,
} from "./model/workflow-call.ts";
export { WorkflowDefinitionError } from "./model/workflow-definition-error.ts";
export { actions } from "./pins/actions.gen.ts";
export type { Finding, PolicyRule, RuleOrigin } from "./policy/rule.ts";
export { type ForbiddenUsesOptions, forbiddenUses } from "./policy/rules/forbidden-uses.ts";
export { policyRules, strictRules } from "./policy/rules.ts";
export { workflowPath } from "./render/lower-workflow.ts";
export { type RenderOptions, render, renderAction } from "./render/render.ts";
