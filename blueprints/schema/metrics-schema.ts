import { z } from "zod";
import { quoteValue } from "../../src/errors/quote-value.ts";
import { isPrivateUrl, isRegex, metricsUrlProblem } from "../../src/manifest/metrics-settings.ts";
import { declared } from "./declared.ts";
import { durationMs, matching, secretName } from "./units.ts";

const metricName = matching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'a metric\'s name, such as "http_requests_total"');
const labelName = matching(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'a label\'s name, such as "service"');
const labelValue = z.string("write a label's value").min(1, "is empty; write a label's value");

const url = z.string("write an http or https URL").superRefine((text, context) => {
  const problem = metricsUrlProblem(text);
  // What stands there may hold a password, so it is not shown.
  if (problem !== undefined) context.addIssue(problem);
});

const regex = z.string('write a regular expression, such as "5.."').refine(isRegex, {
  error: ({ input }) => `${quoteValue(String(input))} is no regular expression; write one such as "5.."`,
});

function between(lowestMs: number, highestMs: number, advice: string) {
  return durationMs.refine((value) => value >= lowestMs && value <= highestMs, { error: advice });
}

const timeout = between(100, 60_000, "must be between 100ms and 1m");

const series = z.strictObject({
  requests: metricName,
  durations: metricName.optional(),
  durationUnit: z.enum(["seconds", "milliseconds"], 'write "seconds" or "milliseconds"').optional(),
  arm: z
    .strictObject({ label: labelName, stable: labelValue, candidate: labelValue })
    .refine(({ stable, candidate }) => stable !== candidate, "names both releases alike; nothing could tell them apart")
    .optional(),
  failed: z.strictObject({ label: labelName, values: regex }).optional(),
});

const auth = z.union(
  [
    z.strictObject({ bearer: secretName }),
    z.strictObject({ basic: z.strictObject({ username: secretName, password: secretName }) }),
  ],
  'write { bearer: "NAME_OF_A_SECRET" } or { basic: { username: "NAME_OF_A_SECRET", password: "NAME_OF_A_SECRET" } }',
);

const http = {
  series: series.optional(),
  auth: auth.optional(),
  ca: secretName.optional(),
  timeout: timeout.optional(),
};
const needsTls = { error: "would go over plain http for everybody to read; use an https URL", path: ["auth"] };

/** zod would say of a wrong key only that it is wrong. */
const select = z.record(z.string(), z.string("write a label's value")).superRefine((labels, context) => {
  for (const name of Object.keys(labels)) {
    const problem = labelName.safeParse(name).error?.issues[0]?.message;
    if (problem !== undefined) context.addIssue({ code: "custom", path: [name], message: problem });
  }
});

const prometheusOptions = z
  .strictObject({
    url,
    select: select.optional(),
    scrape: between(
      1_000,
      30_000,
      "must be between 1s and 30s; with older numbers the judge would never pass a step",
    ).optional(),
    ...http,
  })
  .refine((options) => options.auth === undefined || isPrivateUrl(options.url), needsTls);

const pages = z.array(url).min(1, "is empty; write the URL of a page of each process");

const scrapeOptions = z
  .strictObject({ url: url.optional(), stable: pages.optional(), candidate: pages.optional(), ...http })
  .refine(({ url, stable, candidate }) => (url === undefined) === (stable !== undefined && candidate !== undefined), {
    error: "needs either `url`, or `stable` and `candidate`",
  })
  .refine(({ url, stable, candidate }) => url === undefined || (stable === undefined && candidate === undefined), {
    error: "needs either `url`, or `stable` and `candidate`, not both",
  })
  .refine(
    ({ auth, url, stable = [], candidate = [] }) =>
      auth === undefined || [...(url === undefined ? [] : [url]), ...stable, ...candidate].every(isPrivateUrl),
    needsTls,
  );

const word = z.string("write a program and its arguments, each as a text of its own");
const argv = z.tuple([word.min(1, "is empty; write a program")], word);

/** Where the judge's counters come from, as declared. */
export const metricsOptions = z.discriminatedUnion(
  "kind",
  [
    declared("prometheus", prometheusOptions),
    declared("scrape", scrapeOptions),
    z.object({
      kind: z.literal("command"),
      args: z.tuple([argv, z.strictObject({ secrets: z.array(secretName).optional(), timeout: timeout.optional() })]),
    }),
  ],
  "write prometheus({ url }), scrape({ url }) or command([program, …])",
);
export type ParsedMetrics = z.output<typeof metricsOptions>;
