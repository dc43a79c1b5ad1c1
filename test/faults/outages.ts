/** Faults of what a rollout depends on beside the target and the metrics; each has a test of its own. */
export interface Outage {
  readonly fault: string;
  readonly what: string;
  /** How long it takes, in the words of the manifest. */
  readonly within: string;
}

export const outages = {
  diskFull: {
    fault: "The disk is full when the record is to be written",
    what: "Nothing goes forward without a record; the lease is over, the target takes the traffic back, and stores that once there is room.",
    within: "lease and one tick",
  },
  twoEngines: {
    fault: "Two engines and a watchdog at once",
    what: "One compare-and-swap wins; the other engine refuses, the watchdog leaves the living one alone.",
    within: "at once",
  },
  githubDown: {
    fault: "GitHub's API is down for the whole rollout",
    what: "Nothing waits for it; the ledger's notices stay in the record, and the watchdog delivers them when it is back.",
    within: "one visit of the watchdog",
  },
  webhookDown: {
    fault: "The team's webhook answers 500 for the whole rollout",
    what: "The rollout ends as it would; the notices stay in the record, and the watchdog delivers each once when it is back.",
    within: "one visit of the watchdog",
  },
  registryDown: {
    fault: "The registry is down when the traffic is to go back",
    what: "Going back needs no image; back at once.",
    within: "one poll",
  },
} as const satisfies Readonly<Record<string, Outage>>;
