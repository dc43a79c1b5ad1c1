import { TidegateError } from "../errors/tidegate-error.ts";

/** The build cannot go on, or what is committed is not what the source builds. */
export class BuildError extends TidegateError {
  constructor(message: string, options?: ErrorOptions) {
    super("invalid-configuration", message, options);
  }
}
