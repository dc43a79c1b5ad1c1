/** What there is to know of an environment to find its wave. */
interface Region {
  readonly wave?: string | undefined;
}

/** The regions of a wave, in the order of their rollouts; none when there is no such wave. */
export function regionsOf<Environment extends Region>(
  environments: readonly Environment[],
  wave: string,
): readonly Environment[] {
  return environments.filter((environment) => environment.wave === wave);
}

/** The waves of a service, in the order of promotion. */
export function waveNames(environments: readonly Region[]): readonly string[] {
  return [...new Set(environments.flatMap(({ wave }) => (wave === undefined ? [] : [wave])))];
}

/** The regions of its wave in which a release has to be live before this one gets it; none outside of waves. */
export function regionsBefore<Environment extends Region>(
  environments: readonly Environment[],
  environment: Environment,
): readonly Environment[] {
  const { wave } = environment;
  return wave === undefined ? [] : regionsOf(environments.slice(0, environments.indexOf(environment)), wave);
}

/**
 * What comes before an environment in the order of promotion: the one before it, or all regions of the wave before it.
 * The regions of one wave have the same before them.
 */
export function stageBefore<Environment extends Region>(
  environments: readonly Environment[],
  environment: Environment,
): readonly Environment[] {
  const { wave } = environment;
  const index = environments.findIndex((one) => (wave === undefined ? one === environment : one.wave === wave));
  const before = environments[index - 1];
  if (before === undefined) return [];
  return before.wave === undefined ? [before] : regionsOf(environments, before.wave);
}
