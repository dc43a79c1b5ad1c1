import { TidegateError } from "../errors/tidegate-error.ts";

/** A rehearsal could not be carried out, which says nothing about the release it rehearsed. */
export class RehearsalError extends TidegateError {
  constructor(message: string, options?: ErrorOptions) {
    super("unsupported", message, options);
  }
}
