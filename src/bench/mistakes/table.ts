import { assertNever } from "../../errors/assert-never.ts";
import { type Mistake, type Tool, tools } from "./mistake.ts";
import type { Outcome } from "./outcome.ts";

const headings: Readonly<Record<Tool, string>> = {
  tidegate: "tidegate",
  projen: "projen",
  gagen: "gagen",
  gawts: "github-actions-workflow-ts",
};

function word(outcome: Outcome): string {
  switch (outcome.kind) {
    case "compile":
      return "compiler";
    case "synth":
      return "synth";
    case "missed":
      return "**not caught**";
    case "impossible":
      return "cannot be written";
    default:
      return assertNever(outcome);
  }
}

/** The outcomes of each tool, in the order of the mistakes. */
export type Outcomes = Readonly<Record<Tool, readonly Outcome[]>>;

function totals(outcomes: Outcomes): string {
  const told = tools.map((tool) => {
    const written = outcomes[tool].filter(({ kind }) => kind !== "impossible");
    const caught = written.filter(({ kind }) => kind !== "missed").length;
    return `${caught} of ${written.length}`;
  });
  return `| **caught, of those that can be written** | ${told.join(" | ")} |`;
}

/** The table in Markdown. */
export function toTable(mistakes: readonly Mistake[], outcomes: Outcomes): string {
  const header = `| mistake | ${tools.map((tool) => headings[tool]).join(" | ")} |`;
  const rows = mistakes.map(({ name }, index) => {
    const cells = tools.map((tool) => word(outcomes[tool][index] ?? { kind: "missed" }));
    return `| ${name} | ${cells.join(" | ")} |`;
  });
  return [header, `| --- |${" --- |".repeat(tools.length)}`, ...rows, totals(outcomes)].join("\n");
}
