import type { ImportResult } from "../../workflow/import/import-result.ts";
import type { FindingKind, ImportFinding } from "../../workflow/import/report.ts";

const headings: Readonly<Record<FindingKind, string>> = {
  unexpressed: "not imported",
  settle: "to settle before it synthesizes",
  note: "written differently, or worth a look",
};

const mostLines = 8;

/** What is said of several jobs or lines is said once, of the first of them. */
function onePerMessage(file: string, findings: readonly ImportFinding[]): readonly string[] {
  const alike = new Map<string, ImportFinding[]>();
  for (const finding of findings) {
    const key = finding.message.replace(/\bjob "[^"]*"/gi, "job");
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  return [...alike.values()].map(([first, ...others]) => {
    const shown = others
      .slice(0, mostLines)
      .map(({ line }) => line)
      .join(", ");
    const rest = others.length > mostLines ? ` and ${others.length - mostLines} more` : "";
    const more = others.length === 0 ? "" : ` (${others.length + 1} times; line ${shown}${rest} too)`;
    return `  ${file}:${first?.line}: ${first?.message}${more}`;
  });
}

function section(
  kind: FindingKind,
  heading: string,
  file: string,
  findings: readonly ImportFinding[],
): readonly string[] {
  const lines = findings.filter((finding) => finding.kind === kind);
  return lines.length === 0 ? [] : ["", `${heading}:`, ...onePerMessage(file, lines)];
}

function verdict(file: string, result: ImportResult, out: string | undefined): string {
  if (result.kind === "refused") {
    return `${file} is not a workflow that GitHub would run; nothing was imported.`;
  }
  const lost = result.findings.filter(({ kind }) => kind === "unexpressed").length;
  const where = out === undefined ? "" : ` to ${out}`;
  return lost === 0 ? `${file} is imported${where}, all of it.` : `${file} is imported${where}, but for what follows.`;
}

/** What there is to say of an import: what it lost, what has to be settled, what reads differently. */
export function formatFindings(file: string, result: ImportResult, out: string | undefined): string {
  const { findings } = result;
  const lost = result.kind === "refused" ? "to put right" : headings.unexpressed;
  const sections = [
    ...section("unexpressed", lost, file, findings),
    ...section("settle", headings.settle, file, findings),
    ...section("note", headings.note, file, findings),
  ];
  return `${[verdict(file, result, out), ...sections].join("\n")}\n`;
}
