import { z } from "zod";
import { releaseSchema } from "../../release/release.ts";
import type { Effect, Observation } from "../../rollout/ports.ts";
import { trafficRulesSchema } from "../../rollout/traffic-rules.ts";
import { armSettingsSchema } from "./arm-settings.ts";
import { processIdentitySchema } from "./process-identity.ts";

/** Raised when a gate and an adapter of different versions would misunderstand each other. */
export const gateProtocol = 1;

/** How to reach a running gate; the content of gate.json. */
export const gateInfoSchema = z.object({
  protocol: z.number().int(),
  process: processIdentitySchema,
  adminUrl: z.url(),
  /** Bearer token of the admin interface. */
  token: z.string().min(32),
  /** Where users reach the service. */
  publicUrl: z.url(),
  port: z.number().int(),
});
export type GateInfo = z.infer<typeof gateInfoSchema>;

/** What the adapter starts a gate with, as one JSON argument. */
export const gateArgumentsSchema = z.object({
  home: z.string(),
  environment: z.string(),
  service: z.string(),
  /** Public port; 0 takes the one it had before, or a free one. */
  port: z.number().int().min(0).max(65_535),
});
export type GateArguments = z.infer<typeof gateArgumentsSchema>;

/** What a gate tells the process that started it, over the IPC channel. */
export const gateStartSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  /** Another gate has the lock. */
  z.object({ kind: z.literal("held") }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string() }),
]);
export type GateStart = z.infer<typeof gateStartSchema>;

const effectSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prepare"), release: releaseSchema }),
  z.object({ kind: z.literal("stop-stable") }),
  z.object({
    kind: z.literal("set-weight"),
    candidatePercent: z.number().min(0).max(100),
    rules: trafficRulesSchema.optional(),
  }),
  z.object({ kind: z.literal("promote") }),
  z.object({ kind: z.literal("restore"), stable: releaseSchema.optional() }),
]);

/** JSON has no `undefined`, so the key that the port wants is put back. */
export function toEffect(effect: z.infer<typeof effectSchema>): Effect {
  return effect.kind === "restore" ? { kind: "restore", stable: effect.stable } : effect;
}

export const effectRequestSchema = z.object({
  effect: effectSchema,
  fence: z.object({ epoch: z.number().int().min(0), key: z.string() }),
  /** For arms that this effect starts, unless the gate knows how that release ran before. */
  arm: armSettingsSchema,
  port: z.number().int().min(0).max(65_535),
});
export type EffectRequest = z.infer<typeof effectRequestSchema>;

const armObservationSchema = z.object({
  release: releaseSchema,
  ready: z.boolean(),
  instances: z.number().int(),
  restarts: z.number().int(),
  notReadyReason: z.string().optional(),
});

export const observationSchema: z.ZodType<Observation> = z.object({
  arms: z.object({ stable: armObservationSchema.optional(), candidate: armObservationSchema.optional() }),
  candidatePercent: z.number(),
  rules: trafficRulesSchema.optional(),
  url: z.string().optional(),
});

export const problemSchema = z.object({ code: z.string(), message: z.string() });
export type Problem = z.infer<typeof problemSchema>;
