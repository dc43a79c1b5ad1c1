import { z } from "zod";
import { errorBudgetSchema } from "./error-budget-rules.ts";
import { freezeWindowSchema } from "./freeze-window.ts";

/**
 * What a team has decided about its rollouts beside the strategy. It is copied into the record when a rollout begins, so
 * that whoever takes over decides by the same rules without the manifest.
 */
export const governanceSchema = z.strictObject({
  /** When nothing goes forward. Going back is never frozen. */
  freezes: z.array(freezeWindowSchema).max(50).default([]),
  /**
   * What a rollout does that is under way when a freeze begins. `finish`: goes on if what is left of it, waiting times
   * and bake, ends within `finishWithinMs` of the freeze's beginning, and holds otherwise. `hold`: stands still until the
   * freeze is over. `rollback`: goes back.
   */
  onFreeze: z.enum(["finish", "hold", "rollback"]).default("finish"),
  finishWithinMs: z.number().int().min(0).default(3_600_000),
  /** What a newer release does that arrives while another is under way: waits for its end, or has it taken back first. */
  onNewer: z.enum(["wait", "supersede"]).default("wait"),
  /** How long it waits; 0 refuses at once, which is right where the pipeline queues. */
  waitMs: z.number().int().min(0).default(0),
  /**
   * What happens to a bake of more than 15 minutes. `attended`: the engine stays until its end. Otherwise the engine lets
   * go and the watchdog finishes it; should nobody come in time, the target takes the traffic back (`rollback`) or leaves
   * it where it is (`keep`).
   */
  longBake: z.enum(["attended", "rollback", "keep"]).default("attended"),
  /** `auto`: when stable burns and the candidate is proven not worse, it is promoted without waiting for the burn's end. */
  hotfix: z.enum(["auto", "declared"]).default("auto"),
  /** What has to be left of the error budget when a rollout begins. @default nobody asks */
  errorBudget: errorBudgetSchema.optional(),
});
export type Governance = z.infer<typeof governanceSchema>;
/** As it is written in the manifest; what is left out has its default. */
export type GovernanceSettings = z.input<typeof governanceSchema>;

/** Nothing declared. */
export const noGovernance: Governance = governanceSchema.parse({});

/**
 * From which share on, in percent, a release cannot be taken back, because of a database migration for example; 0: as
 * soon as it has any traffic. Absent in a record: it always can.
 */
export const irreversibleFromSchema = z.number().min(0).max(100);
