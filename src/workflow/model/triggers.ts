import type { DispatchModel } from "./dispatch.ts";
import type { Ignore } from "./ignore.ts";
import type { TriggerModel } from "./trigger.ts";
import type { CallTriggerModel } from "./workflow-call.ts";

/** What every event with filters may say of itself. */
export interface Event {
  /** Findings of zizmor that are accepted for this event; said behind its name. @default none */
  readonly ignores?: readonly Ignore[];
}

/** Which branches, by patterns: `branches` or `branchesIgnore`, not both. */
interface BranchFilters extends Event {
  readonly branches?: readonly string[];
  readonly branchesIgnore?: readonly string[];
}

interface PathFilters extends BranchFilters {
  readonly paths?: readonly string[];
  readonly pathsIgnore?: readonly string[];
}

interface PushFilters extends PathFilters {
  readonly tags?: readonly string[];
  readonly tagsIgnore?: readonly string[];
}

/** Which of the event's activities; all of them unless the event says otherwise. */
interface Activities<Activity extends string> extends Event {
  readonly types?: readonly Activity[];
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
  | "dequeued"
  | "stacked";

interface PullRequestFilters extends PathFilters {
  /** @default opened, synchronize, reopened */
  readonly types?: readonly PullRequestActivity[];
}

type IssueActivity =
  | "opened"
  | "edited"
  | "deleted"
  | "transferred"
  | "pinned"
  | "unpinned"
  | "closed"
  | "reopened"
  | "assigned"
  | "unassigned"
  | "labeled"
  | "unlabeled"
  | "locked"
  | "unlocked"
  | "milestoned"
  | "demilestoned"
  | "field_added"
  | "field_removed"
  | "typed"
  | "untyped";

type DiscussionActivity =
  | "created"
  | "edited"
  | "deleted"
  | "transferred"
  | "pinned"
  | "unpinned"
  | "labeled"
  | "unlabeled"
  | "locked"
  | "unlocked"
  | "category_changed"
  | "answered"
  | "unanswered";

type ReleaseActivity = "published" | "unpublished" | "created" | "edited" | "deleted" | "prereleased" | "released";
type Changed = "created" | "edited" | "deleted";

/** A workflow of the same repository, by its `name`. */
export interface NamedWorkflow {
  readonly name: string;
}

export interface WorkflowRunFilters extends BranchFilters {
  readonly workflows: readonly (string | NamedWorkflow)[];
  readonly types?: readonly ("requested" | "in_progress" | "completed")[];
}

export interface ScheduleEntry {
  /** Five fields; at most once in 5 minutes. GitHub delays or drops runs under load. */
  readonly cron: string;
  /** An IANA name: Europe/Amsterdam. @default UTC */
  readonly timezone?: string;
}

interface ImageVersionFilters extends Activities<"created" | "ready" | "deleted"> {
  readonly names?: readonly string[];
  readonly versions?: readonly string[];
}

/**
 * What each event can be filtered by, under GitHub's own names. `pull_request_target` is missing on purpose: it gives a
 * stranger's code the repository's token. So are the events of classic projects and `pull_request_comment`, which no
 * longer exist.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export interface EventFilters {
  readonly branch_protection_rule: Activities<Changed>;
  readonly check_run: Activities<"created" | "rerequested" | "completed" | "requested_action">;
  readonly check_suite: Activities<"completed">;
  readonly create: Event;
  readonly delete: Event;
  readonly deployment: Event;
  readonly deployment_status: Event;
  readonly discussion: Activities<DiscussionActivity>;
  readonly discussion_comment: Activities<Changed>;
  readonly fork: Event;
  readonly gollum: Event;
  /** A custom image for runners has a new version. */
  readonly image_version: ImageVersionFilters;
  readonly issue_comment: Activities<Changed>;
  readonly issues: Activities<IssueActivity>;
  readonly label: Activities<Changed>;
  readonly merge_group: Activities<"checks_requested"> & BranchFilters;
  readonly milestone: Activities<"created" | "closed" | "opened" | "edited" | "deleted">;
  readonly page_build: Event;
  readonly public: Event;
  readonly pull_request: PullRequestFilters;
  readonly pull_request_review: Activities<"submitted" | "edited" | "dismissed">;
  readonly pull_request_review_comment: Activities<Changed>;
  readonly push: PushFilters;
  readonly registry_package: Activities<"published" | "updated">;
  readonly release: Activities<ReleaseActivity>;
  /** `types` are the sender's own names; without them every one starts a run. */
  readonly repository_dispatch: Activities<string>;
  readonly schedule: readonly ScheduleEntry[];
  readonly status: Event;
  readonly watch: Activities<"started">;
  readonly workflow_run: WorkflowRunFilters;
}

export type EventName = keyof EventFilters;

/** What starts the workflow, by event: its filters, or a {@link trigger}, whose payload can then be read. */
export type Triggers = {
  readonly [Name in EventName]?: EventFilters[Name] | TriggerModel<Name>;
} & {
  readonly workflow_dispatch?: DispatchModel | Readonly<Record<never, never>>;
  readonly workflow_call?: CallTriggerModel | Readonly<Record<never, never>>;
};

/** Any value that starts a workflow. */
export type AnyTrigger = TriggerModel | DispatchModel | CallTriggerModel;

export interface TriggerEntry {
  readonly name: EventName | AnyTrigger["name"];
  /** The trigger's own, or `{}`. */
  readonly filters: EventFilters[EventName];
  readonly trigger: AnyTrigger | undefined;
}

function toEntry(name: TriggerEntry["name"], given: object): TriggerEntry {
  if (!("kind" in given && given.kind === "trigger")) {
    return { name, filters: given as TriggerEntry["filters"], trigger: undefined };
  }
  const trigger = given as AnyTrigger;
  return { name, filters: "filters" in trigger ? trigger.filters : {}, trigger };
}

/** The events of a workflow in the order they were given in, however they were written. */
export function entriesOf(on: Triggers | readonly AnyTrigger[]): readonly TriggerEntry[] {
  const given: readonly (readonly [string, object | undefined])[] = Array.isArray(on)
    ? on.map((trigger: AnyTrigger) => [trigger.name, trigger] as const)
    : Object.entries(on as Triggers);
  return given.flatMap(([name, value]) => (value === undefined ? [] : [toEntry(name as TriggerEntry["name"], value)]));
}
