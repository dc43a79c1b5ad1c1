import { startRollout } from "../../../src/rollout/engine.ts";
import type { CommandKind } from "../../../src/rollout/governance/command.ts";
import { type GovernanceSettings, governanceSchema } from "../../../src/rollout/governance/policy.ts";
import { submitCommand } from "../../../src/rollout/governance/submit-command.ts";
import type { Outcome } from "../../../src/rollout/outcome.ts";
import type { RolloutRequest } from "../../../src/rollout/request.ts";
import { type Bench, bench, scripted, type VerdictName, v1 } from "../bench.ts";

export const where = {
  service: "info",
  environment: "production",
  actor: "grace",
  holder: "hand 1",
  reason: "it hurts",
};
export const governance = (settings: GovernanceSettings) => governanceSchema.parse(settings);

/** A rollout under way, and what is done to it at a time since its start. */
export interface Story {
  readonly say?: (percent: number, phase: string) => VerdictName;
  readonly request?: Partial<RolloutRequest>;
  readonly acts?: readonly (readonly [afterMs: number, kind: CommandKind])[];
}

export async function tell({
  say = () => "pass",
  request = {},
  acts = [],
}: Story): Promise<Bench & { readonly outcome: Outcome }> {
  const made = await bench({ live: v1 });
  const startedMs = made.clock.nowMs();
  let id = 0;
  for (const [afterMs, kind] of acts) {
    made.clock.at(startedMs + afterMs, () => {
      void submitCommand({ kind, actor: "grace", reason: "I say so" }, { ...made, newId: () => `c${++id}` });
    });
  }
  const outcome = await startRollout(made.request(request), made.ports, scripted(say));
  return { ...made, outcome };
}

export const phases = ({ target }: Bench) => target.stored?.record.rollout?.timeline.map(({ phase }) => phase) ?? [];
export const weights = ({ target }: Bench) =>
  target.done.flatMap(({ effect }) => (effect.kind === "set-weight" ? [effect.candidatePercent] : []));
export const audit = ({ target }: Bench) =>
  target.stored?.record.audit.map(({ action, result }) => `${action}: ${result}`);
