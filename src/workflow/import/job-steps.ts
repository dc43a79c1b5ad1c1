import type { Fields, Path } from "../check/workflow-view.ts";
import { outputsRead, pathsRead, stepsIn } from "./analysis.ts";
import { array, type Code, constant } from "./code.ts";
import type { FileContext, JobDraft } from "./job-draft.ts";
import type { KnownStep } from "./job-scope.ts";
import { remarksBetween } from "./remarks.ts";
import { openSection } from "./section.ts";
import { shellOf } from "./shells.ts";
import { type StepContext, stepCode } from "./step-code.ts";
import type { YamlSource } from "./yaml-source.ts";

function stepRemarks(source: YamlSource, path: Path, count: number, index: number, end: number): readonly string[] {
  const from = source.lineOf([...path, "steps", index]);
  const to = index + 1 < count ? source.lineOf([...path, "steps", index + 1]) - 1 : end;
  return remarksBetween(source, from, to);
}

type SharedContext = Omit<StepContext, "id" | "index" | "outputs">;

/** What all steps of the job have in common. */
function sharedContext({ section, scope, matrixValues }: JobDraft, file: FileContext): SharedContext {
  const { fields } = section;
  const workflowDefaults = openSection(["defaults"], file.root.fields.defaults, file.report);
  const defaultShell = (defaults: Fields) => ((defaults.run ?? {}) as Fields).shell;
  const jobShell = defaultShell((fields.defaults ?? {}) as Fields) ?? defaultShell(workflowDefaults.fields);
  const matrix = JSON.stringify((fields.strategy as Fields | undefined)?.matrix ?? "");
  return {
    scope,
    actions: file.actions,
    shellFor: (shell) => shellOf({ shell: shell ?? jobShell, runsOn: fields["runs-on"], matrix }),
    taken: new Set([fields.env, file.root.fields.env].flatMap((env) => Object.keys((env ?? {}) as Fields))),
    matrixValues: (key) => matrixValues.get(key),
  };
}

export function stepsCode(
  draft: JobDraft,
  file: FileContext,
  steps: ReadonlyMap<string, KnownStep>,
  ids: readonly string[],
  end: number,
): Code {
  const { section } = draft;
  const list = stepsIn(section.take("steps"));
  const read = outputsRead(pathsRead(section.fields));
  const shared = sharedContext(draft, file);
  const codes = list.flatMap((fields, index): Code[] => {
    const id = ids[index] ?? "step";
    const outputs = read.get(id.toLowerCase()) ?? new Set();
    const step = openSection([...section.path, "steps", index], fields, file.report);
    const code = stepCode(step, { ...shared, id, index, outputs });
    const remarks = stepRemarks(file.source, section.path, list.length, index, end);
    const known = steps.get(id.toLowerCase());
    if (code && known) {
      draft.declarations.push({ name: known.name, code, remarks });
      return [constant(known.name)];
    }
    return code ? [remarks.length > 0 ? { kind: "remarked", code, remarks } : code] : [];
  });
  return array(codes);
}
