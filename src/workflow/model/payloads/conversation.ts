import { list } from "../event-fields.ts";
import { branch, label, milestone, user } from "./repository.ts";

/** A discussion, with its category. */
export const discussion = {
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
export const reviewedPullRequest = {
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

/** What only `pull_request` tells; `mergeable` is empty until GitHub has computed it. */
export const pullRequest = {
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

/** An issue, with its labels. */
export const issue = {
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
export const commentedIssue = { ...issue, pullRequest: { url: "text", htmlUrl: "text" } } as const;

/** On an issue, a discussion or a line of a pull request. */
export const comment = { id: "number", body: "text", htmlUrl: "text", authorAssociation: "text", user } as const;
