import { user } from "./repository.ts";

/** `payload` is what whoever made the deployment put there. */
export const deployment = {
  id: "number",
  ref: "text",
  sha: "text",
  task: "text",
  environment: "text",
  description: "text",
  payload: "json",
  creator: user,
} as const;

/** `state` is one of error, failure, in_progress, inactive, pending, queued, success. */
export const deploymentStatus = {
  id: "number",
  state: "text",
  environment: "text",
  environmentUrl: "text",
  targetUrl: "text",
  logUrl: "text",
  description: "text",
  creator: user,
} as const;

/** `conclusion` is empty while the run goes on. */
export const workflowRun = {
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

/** `externalId` is the number that the app which made it knows it by. */
export const checkRun = {
  id: "number",
  name: "text",
  status: "text",
  conclusion: "text",
  headSha: "text",
  htmlUrl: "text",
  detailsUrl: "text",
  externalId: "text",
} as const;

/** All check runs of one app for one commit. */
export const checkSuite = {
  id: "number",
  status: "text",
  conclusion: "text",
  headBranch: "text",
  headSha: "text",
} as const;

/** `headRef` is the queue's own branch, with `headSha` as it would be merged; `baseRef` is where to. */
export const mergeGroup = { headSha: "text", headRef: "text", baseSha: "text", baseRef: "text" } as const;
