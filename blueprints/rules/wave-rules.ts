import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import { regionsOf, waveNames } from "../../src/release/wave.ts";
import type { PlacedEnvironment } from "../schema/stage-schema.ts";
import type { Finding, Rule } from "./rule.ts";

/** The regions of a wave are one stage: they differ in where they are, not in what they are. */
export const waveRules: Rule = ({ options, service }) => {
  const { environments } = service.settings;
  return waveNames(environments).flatMap((name) => {
    const regions = regionsOf(environments, name);
    const first = environments.findIndex(({ wave }) => wave === name);
    const paths = new Map(regions.map((region) => [region, ["environments", environments.indexOf(region)]]));
    const at = (region: EnvironmentSettings, ...rest: string[]) => [...(paths.get(region) ?? []), ...rest];
    const alone = `"${name}" is a wave of one region; add another, or write environment("${name}", { … })`;
    const again = `"${name}" is the name of two waves; give one of them another`;
    // They are one to whatever goes by the name: how their regions differ only follows.
    const isRepeated = new Set(entriesOf(options.environments, name)).size > 1;
    if (isRepeated) return [error(["environments", first], again)];
    return [
      ...(regions.length === 1 ? [error(["environments", first], alone)] : []),
      ...nameFindings(name, environments, first),
      ...differences(name, regions, at),
      ...longBakes(name, regions, at),
    ];
  });
};

type At = (region: EnvironmentSettings, ...rest: string[]) => Finding["path"];

const error = (path: Finding["path"], message: string): Finding => ({ severity: "error", path, message });

function entriesOf(environments: readonly PlacedEnvironment[], name: string): readonly number[] {
  return environments.flatMap(({ entry, wave }) => (wave?.name === name ? [entry] : []));
}

/** A promotion names either, so nobody could tell them apart. */
function nameFindings(name: string, environments: readonly EnvironmentSettings[], first: number): readonly Finding[] {
  const twin = environments.findIndex((environment) => environment.name === name);
  const path = ["environments", first];
  return twin < 0 ? [] : [error(path, `"${name}" is the name of an environment too; give the wave another`)];
}

/** What a release becomes, whom it serves and who begins it are said of the whole wave. */
function differences(name: string, regions: readonly EnvironmentSettings[], at: At): readonly Finding[] {
  const [first, ...others] = regions;
  if (first === undefined) return [];
  return others.flatMap((region) => {
    const findings: (Finding | false)[] = [
      region.channel !== first.channel &&
        error(
          at(region, "channel"),
          `is "${region.channel}", but "${first.channel}" in "${first.name}" of the same wave "${name}"; make them agree`,
        ),
      region.production !== first.production &&
        error(
          at(region, "production"),
          `"${(region.production ? region : first).name}" is production and "${(region.production ? first : region).name}" is not, in the same wave "${name}"; make them agree`,
        ),
      region.automatic !== first.automatic &&
        error(
          at(region, "automatic"),
          `"${(region.automatic ? region : first).name}" is deployed on each push and "${(region.automatic ? first : region).name}" is not, in the same wave "${name}"; write automatic: false, or true, for both`,
        ),
    ];
    return findings.filter((finding) => finding !== false);
  });
}

/** The next region waits in the run of the wave for the end of this one's bake. */
function longBakes(name: string, regions: readonly EnvironmentSettings[], at: At): readonly Finding[] {
  return regions
    .filter(({ governance }) => governance !== undefined && governance.longBake !== "attended")
    .map((region) =>
      error(
        at(region, "governance", "longBake"),
        `"watchdog" ends the job before it is known how the bake ends, but the wave "${name}" waits for it; write "attended", or leave it out`,
      ),
    );
}
