import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { quoteValue } from "../errors/quote-value.ts";
import { type CommitSha, commitShaSchema } from "../release/release.ts";

/** The commit that this run is for. @throws InvalidInputError when GITHUB_SHA is not one */
export function getCommit(env: Readonly<Record<string, string | undefined>>): CommitSha {
  const parsed = commitShaSchema.safeParse(env.GITHUB_SHA);
  if (parsed.success) return parsed.data;
  const message = `expected 40 hex digits, got ${quoteValue(env.GITHUB_SHA ?? "")}. GitHub sets it in every job.`;
  throw new InvalidInputError([{ input: "GITHUB_SHA", message }]);
}
