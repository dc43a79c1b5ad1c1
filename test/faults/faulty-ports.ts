import { setTimeout as delay } from "node:timers/promises";
import type { Connection } from "../../src/connect/connect.ts";
import { assertNever } from "../../src/errors/assert-never.ts";
import { TidegateError, UnavailableError } from "../../src/errors/tidegate-error.ts";
import type { Effect, Target } from "../../src/rollout/ports.ts";

const portFaults = [
  /** The second share is refused, always. */
  "refuses",
  /** Half of the second share is set, and an error says that it was not; always. */
  "half-applies",
  /** The second share is set, but the answer takes longer than the lease. */
  "answers-late",
  /** Says ten points more than there are, once requests are on the candidate. */
  "reports-other",
  /** The clock is an hour ahead from the first look at counted requests on. */
  "clock-forward",
  "clock-backward",
] as const;
export type PortFault = (typeof portFaults)[number];

/** @throws TidegateError `invalid-input` */
export function parsePortFault(text: string): PortFault {
  const found = portFaults.find((fault) => fault === text);
  if (found !== undefined) return found;
  throw new TidegateError("invalid-input", `PORT_FAULT is "${text}"; expected one of ${portFaults.join(", ")}.`);
}

const lateMs = 6_000;
const hourMs = 3_600_000;

/** The same ports, one of which has this fault; whatever it does not forge is done by the real target. */
export function faultyPorts<Some extends Pick<Connection, "target">>(ports: Some, fault: PortFault): Some {
  let isJumped = false;
  const target: Target = {
    capabilities: ports.target.capabilities,
    read: () => ports.target.read(),
    write: async (record, expected) => {
      const revision = await ports.target.write(record, expected);
      if (record.rollout?.phase === "observing" && !isJumped) {
        isJumped = true;
        jump(fault);
      }
      return revision;
    },
    observe: async () => {
      const seen = await ports.target.observe();
      const isForged = fault === "reports-other" && seen.candidatePercent > 0;
      return isForged ? { ...seen, candidatePercent: seen.candidatePercent + 10 } : seen;
    },
    apply: async (effect, fence) => {
      if (isSecondShare(effect)) return forge(effect, fault, (what) => ports.target.apply(what, fence));
      return ports.target.apply(effect, fence);
    },
  };
  return { ...ports, target };
}

/** As when somebody sets the clock: what counts time goes on, what reads the clock sees another one. */
function jump(fault: PortFault): void {
  if (fault !== "clock-forward" && fault !== "clock-backward") return;
  const now = Date.now.bind(Date);
  const byMs = fault === "clock-forward" ? hourMs : -hourMs;
  Date.now = () => now() + byMs;
}

type Share = Extract<Effect, { kind: "set-weight" }>;

function isSecondShare(effect: Effect): effect is Share {
  return effect.kind === "set-weight" && effect.candidatePercent > 20;
}

async function forge(effect: Share, fault: PortFault, apply: (effect: Effect) => Promise<void>): Promise<void> {
  switch (fault) {
    case "refuses":
      throw new UnavailableError("The router does not take rules now.");
    case "half-applies":
      await apply({ ...effect, candidatePercent: effect.candidatePercent / 2 });
      throw new UnavailableError("Only one of two routers has taken the rule.");
    case "answers-late":
      await apply(effect);
      await delay(lateMs);
      return;
    case "reports-other":
    case "clock-forward":
    case "clock-backward":
      return apply(effect);
    default:
      assertNever(fault);
  }
}
