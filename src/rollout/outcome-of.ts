import { isUnattended } from "./lease.ts";
import type { Outcome } from "./outcome.ts";
import type { Rollout } from "./record.ts";

/** How the call ended, from where the rollout is now. One that is not at an end has been left to reconcile. */
export function outcomeOf(rollout: Rollout, isLost: boolean): Omit<Outcome, "undelivered"> {
  const { phase, failure, candidate } = rollout;
  const latest = rollout.timeline.at(-1)?.text ?? "";
  if (isLost)
    return { kind: "lost", message: `Somebody else took over ${candidate.version}; see the record.`, rollout };
  const cause = failure === undefined || phase === "frozen" ? latest : `${failure.text}; ${latest}`;
  if (isUnattended(rollout)) return { kind: "baking", message: latest, rollout };
  switch (phase) {
    case "succeeded":
    case "abandoned":
    case "frozen":
    case "rolled-back":
      return { kind: phase, message: cause, rollout };
    case "rolling-back":
    case "rollback-failed":
      return { kind: "rollback-failed", message: `${cause}. Reconcile goes on trying.`, rollout };
    default:
      return { kind: "lost", message: `The target stopped answering in ${phase}; its lease takes over.`, rollout };
  }
}
