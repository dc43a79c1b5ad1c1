import { readFileSync } from "node:fs";
import { z } from "zod";
import { writeFileAtomically } from "./write-file.ts";

const tallySchema = z.object({
  runs: z.number(),
  rolledBack: z.number(),
  medianSeconds: z.number().nullable(),
  p95Seconds: z.number().nullable(),
  harmed: z.number(),
});
const nativeTallySchema = z.object({
  runs: z.number(),
  rolledBack: z.number(),
  undecided: z.number(),
  promoted: z.number(),
  medianRollbackSeconds: z.number().nullable(),
  medianPromotionSeconds: z.number().nullable(),
  harmed: z.number(),
});
/** Key: a judge's name. */
const cellOf = <T extends z.ZodType>(tally: T) => z.record(z.string(), tally);

/** Everything measured so far. Key: a cell's name. */
const resultsSchema = z.object({
  format: z.literal(1),
  runs: z.number(),
  shared: z.record(z.string(), cellOf(tallySchema)),
  native: z.record(z.string(), cellOf(nativeTallySchema)),
});
export type Results = z.infer<typeof resultsSchema>;

/** What was measured with this many runs a cell; nothing yet when there is no file, or one with another number. */
export function readResults(path: string, runs: number): Results {
  const empty: Results = { format: 1, runs, shared: {}, native: {} };
  try {
    const results = resultsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    return results.runs === runs ? results : empty;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return empty;
    throw error;
  }
}

/** One line a cell, so that a slice more is a few lines more in a diff. */
export function writeResults(path: string, results: Results): void {
  const lines = (cells: Readonly<Record<string, unknown>>) =>
    Object.entries(cells)
      .map(([name, cell]) => `${JSON.stringify(name)}:${JSON.stringify(cell)}`)
      .join(",\n");
  const { format, runs, shared, native } = results;
  const text = `{"format":${format},"runs":${runs},"shared":{\n${lines(shared)}\n},"native":{\n${lines(native)}\n}}\n`;
  writeFileAtomically(path, text);
}
