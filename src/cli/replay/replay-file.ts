import { readFileSync } from "node:fs";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import { reasonOf } from "../../errors/reason-of.ts";
import { type EvidenceTrace, parseEvidence } from "../../slo/evidence-trace.ts";
import { discrepancies, replay } from "../../slo/replay.ts";
import type { Verdict } from "../../slo/verdict.ts";

export interface Replayed {
  readonly text: string;
  /** Whether every recorded verdict was reached again, word for word. */
  readonly isIdentical: boolean;
}

/**
 * The verdicts of a stored rollout, derived again.
 *
 * @throws InvalidInputError when the file cannot be read
 * @throws TidegateError `invalid-input` when it holds no evidence
 */
export function replayFile(path: string, options: { readonly all: boolean }): Replayed {
  const trace = parseEvidence(textOf(path));
  const verdicts = replay(trace);
  const differing = discrepancies(trace);
  const lines = verdicts.flatMap((step, index) => stepLines(trace, step, index, options));
  const recorded = trace.steps.flatMap(({ polls }) => polls.filter(({ verdict }) => verdict !== undefined)).length;
  const closing =
    differing.length === 0
      ? `identical: ${recorded} of ${recorded} recorded verdicts were reached again`
      : differing
          .map(
            ({ said, replayed, step, atMs }) =>
              `differs in step ${step} at ${time(atMs)}: recorded "${said}", replayed "${replayed}"`,
          )
          .join("\n");
  return { text: [...lines, closing].join("\n"), isIdentical: differing.length === 0 };
}

function stepLines(
  trace: EvidenceTrace,
  verdicts: readonly Verdict[],
  index: number,
  { all }: { readonly all: boolean },
): readonly string[] {
  const polls = trace.steps[index]?.polls ?? [];
  const shown = verdicts.flatMap((verdict, poll) => {
    const isLast = poll === verdicts.length - 1;
    if (!all && !isLast && verdict.kind === verdicts[poll - 1]?.kind) return [];
    return [`  ${time(polls[poll]?.atMs ?? 0)}  ${verdict.kind}: ${verdict.evidence.summary}${evidenceOf(verdict)}`];
  });
  return [`step ${index}, ${verdicts.length} polls`, ...shown];
}

function evidenceOf({ evidence }: Verdict): string {
  const parts = evidence.indicators.map(
    ({ indicator, evidence: value, limit }) => `${indicator} ${value.toPrecision(3)}/${limit.toPrecision(3)}`,
  );
  return parts.length === 0 ? "" : ` [${parts.join(", ")}]`;
}

function time(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InvalidInputError([{ input: "evidence", message: `${path} cannot be read: ${reasonOf(error)}` }]);
  }
}
