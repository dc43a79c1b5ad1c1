import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import type { Counts } from "./counts.ts";

const count = z.number().int().min(0);

/** The JSON form of counts, as it stands in the record. */
export const countsSchema = z
  .object({ requests: count, failures: count })
  .refine((counts) => counts.failures <= counts.requests, "more failures than requests");

/** One value an arm. */
export const armCountsSchema = z.object({ stable: countsSchema, candidate: countsSchema });
export type ArmCounts = z.infer<typeof armCountsSchema>;

/** @throws TidegateError `invalid-input` when a count is negative or not whole, or failures exceed requests */
export function assertCounts(counts: Counts): void {
  const { requests, failures } = counts;
  const isWhole = Number.isSafeInteger(requests) && Number.isSafeInteger(failures);
  if (isWhole && failures >= 0 && failures <= requests) return;
  throw new TidegateError(
    "invalid-input",
    `${failures} failures of ${requests} requests cannot be: both must be whole numbers ≥ 0, and no ` +
      "more may fail than were asked. Check the counters' source.",
  );
}
