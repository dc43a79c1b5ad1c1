import { formatDuration } from "../duration.ts";
import type { Finding, Rule } from "./rule.ts";

/** The judge looks at least this often. */
const longestPollMs = 15_000;
/** GitHub needs more than 5 minutes to notice that a runner is lost; the target must be quicker. */
const longestLeaseMs = 300_000;

/** Lease and poll fit together, so that a living rollout is not taken for a dead one, nor the reverse. */
export const limitRules: Rule = ({ service }) =>
  service.settings.environments.flatMap(({ limits: { leaseMs, pollMs } }, index) => {
    const findings: (Finding | undefined)[] = [
      leaseMs > 2 * pollMs
        ? undefined
        : error(
            index,
            "lease",
            `"${formatDuration(leaseMs)}" is not more than twice poll, "${formatDuration(pollMs)}": one late poll would end the rollout; write more than "${formatDuration(2 * pollMs)}"`,
          ),
      leaseMs <= longestLeaseMs
        ? undefined
        : error(
            index,
            "lease",
            `"${formatDuration(leaseMs)}" is longer than GitHub itself needs to notice a lost runner; write at most "5m"`,
          ),
      pollMs <= longestPollMs
        ? undefined
        : error(
            index,
            "poll",
            `"${formatDuration(pollMs)}" is too seldom to take a bad release back in time; write at most "15s"`,
          ),
    ];
    return findings.filter((finding) => finding !== undefined);
  });

function error(environment: number, limit: string, message: string): Finding {
  return { severity: "error", path: ["environments", environment, "limits", limit], message };
}

/** The judge can only be asked to see what it would also call worse. */
export const judgeRules: Rule = ({ service }) =>
  service.settings.environments.flatMap(({ judge: { detectRatio, riskRatio } }, index) =>
    detectRatio > riskRatio
      ? []
      : [
          {
            severity: "error",
            path: ["environments", index, "judge", "detectRatio"],
            message: `${detectRatio} is not more than riskRatio, ${riskRatio}, below which nothing counts as worse; write a larger number`,
          },
        ],
  );
