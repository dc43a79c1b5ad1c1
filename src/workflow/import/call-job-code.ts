import type { Fields } from "../check/workflow-view.ts";
import { type Code, call, data, library, literal, object, typedCall } from "./code.ts";
import type { FileContext } from "./job-draft.ts";
import { concurrencyCode, type OptionsContext, optional } from "./job-options.ts";
import { grantedLevels, permissionsCode } from "./permission-code.ts";
import type { Section } from "./section.ts";
import { hasExpression } from "./template-text.ts";
import { textValue, valueCode } from "./value-code.ts";

interface CallDraft {
  readonly id: string;
  readonly section: Section;
  readonly context: OptionsContext;
}

interface CallParts {
  readonly name: Code;
  readonly if: Code | undefined;
  needs(): Code | undefined;
}

const commit = /^(.+)@([0-9a-f]{40})$/i;

function inputType(value: unknown): string {
  return typeof value === "boolean" ? "boolean" : typeof value === "number" ? "number" : "string";
}

/** The interface of a called workflow as far as this call shows it. */
function calleeCode(uses: string, draft: CallDraft, file: FileContext, permissions: Code | undefined): Code {
  const { section } = draft;
  const inputs = Object.entries((section.fields.with ?? {}) as Fields).map(([name, value]) => [
    name,
    typedCall(library("input", inputType(value)), undefined, [object({ description: literal("") })]),
  ]);
  const secrets =
    typeof section.fields.secrets === "object" ? Object.keys((section.fields.secrets ?? {}) as Fields) : [];
  const outputs = [...(file.jobs.get(draft.id.toLowerCase())?.outputs ?? [])];
  const shape = {
    inputs: inputs.length > 0 ? object(Object.fromEntries(inputs)) : undefined,
    secrets: secrets.length > 0 ? data(Object.fromEntries(secrets.map((name) => [name, {}]))) : undefined,
    outputs: outputs.length > 0 ? data(outputs) : undefined,
  };
  if (uses.startsWith("./") || uses.startsWith("$/")) {
    return call("localWorkflow", object({ path: data(uses), ...shape, permissions }));
  }
  const pinned = commit.exec(uses);
  if (pinned === null) {
    return call("unpinnedWorkflow", object({ uses: data(uses), ...shape }));
  }
  const version = /v?\d[\w.+-]*/.exec(file.source.remarkOf(section.at("uses")) ?? "")?.[0] ?? "unknown";
  return call(
    "remoteWorkflow",
    object({ uses: data(pinned[1]), version: data(version), sha: data(pinned[2]), ...shape }),
  );
}

function secretsCode({ section, context }: CallDraft): Readonly<Record<string, Code | undefined>> {
  const secrets = section.take("secrets");
  if (secrets === "inherit") {
    const told = "secrets: inherit hands over every secret there is. Name those that the called workflow needs.";
    context.report.note(section.at("secrets"), told);
    return { inheritSecrets: object({ why: literal("imported; name the secrets instead") }) };
  }
  const entries = Object.entries((secrets ?? {}) as Fields).flatMap(([name, value]): [string, Code][] => {
    const path = [...section.at("secrets"), name];
    if (!hasExpression(value)) {
      context.report.unexpressed(
        path,
        `The secret "${name}" is plain text, which is no secret. Pass it as an input; it is not imported.`,
      );
      return [];
    }
    return [[name, textValue(value, context.place(path))]];
  });
  return { secrets: entries.length > 0 ? object(Object.fromEntries(entries)) : undefined };
}

function permissionsOf(draft: CallDraft, file: FileContext): Code | undefined {
  const own = draft.section.take("permissions");
  const owner = own === undefined ? file.root : draft.section;
  const levels = grantedLevels(own === undefined ? file.root.fields.permissions : own);
  if (levels === undefined) {
    const told = `No permissions are declared, so job "${draft.id}" passed on the repository's default; now it passes on reading the repository. Give it what the called workflow's jobs need.`;
    file.report.note(draft.section.path, told);
    return object({ contents: literal("read") });
  }
  return permissionsCode(levels, { owner, remarkOf: file.source.remarkOf, file: file.file });
}

/** A job that is another workflow. */
export function callJobCode(draft: CallDraft, file: FileContext, matrix: Code | undefined, parts: CallParts): Code {
  const { section, context } = draft;
  const uses = String(section.take("uses"));
  const inputs = optional(section, "with", (value, path) => {
    const entries = Object.entries(value as Fields).map(([name, given]) => [
      name,
      valueCode(given, context.place([...path, name])),
    ]);
    return object(Object.fromEntries(entries));
  });
  if (commit.exec(uses) === null && !uses.startsWith("./") && !uses.startsWith("$/")) {
    context.report.note(section.at("uses"), `${uses} is not pinned to a commit; the policy refuses it until it is.`);
  }
  const concurrency = optional(section, "concurrency", (value, path) => concurrencyCode(value, path, context));
  const permissions = permissionsOf(draft, file);
  const secrets = secretsCode(draft);
  const options = object({
    name: parts.name,
    needs: parts.needs(),
    if: parts.if,
    concurrency,
    permissions,
    matrix,
    with: inputs,
    ...secrets,
  });
  return call("call", literal(draft.id), calleeCode(uses, draft, file, undefined), options);
}
