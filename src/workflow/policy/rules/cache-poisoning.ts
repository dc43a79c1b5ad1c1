import { fieldsOf, type JobView, type WorkflowView } from "../../check/workflow-view.ts";
import { restoresCache } from "../cache-inputs.ts";
import { publishesAnything } from "../publishing-commands.ts";
import type { PolicyRule } from "../rule.ts";
import { commandsOf, scriptsOf } from "../steps-of.ts";
import { type Use, usesOf } from "../uses-of.ts";

const publishingActions = new Set([
  "actions/attest",
  "actions/attest-build-provenance",
  "actions/deploy-pages",
  "goreleaser/goreleaser-action",
  "pypa/gh-action-pypi-publish",
  "rubygems/release-gem",
  "softprops/action-gh-release",
]);

const isPush = ({ repository, inputs }: Use) =>
  repository === "docker/build-push-action" &&
  (String(inputs.push) === "true" || /push=true/.test(String(inputs.outputs)));

/** Whether what the job makes is given to others. */
function publishes(view: WorkflowView, job: JobView): boolean {
  const inJob = ({ path }: { readonly path: readonly unknown[] }) => path[1] === job.id;
  const { permissions } = job.fields;
  return (
    usesOf(view).some((use) => inJob(use) && (publishingActions.has(use.repository ?? "") || isPush(use))) ||
    scriptsOf(view).some((script) => inJob(script) && commandsOf(script).some(publishesAnything)) ||
    fieldsOf(permissions).packages === "write"
  );
}

/** Whether the workflow runs only for a release or for tags. */
function isReleaseOnly({ triggers }: WorkflowView): boolean {
  const { tags, branches } = fieldsOf(triggers.push);
  return "release" in triggers || (tags !== undefined && branches === undefined);
}

/** A cache is written by runs that are trusted less; in CVE-2025-30066's wake and Clinejection it was the way in. */
export const cachePoisoning: PolicyRule = {
  id: "cache-poisoning",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  isNarrower: true,
  check: (view) => {
    const all = isReleaseOnly(view);
    const jobs = new Set(view.jobs.filter((job) => all || publishes(view, job)).map(({ id }) => id));
    return usesOf(view)
      .filter((use) => jobs.has(String(use.path[1])) && restoresCache(use))
      .map(({ uses, path }) => ({
        path,
        message: `${uses.split("@")[0]} restores a cache in a job that publishes. Switch the cache off there.`,
      }));
  },
};
