import { findNearest } from "../../errors/did-you-mean.ts";
import { permissionScopes } from "../model/permissions.ts";
import type { TriggerEntry } from "../model/triggers.ts";
import { fieldsOf, type Path, type WorkflowView } from "./workflow-view.ts";

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

const levels = ["read", "write", "none"];

/** The names that may stand in the place of the one that was written in the line; none where that is not known. */
function possibleNames(written: string, line: number, view: WorkflowView): readonly string[] {
  if (Object.hasOwn(view.triggers, written)) {
    return Object.keys(events);
  }
  const owners: readonly Path[] = [[], ...view.jobs.map(({ path }) => path)];
  const given = owners.flatMap((owner) => {
    const { permissions } = owner.length === 0 ? view.fields : fieldsOf(fieldsOf(view.fields.jobs)[String(owner[1])]);
    return Object.entries(fieldsOf(permissions)).map(([scope, level]) => ({
      scope,
      level,
      line: view.lineOf([...owner, "permissions", scope]),
    }));
  });
  const here = given.filter((each) => each.line === line);
  if (here.some(({ scope }) => scope === written)) {
    return Object.keys(permissionScopes);
  }
  return here.some(({ level }) => level === written) ? levels : [];
}

/**
 * What to add to GitHub's message about an event, a permission or its level that there is not: which one was meant,
 * where one is near.
 */
export function nameHint({ message, line }: { readonly message: string; readonly line: number }, view: WorkflowView) {
  const [, written] = /^Unexpected value '([\w-]+)'$/.exec(message) ?? [];
  if (written === undefined) {
    return "";
  }
  const meant = findNearest(written, possibleNames(written, line, view));
  return meant === undefined || meant === written ? "" : `. Did you mean ${meant}?`;
}
