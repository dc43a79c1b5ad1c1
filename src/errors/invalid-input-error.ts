import { TidegateError } from "./tidegate-error.ts";

/** One input that cannot be used. */
export interface InputProblem {
  /** The input's name as the user wrote it, for example `version`. */
  readonly input: string;
  /** What is wrong, the value seen, what to do next. */
  readonly message: string;
}

/** Somebody passed something that cannot be used; every problem at once. */
export class InvalidInputError extends TidegateError {
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[], options?: ErrorOptions) {
    super("invalid-input", problems.map(({ input, message }) => `input "${input}": ${message}`).join("\n"), options);
    this.problems = problems;
  }
}
