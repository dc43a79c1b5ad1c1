import { TidegateError } from "./tidegate-error.ts";

/** A version may not be promoted; every reason at once. */
export class NotAdmittedError extends TidegateError {
  readonly refusals: readonly { readonly kind: string; readonly message: string }[];

  constructor(refusals: readonly { readonly kind: string; readonly message: string }[]) {
    super(
      "not-admitted",
      `Not admitted; nothing was changed.\n${refusals.map(({ message }) => `- ${message}`).join("\n")}`,
    );
    this.refusals = refusals;
  }
}
