import { type Declaration, declare } from "./declaration.ts";
import type { EnvironmentDeclaration } from "./environment.ts";

/** Of the wave's own name the type says nothing, so that `Name` is inferred from the regions alone. */
export type WaveDeclaration<Name extends string = string> = Declaration<
  "wave",
  readonly [never, readonly EnvironmentDeclaration<Name>[]]
>;

/**
 * Regions of one stage, rolled out one after the other as one promotion: each waits for the success of the one before,
 * its bake included. When one does not succeed, those before it go back too, the last one first. Stands among
 * `environments`; a promotion names the wave, everything else its regions.
 *
 * @example wave("production", [environment("eu", { target: embedded() }), environment("us", { target: embedded() })])
 */
export function wave<const Name extends string>(
  ...args: [name: string, regions: readonly EnvironmentDeclaration<Name>[]]
): WaveDeclaration<Name> {
  return declare("wave", args as [never, (typeof args)[1]]);
}
