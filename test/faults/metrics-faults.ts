import { type MetricsFault, send } from "./faulty-metrics.ts";

export interface MetricsFaultCase {
  readonly fault: string;
  readonly what: string;
  readonly act: () => MetricsFault;
  /** `back`: the rollout goes back; `on`: it goes on to its end as if nothing had been. */
  readonly ends: "back" | "on";
  /** The record's words for why, one of them; which one depends on what was counted before. */
  readonly failureKinds?: readonly string[];
  /** Where a decision is waited for in vain. */
  readonly maxObserveMs?: number;
  /** How long it takes, in the words of the manifest. */
  readonly within: string;
}

const heldThenBack = "The share stays, nothing is passed, the team hears of the hold; after `maxHold` it goes back.";
const uncounted = "The step is held, and the message names the release that nobody counts; back after `maxHold`.";
const undecided = "Nothing more is counted, so nothing passes; back at the step's `maxObserve`.";
const goesOn = "It is held as long as it lasts and then goes on; nothing is counted twice or as failed.";

/** Only for so many requests. */
function passing(requests: number, fault: MetricsFault): MetricsFault {
  return (response, page, asked) => (asked > requests ? send(response, page) : fault(response, page, asked));
}

/** Each counter begins again at what it has now. */
function resetting(): MetricsFault {
  let base: ReadonlyMap<string, number> | undefined;
  return (response, page) => {
    base ??= valuesOf(page);
    const known = base;
    send(
      response,
      page.replace(sample, (line, name: string, value: string) =>
        name.startsWith("tidegate_candidate_ratio")
          ? line
          : `${name} ${Math.max(0, Number(value) - (known.get(name) ?? 0))}`,
      ),
    );
  };
}

const sample = /^([a-z_]+(?:\{.*\})?) ([\d.e+-]+)$/gm;

function valuesOf(page: string): ReadonlyMap<string, number> {
  return new Map([...page.matchAll(sample)].map(([, name = "", value = ""]) => [name, Number(value)]));
}

function frozen(): MetricsFault {
  let first: string | undefined;
  return (response, page) => {
    first ??= page;
    send(response, first);
  };
}

function cutOff(response: Parameters<MetricsFault>[0], page: string): void {
  response.writeHead(200, { "content-length": Buffer.byteLength(page) });
  response.write(page.slice(0, page.length / 2), () => response.destroy());
}

export const metricsFaults: readonly MetricsFaultCase[] = [
  {
    fault: "Metrics refuse the connection",
    within: "five polls, then `maxHold`",
    what: heldThenBack,
    act: () => (response) => response.destroy(),
    ends: "back",
    failureKinds: ["no-metrics"],
  },
  {
    fault: "Metrics never answer",
    within: "five time-outs, then `maxHold`",
    what: heldThenBack,
    act: () => () => undefined,
    ends: "back",
    failureKinds: ["no-metrics"],
  },
  {
    fault: "Metrics answer 429",
    within: "five polls, then `maxHold`",
    what: heldThenBack,
    act: () => (response) => send(response, "slow down", 429),
    ends: "back",
    failureKinds: ["no-metrics"],
  },
  {
    fault: "Metrics answer 503",
    within: "five polls, then `maxHold`",
    what: heldThenBack,
    act: () => (response) => send(response, "", 503),
    ends: "back",
    failureKinds: ["no-metrics"],
  },
  {
    fault: "Metrics answer with garbage",
    within: "five polls, then `maxHold`",
    what: heldThenBack,
    act: () => (response) => send(response, "<html>Sign in</html>"),
    ends: "back",
    failureKinds: ["no-metrics"],
  },
  {
    fault: "Metrics break off in the middle",
    within: "five polls, then `maxHold`",
    what: heldThenBack,
    act: () => cutOff,
    ends: "back",
    failureKinds: ["no-metrics"],
  },
  {
    fault: "Metrics count NaN",
    within: "five polls, then `maxHold`",
    what: heldThenBack,
    act: () => (response, page) =>
      send(
        response,
        page.replace(sample, (_, name: string) => `${name} NaN`),
      ),
    ends: "back",
    failureKinds: ["no-metrics"],
  },
  {
    fault: "Metrics stand still",
    within: "`maxObserve`",
    what: undecided,
    act: frozen,
    ends: "back",
    failureKinds: ["inconclusive", "no-traffic"],
    maxObserveMs: 3_000,
  },
  {
    fault: "The candidate's series are missing",
    within: "some polls, then `maxHold`",
    what: uncounted,
    act: () => (response, page) => send(response, page.replace(/^.*arm="candidate".*\n/gm, "")),
    ends: "back",
    failureKinds: ["routing", "no-metrics", "no-traffic", "inconclusive"],
    maxObserveMs: 3_000,
  },
  {
    fault: "Stable's series are missing",
    within: "some polls, then `maxHold`",
    what: uncounted,
    act: () => (response, page) => send(response, page.replace(/^.*arm="stable".*\n/gm, "")),
    ends: "back",
    failureKinds: ["routing", "no-metrics", "no-traffic", "inconclusive"],
    maxObserveMs: 3_000,
  },
  {
    fault: "Three scrapes in a row fail",
    within: "three polls",
    what: goesOn,
    act: () => passing(3, (response) => response.destroy()),
    ends: "on",
  },
  { fault: "All counters begin again at 0", within: "one poll", what: goesOn, act: resetting, ends: "on" },
];
