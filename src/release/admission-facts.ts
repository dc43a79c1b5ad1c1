import type { CommitSha, Digest } from "./release.ts";

/** What became of an image in one environment. */
export type PastDelivery = "succeeded" | "not-succeeded" | "never";

export interface DeliveryHistory {
  pastDelivery(environment: string, digest: Digest): Promise<PastDelivery>;
}

/** A digest that failed in the environment. */
export interface QuarantineFact {
  readonly reason: string;
  readonly atMs: number;
}

/** What is known about the wanted version; collected by whoever asks, so that deciding needs no I/O. */
export interface AdmissionFacts {
  /** Where the version's git tag stands. */
  readonly commit: CommitSha | undefined;
  /** What the version names in the registry. */
  readonly digest: Digest | undefined;
  /** In what comes before the wanted environment; empty when nothing does. */
  readonly before: readonly { readonly environment: string; readonly past: PastDelivery }[];
  readonly quarantine: QuarantineFact | undefined;
  /** What serves in the environment now. */
  readonly live: { readonly version: string; readonly digest: Digest } | undefined;
  /** Whether the version's commit is in the history of what is live, so that promoting it would go back. */
  readonly isOlderThanLive: boolean;
  /** The freeze that is on in the environment now. Nothing begins in one; going back is not affected. */
  readonly freeze: { readonly name: string; readonly untilMs: number } | undefined;
  /** Why the error budget of what is live allows nothing new, in a few sentences; undefined when it does, or nobody asks. */
  readonly errorBudget: string | undefined;
  /** Whom the manifest wants asked before a rollout, although GitHub asks nobody; empty when that is as declared. */
  readonly unasked: readonly string[];
  /** Where the plain version is tagged already, when the environment would give the release that name. */
  readonly released: { readonly commit: CommitSha; readonly digest: Digest | undefined } | undefined;
}
