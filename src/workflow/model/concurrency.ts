import type { Scope, Text, Value } from "../expression/expression.ts";

/** What must not run at the same time as other members of its group. */
export type Concurrency<S extends Scope = "value"> = {
  readonly group: Text<S>;
} & (
  | {
      /** Whether a newcomer cancels who is running. @default false */
      readonly cancelInProgress?: Value<boolean, S>;
      /** `single`: one waits, and a newer one takes its place. @default "single" */
      readonly queue?: "single";
    }
  | {
      /** `max`: up to 100 wait and run in order; nobody is cancelled. */
      readonly queue: "max";
      readonly cancelInProgress?: never;
    }
);
