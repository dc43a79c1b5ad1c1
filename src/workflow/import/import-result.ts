import type { Program } from "./code.ts";
import type { Difference } from "./equivalence.ts";
import { printProgram } from "./print-code.ts";
import type { FindingKind, ImportFinding, ImportReport } from "./report.ts";

export type ImportResult =
  /** The file is not one that GitHub would run; nothing was made of it. */
  | { readonly kind: "refused"; readonly findings: readonly ImportFinding[] }
  | {
      readonly kind: "imported";
      readonly typescript: string;
      /** The file that the TypeScript makes. */
      readonly yaml: string;
      readonly findings: readonly ImportFinding[];
    };

const longestValue = 200;

/** What was said to be lost already is not told again. */
export function tellDifferences(report: ImportReport, differences: readonly Difference[]): void {
  const news = differences.filter(({ path }) => path[0] === "on" || !report.isLost(path));
  for (const difference of news) {
    tellDifference(report, difference);
  }
}

function tellDifference(report: ImportReport, { path, before, after }: Difference): void {
  const told = (value: unknown) => JSON.stringify(value).slice(0, longestValue);
  report.unexpressed(
    path,
    `This would not come out as it is: ${path.join(".")} would be ${told(after)} instead of ${told(before)}.`,
  );
}

/** What is lost first, then what has to be settled, then notes; each by line. */
export function byLine(findings: readonly ImportFinding[]): readonly ImportFinding[] {
  const order: readonly FindingKind[] = ["unexpressed", "settle", "note"];
  return [...findings].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.line - b.line);
}

/** The result, with what was lost said at the top of the TypeScript. */
export function finish(program: Program, yaml: string, found: readonly ImportFinding[]): ImportResult {
  const findings = byLine(found);
  const lost = findings.filter(({ kind }) => kind === "unexpressed");
  const remarks = lost.map(({ line, message }) => `NOT IMPORTED, line ${line}: ${message.replace(/\s+/g, " ")}`);
  return {
    kind: "imported",
    typescript: printProgram({ ...program, remarks: [...remarks, ...program.remarks] }),
    yaml,
    findings,
  };
}
