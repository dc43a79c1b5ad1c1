import { TidegateError } from "../../errors/tidegate-error.ts";

/** Where an adopting repository keeps its pins, from its root. */
export const pinFilePath = ".tidegate/pins.json";

/** A pin file that cannot be used; every problem at once. */
export class PinFileError extends TidegateError {
  readonly problems: readonly string[];

  constructor(path: string, problems: readonly string[]) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super("invalid-configuration", `${path} has ${count}:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}
