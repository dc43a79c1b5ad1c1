import { TidegateError } from "../errors/tidegate-error.ts";

/** A channel did not take a notice. `retryAfterMs` is what it asked for; `permanent` means that trying again is useless. */
export class DeliveryError extends TidegateError {
  readonly retryAfterMs: number | undefined;
  readonly permanent: boolean;

  constructor(message: string, options: { retryAfterMs?: number; permanent?: boolean; cause?: unknown } = {}) {
    super("unavailable", message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.permanent = options.permanent ?? false;
  }
}
