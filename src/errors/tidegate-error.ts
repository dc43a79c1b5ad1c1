import { tellPlainly } from "./tell-plainly.ts";

/** Stable names of what can go wrong; scripts and tests may rely on them. */
export type ErrorCode =
  | "invalid-configuration"
  | "invalid-input"
  | "not-admitted"
  | "conflict"
  | "fenced"
  | "unavailable"
  | "not-found"
  | "unsupported"
  | "corrupt-record"
  | "not-ready"
  | "timeout";

/** What an error comes from. TypeScript's own `ErrorOptions` is not there for adopters that compile for ES2020. */
export interface ErrorCause {
  readonly cause?: unknown;
}

/**
 * The root of every error that leaves a tidegate module. The message says what is wrong, the value seen and what to do
 * next; it never contains a secret.
 */
export class TidegateError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorCause) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    if (code === "invalid-configuration") {
      tellPlainly(this);
    }
  }
}

/** Something outside did not answer, or answered nonsense: a registry, a metrics endpoint, GitHub, a target. */
export class UnavailableError extends TidegateError {
  constructor(message: string, options?: ErrorCause) {
    super("unavailable", message, options);
  }
}

/** A compare-and-swap lost: somebody else changed the record first. Read again, then decide again. */
export class ConflictError extends TidegateError {
  constructor(message: string, options?: ErrorCause) {
    super("conflict", message, options);
  }
}

/** An actor with an old epoch tried to act; a newer one owns the rollout. It must stop, without cleaning up. */
export class FencedError extends TidegateError {
  constructor(message: string, options?: ErrorCause) {
    super("fenced", message, options);
  }
}
