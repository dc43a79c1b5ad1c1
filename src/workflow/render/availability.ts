/**
 * Which contexts, and which functions that are not everywhere, GitHub has at each place of a file; under the names that
 * its schema gives the places. A test compares the table with the schema inside `@actions/workflow-parser`.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability
 */
const run = ["github", "inputs", "vars"] as const;
const afterNeeds = [...run, "needs"] as const;
const planned = [...afterNeeds, "strategy", "matrix"] as const;
const running = [...planned, "steps", "job", "runner", "env"] as const;
const step = [...running, "secrets", "hashFiles"] as const;
const status = ["always", "failure", "cancelled", "success"] as const;
const inAction = ["github", "inputs", "strategy", "matrix", "steps", "job", "runner", "env"] as const;

export const availability = {
  "run-name": run,
  "workflow-env": [...run, "secrets"],
  "workflow-concurrency": run,
  "workflow-defaults": [],
  "workflow-call-input-default": run,
  "workflow-output-context": [...run, "jobs"],
  "job-if": [...afterNeeds, ...status],
  strategy: afterNeeds,
  "string-strategy-context": planned,
  "number-strategy-context": planned,
  "boolean-strategy-context": planned,
  "runs-on": planned,
  container: planned,
  services: planned,
  "container-registry-credentials": [...run, "secrets", "env"],
  "string-runner-context": [...running, "secrets"],
  "string-runner-context-no-secrets": running,
  "job-env": [...planned, "secrets"],
  "job-environment": planned,
  "job-concurrency": planned,
  "job-defaults-run": [...planned, "env"],
  "snapshot-if": planned,
  "scalar-needs-context": planned,
  "scalar-needs-context-with-secrets": [...planned, "secrets"],
  "step-if": [...running, ...status, "hashFiles"],
  "step-env": step,
  "step-name": step,
  "step-with": step,
  "step-continue-on-error": step,
  "step-timeout-minutes": step,
  "string-steps-context": step,
  "action/string-steps-context": [...inAction, "hashFiles"],
  "action/boolean-steps-context": [...inAction, "hashFiles"],
  "action/step-env": [...inAction, "hashFiles"],
  "action/step-with": [...inAction, "hashFiles"],
  "action/step-if": [...inAction, ...status, "hashFiles"],
  "action/output-value": inAction,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A place of a file, by what GitHub has there. */
export type Slot = keyof typeof availability;

/** What an author calls the place. */
export const slotNames: Readonly<Record<Slot, string>> = {
  "run-name": "the name of runs",
  "workflow-env": "the workflow's variables",
  "workflow-concurrency": "the workflow's concurrency",
  "workflow-defaults": "the workflow's defaults",
  "workflow-call-input-default": "the default of an input",
  "workflow-output-context": "an output of the workflow",
  "job-if": "the condition of a job",
  strategy: "a matrix",
  "string-strategy-context": "the name of a job",
  "number-strategy-context": "the time limit of a job",
  "boolean-strategy-context": "a job's continue-on-error",
  "runs-on": "the choice of a runner",
  container: "a container",
  services: "a service",
  "container-registry-credentials": "the credentials of a container",
  "string-runner-context": "an output of a job or a variable of a container",
  "string-runner-context-no-secrets": "the URL of an environment",
  "job-env": "the variables of a job",
  "job-environment": "the environment of a job",
  "job-concurrency": "the concurrency of a job",
  "job-defaults-run": "the defaults of a job",
  "snapshot-if": "the condition of a snapshot",
  "scalar-needs-context": "an input of a called workflow",
  "scalar-needs-context-with-secrets": "a secret of a called workflow",
  "step-if": "the condition of a step",
  "step-env": "the variables of a step",
  "step-name": "the name of a step",
  "step-with": "an input of an action",
  "step-continue-on-error": "a step's continue-on-error",
  "step-timeout-minutes": "the time limit of a step",
  "string-steps-context": "a step",
  "action/string-steps-context": "a step of an action",
  "action/boolean-steps-context": "a step of an action",
  "action/step-env": "the variables of an action's step",
  "action/step-with": "an input of an action's step",
  "action/step-if": "the condition of an action's step",
  "action/output-value": "an output of an action",
};

/** What GitHub's syntax for a step has under another name in an action. */
export function inActions(slot: Slot): Slot {
  const names: Readonly<Record<string, Slot>> = {
    "step-if": "action/step-if",
    "step-env": "action/step-env",
    "step-with": "action/step-with",
    "step-continue-on-error": "action/boolean-steps-context",
  };
  return names[slot] ?? (slot.startsWith("action/") ? slot : "action/string-steps-context");
}
