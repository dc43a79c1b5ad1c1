import { type EventShape, list } from "./event-fields.ts";
import {
  comment,
  commentedIssue,
  discussion,
  issue,
  pullRequest,
  reviewedPullRequest,
} from "./payloads/conversation.ts";
import { packageVersion, registryPackage, release } from "./payloads/package.ts";
import { commit, label, milestone, repository, user } from "./payloads/repository.ts";
import { checkRun, checkSuite, deployment, deploymentStatus, mergeGroup, workflowRun } from "./payloads/run.ts";
import type { EventName } from "./triggers.ts";

/** What the payload of every webhook has. */
const common = { repository, sender: user } as const;
const activity = { action: "text", ...common } as const;

/**
 * The fields of payloads that workflows read; for others there is `field`. A test holds them against the payloads that
 * GitHub's language service knows.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export const eventShapes = {
  branch_protection_rule: { ...activity, rule: { id: "number", name: "text", adminEnforced: "boolean" } },
  check_run: { ...activity, checkRun, requestedAction: { identifier: "text" } },
  check_suite: { ...activity, checkSuite },
  create: { ...common, ref: "text", refType: "text", masterBranch: "text", description: "text", pusherType: "text" },
  delete: { ...common, ref: "text", refType: "text", pusherType: "text" },
  deployment: { ...activity, deployment, workflowRun },
  deployment_status: { ...activity, deployment, deploymentStatus, workflowRun },
  discussion: { ...activity, discussion, label },
  discussion_comment: { ...activity, discussion, comment },
  fork: { ...common, forkee: { fullName: "text", name: "text", owner: user, htmlUrl: "text" } },
  gollum: { ...common, pages: list({ action: "text", pageName: "text", title: "text", sha: "text", htmlUrl: "text" }) },
  image_version: {},
  issue_comment: { ...activity, issue: commentedIssue, comment },
  issues: { ...activity, issue, label, assignee: user, milestone },
  label: { ...activity, label },
  merge_group: { ...activity, mergeGroup },
  milestone: { ...activity, milestone: { ...milestone, description: "text" } },
  page_build: { ...common, id: "number", build: { status: "text", commit: "text", error: { message: "text" } } },
  public: common,
  pull_request: {
    ...activity,
    number: "number",
    before: "text",
    after: "text",
    pullRequest,
    label,
    assignee: user,
    requestedReviewer: user,
  },
  pull_request_review: {
    ...activity,
    pullRequest: reviewedPullRequest,
    review: {
      id: "number",
      state: "text",
      body: "text",
      commitId: "text",
      htmlUrl: "text",
      authorAssociation: "text",
      user,
    },
  },
  pull_request_review_comment: {
    ...activity,
    pullRequest: reviewedPullRequest,
    comment: { ...comment, path: "text", line: "number", commitId: "text" },
  },
  push: {
    ...common,
    ref: "text",
    baseRef: "text",
    before: "text",
    after: "text",
    compare: "text",
    created: "boolean",
    deleted: "boolean",
    forced: "boolean",
    headCommit: commit,
    commits: list({ id: "text", message: "text", url: "text" }),
    pusher: { name: "text", email: "text" },
  },
  registry_package: { ...activity, registryPackage: { ...registryPackage, packageVersion } },
  release: { ...activity, release },
  /** The sender's own fields are under `clientPayload`: read them with `field("client_payload", …)`. */
  repository_dispatch: { ...activity, branch: "text", clientPayload: "json" },
  schedule: { ...common, schedule: "text" },
  status: { ...common, sha: "text", state: "text", context: "text", description: "text", targetUrl: "text" },
  watch: activity,
  workflow_run: {
    ...activity,
    workflow: { id: "number", name: "text", path: "text", state: "text" },
    workflowRun: { ...workflowRun, pullRequests: list({ number: "number", id: "number" }) },
  },
} as const satisfies Readonly<Record<EventName, EventShape>>;

export type EventShapes = typeof eventShapes;
