/** What sends signals: Node's process. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

/**
 * Aborts at the first SIGINT or SIGTERM. The process then lives on to bring the traffic back: a cancelled job gets
 * SIGINT, 7.5 s later SIGTERM, 2.5 s after that it is killed.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
export function cancelSignal(source: SignalSource): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  source.on("SIGINT", abort);
  source.on("SIGTERM", abort);
  return controller.signal;
}
