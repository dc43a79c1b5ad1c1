import { markdownTable } from "../docs/markdown-table.ts";
import { metricsFaults } from "./metrics-faults.ts";
import { outages } from "./outages.ts";
import { worldFaults } from "./world-faults.ts";

interface Row {
  readonly fault: string;
  readonly what: string;
  readonly within: string;
}

/** What docs/reliability.md must say of each fault that is tested, and where it is. */
export const reliabilityRows: readonly (Row & { readonly test: string })[] = [
  ...rowsOf(metricsFaults, "metrics-faults"),
  ...rowsOf(worldFaults, "world-faults"),
  ...rowsOf(Object.values(outages), "outages"),
];

function rowsOf(rows: readonly Row[], test: string) {
  return rows.map((row) => ({ ...row, test: `test/faults/${test}.test.ts` }));
}

/** @param measured what the page says was measured, by fault */
export function reliabilityTable(measured: ReadonlyMap<string, string>): string {
  const head = ["Fault", "What happens", "In how long", "Measured", "Test"];
  return markdownTable(
    head,
    reliabilityRows.map(({ fault, what, within, test }) => [
      fault,
      what,
      within,
      measured.get(fault) ?? "–",
      `\`${test}\``,
    ]),
  );
}

/** The figures in the page's table, which only a run can give. */
export function measuredIn(page: string): ReadonlyMap<string, string> {
  const rows = page.split("\n").filter((line) => /^(?:\|[^|]+){4}\| `[^`]+\.test\.ts` \|$/.test(line));
  return new Map(
    rows.map((row): [string, string] => {
      const [fault = "", , , measured = ""] = row.replace(/^\| /, "").split(" | ");
      return [fault, measured];
    }),
  );
}
