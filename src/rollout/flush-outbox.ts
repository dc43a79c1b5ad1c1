import { withoutStaleNotices } from "./bounded.ts";
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
  const access = openBystander(ports.target, stored);
  const nowMs = ports.clock.nowMs();
  const fresh = await access.update((record) => withoutStaleNotices(record, nowMs));
  const given = stored.record.outbox.length - fresh.outbox.length;
  if (given > 0) ports.log.warning(`${given} notices are a week old and were given up: nobody takes them any more`);
  return createCourier(access, ports).drain(nowMs + budgetMs);
}
