import type { DispatchModel } from "./dispatch.ts";
import type { Ignore } from "./ignore.ts";

/** What every event with filters may say of itself. */
export interface Event {
  /** Findings of zizmor that are accepted for this event; said behind its name. @default none */
  readonly ignores?: readonly Ignore[];
}

interface Filters extends Event {
  readonly branches?: readonly string[];
  readonly branchesIgnore?: readonly string[];
  readonly paths?: readonly string[];
  readonly pathsIgnore?: readonly string[];
}

interface PushFilters extends Filters {
  readonly tags?: readonly string[];
  readonly tagsIgnore?: readonly string[];
}

interface PullRequestFilters extends Filters {
  /** @default opened, synchronize, reopened */
  readonly types?: readonly PullRequestActivity[];
}

type PullRequestActivity =
  | "assigned"
  | "unassigned"
  | "labeled"
  | "unlabeled"
  | "opened"
  | "edited"
  | "closed"
  | "reopened"
  | "synchronize"
  | "converted_to_draft"
  | "ready_for_review"
  | "locked"
  | "unlocked"
  | "milestoned"
  | "demilestoned"
  | "review_requested"
  | "review_request_removed"
  | "auto_merge_enabled"
  | "auto_merge_disabled"
  | "enqueued"
  | "dequeued";

/** A workflow of the same repository, by its `name`. */
export interface NamedWorkflow {
  readonly name: string;
}

export interface WorkflowRunFilters extends Event {
  readonly workflows: readonly (string | NamedWorkflow)[];
  readonly types?: readonly ("requested" | "in_progress" | "completed")[];
  readonly branches?: readonly string[];
  readonly branchesIgnore?: readonly string[];
}

export interface ScheduleEntry {
  /** Five fields; at most once in 5 minutes. GitHub delays or drops runs under load. */
  readonly cron: string;
  /** An IANA name: Europe/Amsterdam. @default UTC */
  readonly timezone?: string;
}

/**
 * What starts the workflow, under GitHub's own names for events. `pull_request_target` is missing on purpose: it gives
 * a stranger's code the repository's token.
 */
export interface Triggers {
  readonly push?: PushFilters;
  readonly pull_request?: PullRequestFilters;
  readonly merge_group?: Event & {
    readonly types?: readonly ["checks_requested"];
    readonly branches?: readonly string[];
  };
  readonly workflow_dispatch?: DispatchModel | Readonly<Record<never, never>>;
  readonly repository_dispatch?: Event & { readonly types: readonly string[] };
  readonly workflow_run?: WorkflowRunFilters;
  readonly schedule?: readonly ScheduleEntry[];
  readonly release?: Event & {
    readonly types: readonly (
      | "published"
      | "unpublished"
      | "created"
      | "edited"
      | "deleted"
      | "prereleased"
      | "released"
    )[];
  };
  readonly deployment_status?: Event;
}
