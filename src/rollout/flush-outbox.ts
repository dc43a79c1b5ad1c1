import { createCourier } from "./courier.ts";
import type { FlushPorts } from "./deliver-due.ts";
import type { RecordStore } from "./ports.ts";
import { openBystander } from "./session.ts";

/** Longer than the claim of an actor that died while it delivered. */
const budgetMs = 90_000;

/**
 * Delivers the notices in the record that are due, whoever's they are, and changes nothing else. Two who do this at once
 * do not deliver the same notice twice.
 *
 * @returns one line for each notice that somebody did not get
 */
export async function flushOutbox(ports: FlushPorts & { readonly target: RecordStore }): Promise<string[]> {
  const stored = await ports.target.read();
  if (stored === undefined) return [];
  return createCourier(openBystander(ports.target, stored), ports).drain(ports.clock.nowMs() + budgetMs);
}
