import { z } from "zod";
import { quoteValue } from "../../src/errors/quote-value.ts";
import { declared } from "./declared.ts";
import { durationMs, matching, percent } from "./units.ts";

const path = matching(/^\/[\x21-\x7e]{0,500}$/, 'a path such as "/healthz"');

/** A number and a unit, `"20 rps"`, as the number. */
function amount(unit: string, example: string) {
  const advice = `write a number and "${unit}", such as "${example}"`;
  return z.string(advice).transform((text, context) => {
    const [, digits = ""] = new RegExp(`^(\\d+(?:\\.\\d+)?) ${unit}$`).exec(text) ?? [];
    const value = Number(digits);
    if (digits !== "" && value > 0 && Number.isFinite(value)) return value;
    context.addIssue(`${quoteValue(text)} is not an amount above 0; ${advice}`);
    return z.NEVER;
  });
}

const shares = z.array(percent, 'write a list of shares, such as ["5%", "20%", "50%"], or "computed"');

const canary = declared(
  "canary",
  z.strictObject({
    steps: z.union([shares, z.literal("computed")]).optional(),
    traffic: amount("rps", "20 rps").optional(),
    harm: amount("requests", "50 requests").optional(),
    settle: durationMs.optional(),
    observe: durationMs.optional(),
    maxObserve: durationMs.optional(),
    bake: durationMs.optional(),
    probes: z
      .strictObject({ rps: z.number().gt(0, "must be more than 0").max(100, "must be at most 100"), path })
      .optional(),
  }),
);

const rolling = declared(
  "rolling",
  z.strictObject({
    batches: z.number().int().min(1).max(100).optional(),
    settle: durationMs.optional(),
    bake: durationMs.optional(),
  }),
);

const headerName = matching(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, 'a header\'s name in lower case, such as "x-beta"');
const cookieName = matching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'a cookie\'s name, such as "beta"');
const value = matching(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,200}$/, 'a plain value, such as "yes"');

const match = z.discriminatedUnion(
  "kind",
  [
    z.object({ kind: z.literal("header"), args: z.tuple([headerName, value]) }),
    z.object({ kind: z.literal("cookie"), args: z.tuple([cookieName, value]) }),
  ],
  'write header("x-beta", "yes") or cookie("beta", "yes")',
);
const userKey = z.discriminatedUnion(
  "kind",
  [declared("header", headerName), declared("cookie", cookieName)],
  'write cookie("tidegate-arm") or header("x-user")',
);

const blueGreen = declared(
  "blue-green",
  z.strictObject({
    smoke: z.array(path).min(1, 'is empty; name a path, such as "/healthz", or leave it out').max(50).optional(),
    preview: z.union([z.literal(false), match], 'write header("x-preview", "yes"), or false').optional(),
    verify: durationMs.optional(),
    maxVerify: durationMs.optional(),
    settle: durationMs.optional(),
    verifySwitched: durationMs.optional(),
    bake: durationMs.optional(),
  }),
);

/** `"decision"`, or a moment as milliseconds since the epoch. */
const testEnd = z.string('write "decision", or a moment such as "2026-12-24T12:00:00Z"').transform((text, context) => {
  if (text === "decision") return "decision" as const;
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(atMs)) return atMs;
  context.addIssue(
    `${quoteValue(text)} is no moment; write "decision", or a date and time with its zone, such as "2026-12-24T12:00:00Z"`,
  );
  return z.NEVER;
});

const abTest = declared(
  "ab-test",
  z.strictObject({
    audience: z.array(match).min(1, 'is empty; write header("x-beta", "yes"), or use share and by').max(16).optional(),
    share: percent.optional(),
    by: userKey.optional(),
    ends: testEnd.optional(),
    afterwards: z.enum(["advance", "go-back"]).optional(),
    atMost: durationMs.optional(),
    settle: durationMs.optional(),
    observe: durationMs.optional(),
    bake: durationMs.optional(),
  }),
);

const shadow = declared(
  "shadow",
  z.strictObject({
    mirror: percent.optional(),
    settle: durationMs.optional(),
    observe: durationMs.optional(),
    maxObserve: durationMs.optional(),
    followedBy: z
      .discriminatedUnion(
        "kind",
        [canary, rolling, blueGreen],
        "write canary({ … }), rolling({ … }) or blueGreen({ … })",
      )
      .optional(),
  }),
);

export const strategyOptions = z.discriminatedUnion(
  "kind",
  [canary, rolling, declared("recreate", z.strictObject({ bake: durationMs.optional() })), blueGreen, abTest, shadow],
  "write canary({ … }), rolling({ … }), recreate({ … }), blueGreen({ … }), abTest({ … }) or shadow({ … })",
);
export type ParsedStrategy = z.output<typeof strategyOptions>;
