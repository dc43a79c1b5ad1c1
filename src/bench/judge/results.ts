import { readFileSync } from "node:fs";
import { z } from "zod";
import { sourcesFingerprint } from "./fingerprint.ts";
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
  /** Of the sources that were measured. */
  sources: z.string(),
  runs: z.number(),
  shared: z.record(z.string(), cellOf(tallySchema)),
  native: z.record(z.string(), cellOf(nativeTallySchema)),
});
export type Results = z.infer<typeof resultsSchema>;

export function emptyResults(runs: number): Results {
  return { format: 1, sources: sourcesFingerprint(), runs, shared: {}, native: {} };
}

/** What was measured of these sources with this many runs a cell; what was measured otherwise is left behind. */
export function readResults(path: string, runs: number): Results {
  const empty = emptyResults(runs);
  try {
    const results = resultsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    const isSame = results.runs === runs && results.sources === empty.sources;
    return isSame ? results : empty;
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
  const { format, sources, runs, shared, native } = results;
  const text = `{"format":${format},"sources":"${sources}","runs":${runs},"shared":{\n${lines(shared)}\n},"native":{\n${lines(native)}\n}}\n`;
  writeFileAtomically(path, text);
}
