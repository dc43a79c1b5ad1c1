import { emptyRecord } from "./begin.ts";
import type { Observation } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";

/**
 * A record where none is stored. What the target runs as its stable arm counts as live: a record that was lost between
 * two rollouts must not make the next one a first delivery, with all the traffic at once. What was in quarantine, and
 * what was live before, is lost with it.
 */
export function recoverRecord(
  place: Pick<Errand, "service" | "environment">,
  { arms }: Pick<Observation, "arms">,
): DeliveryRecord {
  const live = arms.stable?.release;
  return { ...emptyRecord(place), ...(live === undefined ? {} : { live }) };
}
