import { type Code, isEmpty, literal, object } from "./code.ts";
import type { FileContext, JobDraft } from "./job-draft.ts";
import { optional } from "./job-options.ts";
import { grantedLevels, permissionsCode } from "./permission-code.ts";
import type { Section } from "./section.ts";
import { conditionOf, outputCode, textValue, valueCode } from "./value-code.ts";
import { numberType } from "./value-type.ts";

/** Longest that GitHub lets a job run when the file says nothing. */
const defaultTimeoutMinutes = 360;

export function conditionCodeOf(section: Section, { context }: JobDraft): Code | undefined {
  return optional(section, "if", (value, path) => {
    const code = conditionOf(value, context.place(path));
    if (code === undefined && String(value).trim() !== "") {
      const told = `${JSON.stringify(value)} always holds: text stands around its expression. Write one expression.`;
      context.report.unexpressed(path, told);
    }
    return code;
  });
}

export function permissionsOf(draft: JobDraft, file: FileContext, brings: readonly string[]): Code | undefined {
  const { section } = draft;
  const own = section.take("permissions");
  const owner = own === undefined ? file.root : section;
  const value = own === undefined ? file.root.fields.permissions : own;
  const levels = grantedLevels(value);
  if (levels === undefined) {
    file.report.note(
      section.path,
      `No permissions are declared, so job "${draft.id}" had the repository's default; now it may read the repository. Give it what else it needs.`,
    );
    return object({ contents: literal("read") });
  }
  if (typeof value === "string") {
    file.report.note(owner.at("permissions"), `${value} is written out scope by scope. Take away what is not needed.`);
  }
  const added = brings.filter((scope) => !Object.hasOwn(levels, scope));
  if (added.length > 0) {
    const told = `Job "${draft.id}" gets what its actions bring along and it did not have: ${added.join(", ")}.`;
    file.report.note(section.path, told);
  }
  const code = permissionsCode(levels, { owner, remarkOf: file.source.remarkOf, file: file.file });
  return isEmpty(code) ? undefined : code;
}

export function timeoutOf(draft: JobDraft): Code {
  const given = optional(draft.section, "timeout-minutes", (value, path) =>
    valueCode(value, draft.context.place(path), numberType),
  );
  if (given === undefined) {
    draft.context.report.note(
      draft.section.path,
      `Job "${draft.id}" has no limit of time; GitHub's own, ${defaultTimeoutMinutes} minutes, is written out.`,
    );
  }
  return given ?? literal(defaultTimeoutMinutes);
}

export function nameOf(draft: JobDraft): Code {
  const given = optional(draft.section, "name", (value, path) => textValue(value, draft.context.place(path)));
  if (given === undefined) {
    draft.context.report.note(
      draft.section.path,
      `Job "${draft.id}" has no name; what GitHub calls it, its id, is written out.`,
    );
  }
  return given ?? literal(draft.id);
}

export function outputsCode(draft: JobDraft): Code | undefined {
  return optional(draft.section, "outputs", (value, path) => {
    const outputs = Object.entries(value as Record<string, unknown>);
    const codes = outputs.map(
      ([name, output]) => [name, outputCode(output, draft.context.place([...path, name]))] as const,
    );
    return object(Object.fromEntries(codes));
  });
}
