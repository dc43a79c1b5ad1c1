import type { Concurrency } from "../model/concurrency.ts";
import { defined, optional, type Plain, type Writer } from "./writer.ts";

export function lowerConcurrency(
  { group, cancelInProgress, queue }: Concurrency<"value" | "matrix">,
  to: Writer,
  slot: "workflow-concurrency" | "job-concurrency",
): Plain {
  return defined({
    group: to.value(group, slot),
    "cancel-in-progress": optional(cancelInProgress, (cancel) => to.value(cancel, slot)),
    queue,
  });
}
