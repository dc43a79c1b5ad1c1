import { appendFileSync } from "node:fs";
import type { Connection } from "../../src/connect/connect.ts";
import type { Channel, Metrics, Target } from "../../src/rollout/ports.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { nameWrite } from "./name-write.ts";

/** Just before a call at a port, or just after it was done and before anybody heard of it. */
export type Side = "before" | "after";

/** One moment in the life of an action's process. The n-th of the same name is named after n. */
export interface Passing {
  readonly side: Side;
  /** What the call changes: `write …`, `apply …`, `deliver …`; or only asks: `look …`. */
  readonly name: string;
}

export interface Death {
  /** Where each passed moment is noted, one a line; empty for nowhere. */
  readonly trace: string;
  /** Where to end, as `<side> <name>`; empty for nowhere. */
  readonly at: string;
  /** Ends this very process, at once. */
  readonly die: () => void;
}

type Ports = Pick<Connection, "target" | "metrics" | "channels">;

/** The same ports; each call is noted, and at one of them the process ends without another word. */
export function crashPorts<Some extends Ports>(ports: Some, death: Death): Some {
  const around = caller(death);
  const { target, metrics, channels } = ports;
  return {
    ...ports,
    target: crashTarget(target, around),
    metrics: crashMetrics(metrics, around),
    channels: channels.map((channel) => crashChannel(channel, around)),
  };
}

type Around = <Result>(name: string, call: () => Promise<Result>) => Promise<Result>;

function caller({ trace, at, die }: Death): Around {
  const pass = (side: Side, name: string) => {
    const passing = `${side} ${name}`;
    if (trace !== "") appendFileSync(trace, `${passing}\n`);
    if (passing === at) die();
  };
  return async (name, call) => {
    pass("before", name);
    const result = await call();
    pass("after", name);
    return result;
  };
}

function crashTarget(target: Target, around: Around): Target {
  let known: DeliveryRecord | undefined;
  const where = () => known?.rollout?.phase ?? "nothing";
  return {
    capabilities: target.capabilities,
    async read() {
      const stored = await around(`look at the record in ${where()}`, () => target.read());
      known = stored?.record ?? known;
      return stored;
    },
    async write(record, expected) {
      const revision = await around(`write ${nameWrite(record, known)}`, () => target.write(record, expected));
      known = record;
      return revision;
    },
    observe: () => around(`look at the target in ${where()}`, () => target.observe()),
    apply: (effect, fence) => {
      const share = effect.kind === "set-weight" ? ` ${effect.candidatePercent} %` : "";
      return around(`apply ${effect.kind}${share}`, () => target.apply(effect, fence));
    },
  };
}

function crashMetrics(metrics: Metrics, around: Around): Metrics {
  return { read: () => around("look at the metrics", () => metrics.read()) };
}

function crashChannel(channel: Channel, around: Around): Channel {
  return {
    name: channel.name,
    wantsProgress: channel.wantsProgress,
    deliver: (notice, key, messageId) =>
      around(`deliver ${notice.kind} of ${notice.phase}`, () => channel.deliver(notice, key, messageId)),
  };
}
