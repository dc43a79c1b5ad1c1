import { constants } from "node:os";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Undoes something. What it has to do first it does before it returns: a process that ends by itself waits for nothing
 * more. Where a signal ends it, it is waited for.
 */
export type Undo = () => void | Promise<void>;

/** What is to be undone when the process ends, however it is asked to. */
export interface Ending {
  /** @returns forgets it: it is undone already, or need not be */
  add(undo: Undo): () => void;
  /** Undoes all, the last first, one after the other; where the process is being ended, does not come back. */
  undoAll(): Promise<void>;
}

/** Listens for the end of the process until all is undone. */
export function awaitEnding(): Ending {
  const undos: Undo[] = [];
  let undone: Promise<void> | undefined;
  const undoInTurn = async () => {
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) await undo();
  };
  const undoNow = () => {
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) void undo();
  };
  const undoAll = () => {
    undone ??= undoInTurn().finally(() => {
      process.off("exit", undoNow);
      for (const signal of endings) process.off(signal, end);
    });
    return undone;
  };
  // Ends as a shell expects of who was ended by a signal. Who waits for the same comes later, and so not at all.
  const end = (signal: (typeof endings)[number]) => {
    const exit = () => process.exit(128 + constants.signals[signal]);
    undoAll().then(exit, exit);
  };
  process.once("exit", undoNow);
  for (const signal of endings) process.once(signal, end);
  return {
    add(undo) {
      undos.push(undo);
      return () => {
        const index = undos.indexOf(undo);
        if (index >= 0) undos.splice(index, 1);
      };
    },
    undoAll,
  };
}
