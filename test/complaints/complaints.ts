/** One thing that people report of delivery tools, what happens here instead, and where that is tested. */
export interface Complaint {
  readonly complaint: string;
  readonly answer: string;
  /** The file and the words of its test; none where tidegate has no answer yet. */
  readonly test?: readonly [file: string, words: string];
}

/** The fifteen of docs/reliability.md, the most frequent ones of the issue trackers of ten tools. */
export const complaints: readonly Complaint[] = [
  {
    complaint: "The runner dies or is cancelled, and the rollout stays half-way",
    answer: "The target takes the traffic back when the lease is over; the watchdog finishes the rest.",
    test: ["test/crash/crash-points.test.ts", "killed with SIGKILL between any two effects"],
  },
  {
    complaint: "The metrics are down, and the release counts as good",
    answer: "The share is held; after `maxHold` it goes back. Nothing advances without an answer.",
    test: ["test/faults/metrics-faults.ts", "refuse the connection"],
  },
  {
    complaint: "No traffic or NaN is taken for no errors",
    answer: "Requests are counted; none of them is *inconclusive: no traffic*, which holds and then goes back.",
    test: ["test/actions/rollout-bad-input.test.ts", "that count no traffic: the rollout holds, never advances"],
  },
  {
    complaint: "A rollout is stuck for ever",
    answer: "Each phase has an absolute deadline in the record, and one way out when it is over.",
    test: ["test/rollout/invariants/invariants.ts", "I9: every wait has an absolute end in the record"],
  },
  {
    complaint: "A stable release that burns blocks its own fix",
    answer: "Against a burning stable release, *not worse* is enough, and the fix skips the bake.",
    test: ["test/rollout/long-bake.test.ts", "is promoted fast while stable burns"],
  },
  {
    complaint: "A breach during a pause or an approval takes nothing back",
    answer: "Guards and judge go on in every pause, freeze and hold.",
    test: ["test/rollout/governance/commands.test.ts", "pause does not stop the safety monitor"],
  },
  {
    complaint: "A failed release is tried again by itself",
    answer: "Its digest is in quarantine in that environment until a person lifts it with a reason.",
    test: [
      "test/rollout/governance/quarantine.test.ts",
      "refuses a digest that failed, until it is lifted with a reason",
    ],
  },
  {
    complaint: "Git still asks for what was rolled back, and the next sync brings it",
    answer:
      "Its digest is in quarantine: whoever asks for it again, a sync too, is refused, and the record says what the environment runs. No target is driven by Git yet.",
    test: [
      "test/rollout/governance/quarantine.test.ts",
      "keeps out what a sync from Git asks for again and again after it went back",
    ],
  },
  {
    complaint: "A release that cannot be taken back is taken back all the same",
    answer: "`reversible: false`, or from a share on: the share stays, people are called, a person decides.",
    test: ["test/rollout/governance/irreversible.test.ts", "a release that cannot be taken back"],
  },
  {
    complaint: "A regression after 100 % finds the old release gone",
    answer: "The old release stays warm for the whole bake, which is judged like a step.",
    test: [
      "test/rollout/engine.test.ts",
      "a regression that begins in the bake is taken back while the old release is warm",
    ],
  },
  {
    complaint: "Several regions have to be rolled out one after the other",
    answer:
      "A `wave` is one promotion: each region waits for the bake of the one before, and what it brought goes back in reverse order.",
    test: ["test/rehearse/wave.test.ts", "goes back there by itself, then in the first, and never comes to the third"],
  },
  {
    complaint: "An older build overwrites a newer one, a rollback fired twice goes one too far",
    answer: "Releases are ordered by ancestry, actors by epochs, and a rollback names its digest.",
    test: [
      "test/rollout/governance/newer-release.test.ts",
      "the older one of two started in reverse order never overwrites",
    ],
  },
  {
    complaint: "Notices are lost, doubled or silent",
    answer: "They wait in the record until they are delivered, each with a key; the last one comes exactly once.",
    test: [
      "test/rollout/flush-outbox.test.ts",
      "survives a minute of errors without losing or doubling the last notice",
    ],
  },
  {
    complaint: "A freeze blocks the rollback too",
    answer: "A freeze holds forward steps only, in its own time zone; going back is never asked about it.",
    test: ["test/rollout/governance/freezes.test.ts", "never blocks going back: not by a verdict, not by hand"],
  },
  {
    complaint: "The verdict cannot be understood or checked",
    answer: "The record keeps counts, intervals and evidence; `tidegate replay` reaches the same verdict from them.",
    test: ["test/cli/replay.test.ts", "reaches every recorded verdict again, word for word"],
  },
];
