import { findNearest } from "../../../errors/did-you-mean.ts";
import type { JobView } from "../../check/workflow-view.ts";
import type { Finding, PolicyRule } from "../rule.ts";
import { hostedLabels, labelsOf, selfHostedLabels } from "../runner-labels.ts";

const systemOf = (label: string) => /^(ubuntu|macos|windows)-/.exec(label)?.[1];
const isListed = (job: JobView) => Array.isArray(job.fields["runs-on"]);

/** A job whose label no runner has waits a day and fails. */
function unknown(job: JobView): readonly Finding[] {
  const labels = labelsOf(job);
  const known = [...hostedLabels, ...selfHostedLabels];
  const isOwnRunner = labels.includes("self-hosted");
  return labels
    .filter((label) => !isOwnRunner && !known.includes(label.toLowerCase()))
    .flatMap((label) => {
      const meant = findNearest(label, hostedLabels);
      const looksHosted = systemOf(label) !== undefined || meant !== undefined || label.endsWith("-latest");
      const message = `GitHub has no runner ${label}.${meant ? ` Did you mean ${meant}?` : ""} For one of your own, add the label self-hosted.`;
      return looksHosted || !label.includes("-") ? [{ path: [...job.path, "runs-on"], message }] : [];
    });
}

/** All labels of a list must fit one runner. */
function conflicting(job: JobView): readonly Finding[] {
  const systems = isListed(job) ? [...new Set(labelsOf(job).flatMap((label) => systemOf(label) ?? []))] : [];
  const message = `No runner is ${systems.join(" and ")} at once. For one job on each, use a matrix.`;
  const isFromMatrix = JSON.stringify(job.fields["runs-on"]).includes("matrix.");
  return systems.length > 1 && !isFromMatrix ? [{ path: [...job.path, "runs-on"], message }] : [];
}

/** A job that no runner fits waits for a day and fails. Labels beside `self-hosted` are the owner's business. */
export const runnerLabel: PolicyRule = {
  id: "runner-label",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: ({ jobs }) =>
    jobs
      .filter(({ fields }) => fields["runs-on"] !== undefined)
      .flatMap((job) => [...unknown(job), ...conflicting(job)]),
};
