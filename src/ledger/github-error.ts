import { UnavailableError } from "../errors/tidegate-error.ts";
import type { RequestFailure } from "./request-failure.ts";

/** GitHub's API did not do what it was asked. */
export class GithubError extends UnavailableError {
  /** HTTP status, undefined when there was no usable reply. */
  readonly status: number | undefined;
  /** How long GitHub asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Whether the same may succeed later. */
  readonly isPassing: boolean;

  /** @param doing what was asked, to follow "GitHub could not": `create tag v1.2.3` */
  constructor(doing: string, failure: RequestFailure) {
    super(messageOf(doing, failure), { cause: failure.cause ?? failure });
    this.status = failure.answer;
    this.retryAfterMs = failure.retryAfterMs;
    this.isPassing = failure.isPassing;
  }
}

const advice: Readonly<Record<number, string>> = {
  401: "The token is not valid; it may have expired with its job.",
  403: "The token may lack a permission; a workflow that tidegate generated grants what is needed.",
  404: "It does not exist, or the token may not see it.",
};

function messageOf(doing: string, { answer, retryAfterMs, message }: RequestFailure): string {
  if (answer === undefined) {
    return `GitHub could not be reached to ${doing}: ${message}. It was tried more than once; run this again when GitHub can be reached.`;
  }
  const hint =
    retryAfterMs === undefined ? (advice[answer] ?? "") : `It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
  return `GitHub could not ${doing}: ${answer} ${message}. ${hint}`.trim();
}
