import type { Path } from "../check/workflow-view.ts";
import type { YamlSource } from "./yaml-source.ts";

/**
 * What an import says of a line. `note`: expressed, but written differently, or worth a look. `unexpressed`: the layer
 * has no words for it; it is not in the result. `settle`: the policy refuses it until somebody decides.
 */
export type FindingKind = "note" | "settle" | "unexpressed";

export interface ImportFinding {
  readonly kind: FindingKind;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface ImportReport {
  readonly findings: readonly ImportFinding[];
  /** Whether something at the path, in it or around it was said to be lost. */
  isLost(path: Path): boolean;
  note(path: Path, message: string): void;
  settle(path: Path, message: string): void;
  unexpressed(path: Path, message: string): void;
}

export function createImportReport(source: YamlSource): ImportReport {
  const findings: ImportFinding[] = [];
  const lost: Path[] = [];
  const begins = (path: Path, start: Path) => start.every((part, index) => path[index] === part);
  const add = (kind: FindingKind, path: Path, message: string) => {
    const finding = { kind, line: source.lineOf(path), message };
    if (!findings.some((other) => other.line === finding.line && other.message === message)) {
      findings.push(finding);
    }
  };
  return {
    findings,
    note: (path, message) => add("note", path, message),
    settle: (path, message) => add("settle", path, message),
    isLost: (path) => lost.some((other) => begins(path, other) || begins(other, path)),
    unexpressed(path, message) {
      lost.push(path);
      add("unexpressed", path, message);
    },
  };
}
