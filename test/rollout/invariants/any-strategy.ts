import fc from "fast-check";
import type { Strategy } from "../../../src/rollout/strategy.ts";

const durationMs = (max: number) => fc.integer({ min: 0, max });
/** Now and then longer than an engine stays for it. */
const bakeMs = fc.oneof(
  { weight: 5, arbitrary: durationMs(15_000) },
  { weight: 1, arbitrary: fc.integer({ min: 16 * 60_000, max: 20 * 60_000 }) },
);
const watched = fc
  .record({ settleMs: durationMs(3_000), observeMs: durationMs(6_000), extraMs: durationMs(12_000) })
  .map(({ settleMs, observeMs, extraMs }) => ({ settleMs, observeMs, maxObserveMs: observeMs + extraMs }));
const header = (value: string) => ({ kind: "header", name: "x-arm", value }) as const;

type Kind<K extends Strategy["kind"]> = Extract<Strategy, { kind: K }>;

const canary = fc
  .record({
    stepPercents: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
    times: watched,
    bakeMs,
  })
  .map(({ stepPercents, times, ...rest }): Kind<"canary"> => {
    return { kind: "canary", stepPercents: [...stepPercents].sort((a, b) => a - b), ...times, ...rest };
  });
const rolling = fc
  .record({ batches: fc.integer({ min: 1, max: 4 }), settleMs: durationMs(2_000), bakeMs })
  .map((options): Kind<"rolling"> => ({ kind: "rolling", ...options }));
const recreate = fc.record({ bakeMs }).map((options): Kind<"recreate"> => ({ kind: "recreate", ...options }));
const blueGreen = fc
  .record({
    preview: fc.option(fc.constant(header("preview")), { nil: undefined }),
    settleMs: durationMs(2_000),
    verifyMs: durationMs(4_000),
    maxVerifyMs: durationMs(12_000),
    verifySwitchedMs: durationMs(4_000),
    bakeMs,
  })
  .map(({ preview, ...options }): Kind<"blue-green"> => {
    const smoke = { smoke: ["/health"], smokePerSecond: 1 };
    return { kind: "blue-green", ...smoke, ...options, ...(preview === undefined ? {} : { preview }) };
  });
/** The clock of the bench begins then. */
const beginMs = 1_700_000_000_000;
const testEnd = fc.oneof(
  fc.constant({ kind: "decision" } as const),
  fc
    .record({ afterMs: durationMs(60_000), outcome: fc.constantFrom<"advance" | "go-back">("advance", "go-back") })
    .map(({ afterMs, outcome }) => ({ kind: "date", atMs: beginMs + afterMs, outcome }) as const),
);
type Audience = Kind<"ab-test">["audience"];
const abTest = fc
  .record({
    audience: fc.oneof(
      fc.constant<Audience>({ kind: "match", match: [header("b")] }),
      fc.integer({ min: 1, max: 99 }).map((percent): Audience => {
        return { kind: "share", percent, by: { kind: "cookie", name: "arm" } };
      }),
    ),
    end: testEnd,
    times: watched,
    /** Now and then longer than an engine stays for it. */
    restMs: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constant(16 * 60_000)),
    bakeMs,
  })
  .map(({ times: { maxObserveMs, ...times }, restMs, ...options }): Kind<"ab-test"> => {
    return { kind: "ab-test", ...options, ...times, maxObserveMs: maxObserveMs + restMs };
  });
const shadow = fc
  .record({
    mirrorPercent: fc.integer({ min: 1, max: 100 }),
    times: watched,
    followedBy: fc.oneof(canary, rolling, blueGreen),
  })
  .map(({ times, ...options }): Kind<"shadow"> => ({ kind: "shadow", ...options, ...times }));

/** All strategies; canaries more often, because they have the most to go wrong. */
export const anyStrategy: fc.Arbitrary<Strategy> = fc.oneof(
  { weight: 4, arbitrary: canary },
  rolling,
  recreate,
  blueGreen,
  abTest,
  shadow,
);
