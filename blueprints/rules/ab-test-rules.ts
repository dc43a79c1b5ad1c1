import { formatDuration } from "../duration.ts";
import type { ParsedStrategy } from "../schema/strategy-schema.ts";
import type { Finding } from "./rule.ts";

type AbTest = Extract<ParsedStrategy, { kind: "ab-test" }>["args"][0];
type Path = readonly (string | number)[];

const minute = 60_000;

/** Who meets the release is said in one way, and the test's times fit together. */
export function abTestFindings(options: AbTest, path: Path): readonly Finding[] {
  return [...audienceFindings(options, path), ...endFindings(options, path)];
}

function audienceFindings({ audience, share, by }: AbTest, path: Path): readonly Finding[] {
  const findings: Finding[] = [];
  if (audience === undefined && share === undefined) {
    const message = 'names no users; write share: "20%", or audience: [header("x-beta", "yes")]';
    findings.push(error(path, message));
  }
  if (audience !== undefined && share !== undefined) {
    findings.push(
      error([...path, "share"], "cannot be met: audience names the requests already; remove one of the two"),
    );
  }
  if (audience !== undefined && by !== undefined) {
    findings.push(error([...path, "by"], "is only used with share; remove it, or write share instead of audience"));
  }
  if (share !== undefined && !(share > 0 && share < 100)) {
    findings.push(
      error(
        [...path, "share"],
        `"${share}%" leaves nothing to compare; write a share between 0 % and 100 %, such as "20%"`,
      ),
    );
  }
  return findings;
}

function endFindings(
  { ends = "decision", afterwards, atMost, observe = 5 * minute }: AbTest,
  path: Path,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (ends === "decision" && afterwards !== undefined) {
    findings.push(
      error(
        [...path, "afterwards"],
        'is only used when the test ends at a moment; write ends: "2026-12-24T12:00:00Z", or remove it',
      ),
    );
  }
  const limit = atMost ?? 240 * minute;
  if (ends === "decision" && limit < observe) {
    const least = formatDuration(observe);
    findings.push(
      error(
        [...path, "atMost"],
        `"${formatDuration(limit)}" is shorter than observe, "${least}"; write at least "${least}"`,
      ),
    );
  }
  return findings;
}

function error(path: Path, message: string): Finding {
  return { severity: "error", path, message };
}
