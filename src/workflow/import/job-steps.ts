import type { Fields, Path } from "../check/workflow-view.ts";
import { outputsRead, pathsRead, stepsIn } from "./analysis.ts";
import { array, type Code, constant } from "./code.ts";
import type { FileContext, JobDraft } from "./job-draft.ts";
import type { KnownStep } from "./job-scope.ts";
import { remarksBetween } from "./remarks.ts";
import { openSection } from "./section.ts";
import { shellOf } from "./shells.ts";
import { stepCode } from "./step-code.ts";
import type { YamlSource } from "./yaml-source.ts";

function stepRemarks(source: YamlSource, path: Path, count: number, index: number, end: number): readonly string[] {
  const from = source.lineOf([...path, "steps", index]);
  const to = index + 1 < count ? source.lineOf([...path, "steps", index + 1]) - 1 : end;
  return remarksBetween(source, from, to);
}

export function stepsCode(
  draft: JobDraft,
  file: FileContext,
  steps: ReadonlyMap<string, KnownStep>,
  ids: readonly string[],
  end: number,
): Code {
  const { section, scope } = draft;
  const list = stepsIn(section.take("steps"));
  const read = outputsRead(pathsRead(section.fields));
  const workflowDefaults = openSection(["defaults"], file.root.fields.defaults, file.report);
  const defaultShell = (fields: Fields) => ((fields.run ?? {}) as Fields).shell;
  const jobShell = defaultShell((section.fields.defaults ?? {}) as Fields) ?? defaultShell(workflowDefaults.fields);
  const envNames = [section.fields.env, file.root.fields.env].flatMap((env) => Object.keys((env ?? {}) as Fields));
  const codes = list.flatMap((fields, index): Code[] => {
    const id = ids[index] ?? "step";
    const code = stepCode(openSection([...section.path, "steps", index], fields, file.report), {
      id,
      index,
      scope,
      outputs: read.get(id.toLowerCase()) ?? new Set(),
      actions: file.actions,
      shellFor: (shell) =>
        shellOf({
          shell: shell ?? jobShell,
          runsOn: section.fields["runs-on"],
          matrix: JSON.stringify((section.fields.strategy as Fields | undefined)?.matrix ?? ""),
        }),
      taken: new Set(envNames),
      matrixValues: (key) => draft.matrixValues.get(key),
    });
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
