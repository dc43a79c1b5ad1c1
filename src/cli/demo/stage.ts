import type { Rehearsal } from "../../rehearse/rehearsal.ts";
import type { World } from "../../rehearse/world.ts";
import type { Target } from "../../rollout/ports.ts";
import type { DemoProgress } from "./progress.ts";

/** One notice as the team's webhook received it. */
export interface ReceivedNotice {
  readonly kind: string;
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly rolloutId: string;
  readonly text: string;
}

/** What the story is played on. */
export interface Stage {
  readonly rehearsal: Rehearsal;
  readonly world: World;
  readonly progress: DemoProgress;
  /** The files that synth wrote. */
  readonly synthesized: readonly string[];
  /** The target of a service in an environment, as the actions see it. */
  target(service: string, environment: string): Target;
  /** Notices that reached the team's webhook so far, repeats dropped. */
  notices(): readonly ReceivedNotice[];
  /** States of the newest GitHub Deployment of a version to production, oldest first. */
  deploymentStates(version: string): readonly string[];
}
