import type { PolicyRule } from "../../../src/workflow/policy/rule.ts";
import type { RulePage } from "./rule-page.ts";

const intro = `# Rules
What a workflow file has to satisfy beyond what GitHub checks itself. They run on every file before it is written, on what \`validate\` and \`checkFile\` are given, and on imported files. [Others' findings](model.md) bear the names \`github\` and \`yaml\`; what the TypeScript itself gets wrong (a dangling reference, say) is [told before there is a file](#before-there-is-a-file).

An *error* keeps everything from being written; a *warning* is told. Where a rule judges what an audit of [zizmor](https://docs.zizmor.sh/audits/) judges, it has its name, so that one comment serves both. A composite action is asked what concerns its steps; a rule of your own says so with \`appliesTo: "all"\`.

`;

const ignoring = `
## Ignoring a rule
A finding is accepted where it is, by name and with a reason:
\`\`\`yaml
on:
  workflow_run: # zizmor: ignore[dangerous-triggers] runs the default branch only
\`\`\`
\`# zizmor: ignore[…]\` is read by zizmor and by tidegate, \`# tidegate: ignore[…]\` by tidegate alone; several rules stand in one list. The comment stands in the line of the finding, in the \`uses\` or \`run\` line of its step, behind the id of its job, or, for what concerns the whole workflow, behind its name; tidegate's may also stand alone above the line. Without a reason it is an [error](ignore-without-reason.md), without a use a [warning](unused-ignore.md). \`github\` can be ignored too, where GitHub's own parser is behind GitHub, but only in the very line of its finding, or alone above it: behind the id of a job or in the line of a step's \`uses\` or \`run\` it accepts nothing of what stands below.

In TypeScript: \`run("x", sh\`…\`, { ignores: [{ audit: "dangerous-triggers", why: "…" }] })\`; the reason is a required field. Jobs, triggers and workflows take \`ignores\` too; the comment is zizmor's where zizmor has the rule, else tidegate's. \`github\` belongs to the patch that sets the key: \`workflow.patch(["jobs", "a", "new-key"], 1, "why", { ignores: [{ audit: "github", why: "…" }] })\`.

## What is not judged
Audits that need the network (\`impostor-commit\`, \`known-vulnerable-actions\`, \`ref-confusion\`, \`stale-action-refs\`) or other files than workflows (\`dependabot-cooldown\`, \`dependabot-execution\`, \`insecure-url-scheme\`). \`forbidden-uses\` needs a list of yours: \`validate(workflow, { rules: [...policyRules, forbiddenUses({ allow: ["actions/*"] })] })\`. Of actionlint: types of expressions beyond what GitHub's language service checks, outdated versions of actions, shellcheck and pyflakes.
`;

const before = `
## Before there is a file
While TypeScript becomes YAML, references are resolved, \`needs\` and permissions inferred and scripts quoted. What cannot be done soundly is an error with the line it was written in, and no file is made. These findings cannot be ignored; most of what the model refuses does not even compile.

`;

/** The text of docs/rules/README.md. */
export function rulesIndex(
  rules: readonly PolicyRule[],
  pages: readonly RulePage[],
  modelPages: readonly RulePage[],
): string {
  const early = modelPages.map(({ id, summary }) => `| [\`${id}\`](${id}.md) | ${summary} |`).join("\n");
  const rows = pages.map(({ id, summary }) => {
    const rule = rules.find((each) => each.id === id);
    const severity = rule?.severity ?? (id === "unused-ignore" ? "warning" : "error");
    return `| [\`${id}\`](${id}.md) | ${severity} | ${rule?.origin ?? "tidegate"} | ${summary} |`;
  });
  return `${intro}| rule | severity | name from | finds |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n${before}| name | finds |\n| --- | --- |\n${early}\n${ignoring}`;
}
