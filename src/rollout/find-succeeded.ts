import type { Release } from "../release/release.ts";
import type { Outcome, Unchanged } from "./outcome.ts";

/** The release that has just come through, and gets its next name; going back by hand names nothing. */
export function findSucceeded({ kind, rollout }: Pick<Outcome | Unchanged, "kind" | "rollout">): Release | undefined {
  return kind === "succeeded" && rollout?.plan.strategy !== "restore" ? rollout?.candidate : undefined;
}
