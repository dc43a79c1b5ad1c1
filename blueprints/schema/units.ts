import { z } from "zod";
import { quoteValue } from "../../src/errors/quote-value.ts";
import { toMilliseconds } from "../duration.ts";
import { toPercent, toRatio } from "../percentage.ts";

/** A text such as `"5m"`, as whole milliseconds. */
export const durationMs = z.string('write a duration such as "30s", "5m" or "1h"').transform((text, context) => {
  const milliseconds = toMilliseconds(text);
  if (milliseconds === undefined) {
    context.addIssue(`${quoteValue(text)} is not a duration; write a number and ms, s, m, h or d, such as "5m"`);
    return z.NEVER;
  }
  return milliseconds;
});

/** As `durationMs`, but longer than nothing. */
export const positiveDurationMs = durationMs.refine((milliseconds) => milliseconds > 0, {
  error: 'is no time at all; write a duration such as "30s"',
});

/** A text such as `"99.9%"`, as the number before the sign. */
export const percent = z.string('write a percentage such as "5%"').transform((text, context) => {
  const value = toPercent(text);
  if (value === undefined) {
    context.addIssue(`${quoteValue(text)} is not a percentage; write a number and %, such as "5%"`);
    return z.NEVER;
  }
  return value;
});

/** A share of requests that is neither none nor all, 0..1 exclusive. */
export const properRatio = percent
  .refine((value) => value > 0 && value < 100, {
    error: ({ input }) =>
      `${input} % leaves no ${input === 0 ? "promise" : "room for a single failure"}; write a share between 0 % and 100 %, such as "99.9%"`,
  })
  .transform(toRatio);

/** A text of a fixed form; the message shows what was written. Not for what may be a secret. */
export function matching(pattern: RegExp, advice: string) {
  return z.string(`write ${advice}`).refine((text) => pattern.test(text), {
    error: ({ input }) => `${quoteValue(String(input))} is not what is expected here; write ${advice}`,
  });
}

/** Lower-case name that can stand in a tag, a file name and a concurrency group. */
export const name = matching(
  /^[a-z][a-z0-9-]{0,38}$/,
  "a name of up to 39 lower-case letters, digits and dashes, beginning with a letter",
);

/** Name of a secret. The text that stands there instead may be the secret itself, so it is never shown. */
export const secretName = z
  .string("write the name of a secret")
  .regex(
    /^(?!GITHUB_)[A-Z][A-Z0-9_]*$/,
    'expects the name of a secret, such as "SLACK_WEBHOOK_URL", and what stands there is none (it is not shown here). If it is the secret\'s value: remove it, replace the secret where it came from, store it under Settings → Secrets, and write its name',
  );

/** Name of an environment variable. */
export const variableName = matching(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "a variable's name of letters, digits and underscores",
);

/** A command as a person would type it; expressions of GitHub would be injected into a shell and are refused. */
export const command = z
  .string("write a command")
  .trim()
  .min(1, "is empty; write a command")
  .refine((text) => !text.includes("${{"), {
    error: "holds a ${{ expression }}, which GitHub would paste into the shell; use an environment variable",
  });

function isPlainPath(path: string): boolean {
  return path !== "" && !path.startsWith("/") && !path.split("/").includes("..") && !/[\s\\*?"'$]/.test(path);
}

const writtenPath = z.string("write a path").transform((path) => path.replace(/^\.\//, "").replace(/\/+$/, ""));
const advice = {
  error: ({ input }: { readonly input?: unknown }) =>
    `${quoteValue(String(input))} is no plain path of this repository; write one such as "services/info"`,
};

/** Path below the service's directory, without leading or trailing slash. */
export const relativePath = writtenPath.refine((path) => path !== "." && isPlainPath(path), advice);

/** A folder of the repository; `.` is its root. */
export const serviceDirectory = writtenPath.refine(isPlainPath, advice);
