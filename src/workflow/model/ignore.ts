import { zizmorAudits } from "../policy/zizmor-audits.ts";
import type { Place, Report } from "../render/report.ts";

/** A finding that is known and accepted where it is; becomes a comment on the line it is about. */
export interface Ignore {
  /**
   * The name of the rule: "dangerous-triggers". Of one that zizmor has too, the comment is read by both.
   * @see docs/rules
   */
  readonly audit: string;
  /** Why it is safe, or cannot be otherwise, in a few words. zizmor ends its list at the last `]`, so without one. */
  readonly why: string;
}

/** We write `./`, which works everywhere. Can go when Enterprise Server's runner and actionlint both know `$/`. */
export const selfRepository: Ignore = {
  audit: "self-repository",
  why: "GitHub Enterprise Server has no $/",
};

const isSound = ({ audit, why }: Ignore) =>
  /^[a-z]+(?:-[a-z]+)*$/.test(audit) && why.trim() !== "" && !why.includes("]");

/**
 * The comment that keeps the line from being found, behind what the line already says; undefined when there is neither.
 * @see https://docs.zizmor.sh/usage/#with-comments
 */
export function ignoreRemark(
  ignores: readonly Ignore[],
  before: string | undefined,
  { report, place }: { readonly report: Report; readonly place: Place },
): string | undefined {
  for (const { audit, why } of ignores.filter((ignore) => !isSound(ignore))) {
    const told = `Ignoring ${JSON.stringify(audit)} because ${JSON.stringify(why)} cannot be written. Name a rule, and give a reason without "]".`;
    report.error("ignore", told, place);
  }
  if (ignores.length === 0) {
    return before;
  }
  const comments = [
    ...ignoreComment("zizmor", ignores.filter(isShared)),
    ...ignoreComment(
      "tidegate",
      ignores.filter((ignore) => !isShared(ignore)),
    ),
  ];
  // zizmor finds the comment only right behind a "#".
  return [...(before === undefined ? [] : [before]), ...comments].join(" # ");
}

const isShared = ({ audit }: Ignore) => zizmorAudits.has(audit);

function ignoreComment(tool: "zizmor" | "tidegate", ignores: readonly Ignore[]): readonly string[] {
  const audits = [...new Set(ignores.map(({ audit }) => audit))];
  const reasons = [...new Set(ignores.map(({ why }) => why))];
  return audits.length === 0 ? [] : [`${tool}: ignore[${audits.join(",")}] ${reasons.join("; ")}`];
}
