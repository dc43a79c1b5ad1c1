import { z } from "zod";
import { namedArgs } from "./declared.ts";
import { environmentDeclaration, type ParsedEnvironment } from "./environment-schema.ts";
import { name } from "./units.ts";

/** Of what is no environment only that is said, and nothing of what it holds. */
const region = z.discriminatedUnion("kind", [environmentDeclaration], {
  error: ({ input }) =>
    isWave(input) ? "is a wave within a wave; write its regions here, one by one" : 'write environment("name", { … })',
});

function isWave(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "wave";
}

const waveDeclaration = z.object({
  kind: z.literal("wave"),
  args: namedArgs(
    name,
    z.array(region).min(1, "is empty; add the regions, in the order of their rollouts"),
    'wave("name", [environment(…), …])',
  ),
});

/** An environment in its place in the order of promotion. */
export interface PlacedEnvironment extends ParsedEnvironment {
  /** Index of what it was written as, itself or its wave, in `environments`. */
  readonly entry: number;
  /** The wave it is a region of, and which one, from 0. */
  readonly wave?: { readonly name: string; readonly region: number };
}

/** Environments and waves, as the environments that they are. */
export const stages = z
  .array(
    z.discriminatedUnion(
      "kind",
      [environmentDeclaration, waveDeclaration],
      'write environment("name", { … }) or wave("name", [environment(…), …])',
    ),
  )
  .min(1, 'is empty; add one, such as environment("production", { … })')
  .transform((written): PlacedEnvironment[] =>
    written.flatMap((stage, entry) => {
      if (stage.kind === "environment") return [{ ...stage, entry }];
      const [wave, regions] = stage.args;
      return regions.map((environment, index) => ({ ...environment, entry, wave: { name: wave, region: index } }));
    }),
  );
