import { z } from "zod";
import { digestSchema } from "../release/release.ts";

/** What our deployments are filed under; other tools' deployments have another task. */
export const deploymentTask = "deploy:tidegate";

/** What a deployment on GitHub says of itself. */
export const deploymentPayloadSchema = z.object({
  service: z.string(),
  version: z.string(),
  rolloutId: z.string(),
  /** Absent when a deployment failed before it had an image. */
  digest: digestSchema.optional(),
});
export type DeploymentPayload = z.infer<typeof deploymentPayloadSchema>;

/** @param payload as GitHub returns it: an object, or the JSON of one */
export function findPayload(payload: unknown): DeploymentPayload | undefined {
  const parsed = deploymentPayloadSchema.safeParse(typeof payload === "string" ? findJson(payload) : payload);
  return parsed.success ? parsed.data : undefined;
}

function findJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
