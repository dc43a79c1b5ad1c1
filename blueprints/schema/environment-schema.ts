import { z } from "zod";
import { declared, namedArgs } from "./declared.ts";
import { governanceOptions } from "./governance-schema.ts";
import { metricsOptions } from "./metrics-schema.ts";
import { strategyOptions } from "./strategy-schema.ts";
import { durationMs, matching, name, positiveDurationMs, properRatio, variableName } from "./units.ts";

const urlOfOption = declared("url-of", name);
const processEnv = z.record(
  variableName,
  z.union([z.string(), urlOfOption], 'write a text, or urlOf("other-service")'),
);

const targetOptions = z.discriminatedUnion(
  "kind",
  [
    declared(
      "embedded",
      z.strictObject({
        port: z.number().int().min(0).max(65_535).optional(),
        instances: z.number().int().min(1).max(16).optional(),
        env: processEnv.optional(),
        healthPath: matching(/^\/[^\s]*$/, 'a path such as "/healthz"').optional(),
        drain: durationMs.optional(),
      }),
    ),
  ],
  "write what runs the service, such as embedded()",
);

const approver = matching(
  /^(team|user):[A-Za-z0-9][A-Za-z0-9-]*$/,
  '"team:<slug>" or "user:<login>", such as "team:sre"',
);

const environmentOptions = z.strictObject({
  target: targetOptions,
  strategy: strategyOptions.optional(),
  approvers: z.array(approver).max(6, "has more than the 6 approvers that GitHub takes; name a team").optional(),
  production: z.boolean().optional(),
  automatic: z.boolean().optional(),
  channel: z.enum(["alpha", "rc", "stable"]).optional(),
  metrics: metricsOptions.optional(),
  judge: z
    .strictObject({
      falseAlarms: properRatio.optional(),
      riskRatio: z.number().min(1, "must be at least 1: at 1 the two releases are as good as each other").optional(),
      minRequests: z.number().int().min(1).optional(),
      detectRatio: z.number().gt(1, "must be more than 1").optional(),
    })
    .optional(),
  limits: z
    .strictObject({
      ready: positiveDurationMs.optional(),
      hold: positiveDurationMs.optional(),
      lease: positiveDurationMs.optional(),
      poll: positiveDurationMs.optional(),
    })
    .optional(),
  governance: governanceOptions.optional(),
  requestsPerSecond: z.number().positive("must be more than 0; leave it out if it is unknown").optional(),
});

const form = 'environment("name", { … })';

export const environmentDeclaration = z.object({
  kind: z.literal("environment", `write ${form}`),
  args: namedArgs(name, environmentOptions, form),
});
export type ParsedEnvironment = z.output<typeof environmentDeclaration>;
