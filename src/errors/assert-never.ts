import { TidegateError } from "./tidegate-error.ts";

/** Closes a `switch` over a union: an unlisted case does not compile, and at run time it throws instead of passing. */
export function assertNever(value: never): never {
  throw new TidegateError("unsupported", `Unlisted case: ${JSON.stringify(value)}. This is a defect in tidegate.`);
}
