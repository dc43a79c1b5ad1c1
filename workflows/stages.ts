import type { Pipeline, PipelineEnvironment } from "./pipeline.ts";

/** What is promoted as one: an environment, or the regions of a wave. */
export interface Stage {
  /** What a promotion names. */
  readonly name: string;
  /** In the order of their rollouts; one, unless it is a wave. */
  readonly environments: readonly [PipelineEnvironment, ...PipelineEnvironment[]];
  readonly isWave: boolean;
}

/** In the order of promotion. */
export function stagesOf({ environments }: Pick<Pipeline, "environments">): readonly Stage[] {
  const stages: Stage[] = [];
  for (const environment of environments) {
    const { name, wave } = environment;
    const last = stages.at(-1);
    if (wave !== undefined && last?.isWave && last.name === wave) {
      const [first, ...others] = last.environments;
      stages.splice(-1, 1, { ...last, environments: [first, ...others, environment] });
    } else stages.push({ name: wave ?? name, environments: [environment], isWave: wave !== undefined });
  }
  return stages;
}

export function wavesOf(pipeline: Pick<Pipeline, "environments">): readonly Stage[] {
  return stagesOf(pipeline).filter(({ isWave }) => isWave);
}

/** The environments that are promoted by themselves. */
export function aloneIn({ environments }: Pick<Pipeline, "environments">): readonly PipelineEnvironment[] {
  return environments.filter(({ wave }) => wave === undefined);
}

/** Where a success gives a release its next name at once; a region's does not, before its whole wave has succeeded. */
export function namingIn(pipeline: Pick<Pipeline, "environments">): readonly string[] {
  return aloneIn(pipeline)
    .filter(({ channel }) => channel !== "alpha")
    .map(({ name }) => name);
}
