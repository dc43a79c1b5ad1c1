import { type EventShape, list } from "./event-fields.ts";
import type { EventName } from "./triggers.ts";

/*
 * The fields of payloads that workflows read; for others there is `field`. A test holds them against the payloads that
 * GitHub's language service knows. @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
const user = { login: "text", id: "number", type: "text" } as const;
const label = { name: "text", color: "text", description: "text" } as const;

const repository = {
  id: "number",
  name: "text",
  fullName: "text",
  owner: user,
  private: "boolean",
  fork: "boolean",
  defaultBranch: "text",
  htmlUrl: "text",
  cloneUrl: "text",
  visibility: "text",
} as const;

/** What the payload of every webhook has. */
const common = { repository, sender: user } as const;
const activity = { action: "text", ...common } as const;

const person = { name: "text", email: "text", username: "text" } as const;
const commit = {
  id: "text",
  message: "text",
  timestamp: "text",
  url: "text",
  author: person,
  committer: person,
} as const;
const branch = { ref: "text", sha: "text", label: "text", repo: repository, user } as const;
const milestone = { number: "number", title: "text", state: "text", dueOn: "text", htmlUrl: "text" } as const;
const discussion = {
  number: "number",
  title: "text",
  body: "text",
  state: "text",
  locked: "boolean",
  htmlUrl: "text",
  authorAssociation: "text",
  user,
  category: { name: "text", slug: "text" },
} as const;

/** What reviews tell of a pull request; its own event tells more. */
const reviewedPullRequest = {
  id: "number",
  number: "number",
  title: "text",
  body: "text",
  state: "text",
  draft: "boolean",
  locked: "boolean",
  htmlUrl: "text",
  authorAssociation: "text",
  mergeCommitSha: "text",
  user,
  base: branch,
  head: branch,
  labels: list(label),
  milestone,
} as const;

const pullRequest = {
  ...reviewedPullRequest,
  merged: "boolean",
  mergeable: "boolean",
  mergedBy: user,
  additions: "number",
  deletions: "number",
  changedFiles: "number",
  commits: "number",
  comments: "number",
} as const;

const issue = {
  id: "number",
  number: "number",
  title: "text",
  body: "text",
  state: "text",
  stateReason: "text",
  locked: "boolean",
  htmlUrl: "text",
  authorAssociation: "text",
  user,
  labels: list(label),
  milestone,
} as const;

/** `pullRequest.url` is empty when the comment is on an issue that is no pull request. */
const commentedIssue = { ...issue, pullRequest: { url: "text", htmlUrl: "text" } } as const;
const comment = { id: "number", body: "text", htmlUrl: "text", authorAssociation: "text", user } as const;

const deployment = {
  id: "number",
  ref: "text",
  sha: "text",
  task: "text",
  environment: "text",
  description: "text",
  payload: "json",
  creator: user,
} as const;

const deploymentStatus = {
  id: "number",
  state: "text",
  environment: "text",
  environmentUrl: "text",
  targetUrl: "text",
  logUrl: "text",
  description: "text",
  creator: user,
} as const;

const workflowRun = {
  id: "number",
  name: "text",
  event: "text",
  status: "text",
  conclusion: "text",
  displayTitle: "text",
  headBranch: "text",
  headSha: "text",
  headRepository: { fullName: "text", fork: "boolean", owner: user },
  htmlUrl: "text",
  path: "text",
  runNumber: "number",
  runAttempt: "number",
  workflowId: "number",
  actor: user,
} as const;

const checkRun = {
  id: "number",
  name: "text",
  status: "text",
  conclusion: "text",
  headSha: "text",
  htmlUrl: "text",
  detailsUrl: "text",
  externalId: "text",
} as const;

const checkSuite = {
  id: "number",
  status: "text",
  conclusion: "text",
  headBranch: "text",
  headSha: "text",
} as const;

const release = {
  id: "number",
  tagName: "text",
  targetCommitish: "text",
  name: "text",
  body: "text",
  draft: "boolean",
  prerelease: "boolean",
  htmlUrl: "text",
  uploadUrl: "text",
  tarballUrl: "text",
  author: user,
} as const;

const mergeGroup = { headSha: "text", headRef: "text", baseSha: "text", baseRef: "text" } as const;
const registryPackage = {
  id: "number",
  name: "text",
  namespace: "text",
  ecosystem: "text",
  packageType: "text",
  htmlUrl: "text",
} as const;
const packageVersion = { version: "text", name: "text", htmlUrl: "text" } as const;

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
