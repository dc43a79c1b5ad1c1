import { rmSync } from "node:fs";
import { constants } from "node:os";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends as a shell expects of who was ended by a signal, with the listeners of `exit` run, which a signal skips. */
function end(signal: (typeof endings)[number]): void {
  process.exit(128 + constants.signals[signal]);
}

/**
 * Removes the folder when the process ends, however it is asked to.
 * @returns removes it now
 */
export function removeAtEnd(folder: string): () => void {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  for (const signal of endings) process.once(signal, end);
  return () => {
    process.off("exit", remove);
    for (const signal of endings) process.off(signal, end);
    remove();
  };
}
