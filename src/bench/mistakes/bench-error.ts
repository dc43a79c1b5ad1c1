import { TidegateError } from "../../errors/tidegate-error.ts";

/** The bench itself is broken; there is no figure to tell. */
export class BenchError extends TidegateError {
  constructor(message: string) {
    super("unsupported", message);
  }
}
