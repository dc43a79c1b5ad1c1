import { findNearest } from "../../errors/did-you-mean.ts";
import type { TriggerEntry } from "../model/triggers.ts";
import type { WorkflowView } from "./workflow-view.ts";

/** All events that the model has; as a record, so that none can be forgotten. */
const events: Readonly<Record<TriggerEntry["name"], true>> = {
  branch_protection_rule: true,
  check_run: true,
  check_suite: true,
  create: true,
  delete: true,
  deployment: true,
  deployment_status: true,
  discussion: true,
  discussion_comment: true,
  fork: true,
  gollum: true,
  image_version: true,
  issue_comment: true,
  issues: true,
  label: true,
  merge_group: true,
  milestone: true,
  page_build: true,
  public: true,
  pull_request: true,
  pull_request_review: true,
  pull_request_review_comment: true,
  push: true,
  registry_package: true,
  release: true,
  repository_dispatch: true,
  schedule: true,
  status: true,
  watch: true,
  workflow_call: true,
  workflow_dispatch: true,
  workflow_run: true,
};

/** What to add to GitHub's message about an event that there is not: which one was meant, where one is near. */
export function eventHint(message: string, { triggers }: WorkflowView): string {
  const [, written] = /^Unexpected value '(\w+)'$/.exec(message) ?? [];
  if (written === undefined || !(written in triggers)) {
    return "";
  }
  const meant = findNearest(written, Object.keys(events));
  return meant === undefined || meant === written ? "" : `. Did you mean ${meant}?`;
}
