import { z } from "zod";

const headerName = z.string().regex(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, "expected a header's name in lower case");
const cookieName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "expected a cookie's name");
/** Visible ASCII, so that it can stand in a header or a cookie as it is. */
const fieldValue = z.string().regex(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,200}$/, "expected a plain value");

/** A request that goes to the candidate whatever the share is: it carries exactly this value. */
export const requestMatchSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("header"), name: headerName, value: fieldValue }),
  z.object({ kind: z.literal("cookie"), name: cookieName, value: fieldValue }),
]);
export type RequestMatch = z.infer<typeof requestMatchSchema>;

/**
 * What names a user. The same value always goes to the same arm, chosen by a hash, so that growing the share moves users
 * to the candidate and none back. A request without the header goes to stable; one without the cookie gets one.
 */
export const stickyKeySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("header"), name: headerName }),
  z.object({ kind: z.literal("cookie"), name: cookieName }),
]);
export type StickyKey = z.infer<typeof stickyKeySchema>;

export const armSchema = z.enum(["stable", "candidate"]);

/** Path of a service, from its root, as it stands in a request line. */
export const servicePathSchema = z.string().regex(/^\/[\x21-\x7e]{0,500}$/, "expected a path such as /health");

/** Requests that the target makes up itself and counts apart from the users'. */
export const probesSchema = z.object({
  /** Asked for in turn. */
  paths: z.array(servicePathSchema).min(1).max(50),
  /** To each arm. */
  requestsPerSecond: z.number().gt(0).max(100),
  arms: z.array(armSchema).min(1),
});
export type Probes = z.infer<typeof probesSchema>;

/** What a target does with requests beside splitting them by the candidate's share. */
export const trafficRulesSchema = z.object({
  match: z.array(requestMatchSchema).min(1).max(16).optional(),
  sticky: stickyKeySchema.optional(),
  /** Share of stable's requests that are copied to the candidate, whose replies nobody sees; 0 < percent ≤ 100. */
  mirrorPercent: z.number().gt(0).max(100).optional(),
  probes: probesSchema.optional(),
});
export type TrafficRules = z.infer<typeof trafficRulesSchema>;

/** Whether two sets of rules say the same; none at all is the same as an empty set. */
export function areSameRules(one: TrafficRules | undefined, other: TrafficRules | undefined): boolean {
  return canonical(one) === canonical(other);
}

/** The same text for the same rules, however their keys were ordered. */
function canonical({ match, sticky, mirrorPercent, probes }: TrafficRules = {}): string {
  return JSON.stringify([
    (match ?? []).map(({ kind, name, value }) => [kind, name, value].join(" ")).sort(),
    sticky === undefined ? "" : [sticky.kind, sticky.name],
    mirrorPercent ?? 0,
    probes === undefined ? "" : [probes.paths, probes.requestsPerSecond, [...probes.arms].sort()],
  ]);
}
