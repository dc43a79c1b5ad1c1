import { inspect } from "node:util";

const plain = new WeakSet<object>();
let isListening = false;

/**
 * Lets a mistake of the user's end the process with its message alone, should nobody catch it: in a `.projenrc.ts` the
 * stack would only show tidegate's inside. Nothing changes for what is caught, nor where somebody listens already.
 */
export function tellPlainly(error: Error): void {
  plain.add(error);
  if (isListening || process.listenerCount("uncaughtException") > 0) {
    return;
  }
  isListening = true;
  process.on("uncaughtException", (thrown: unknown) => {
    const isPlain = typeof thrown === "object" && thrown !== null && plain.has(thrown);
    process.stderr.write(`${isPlain ? (thrown as Error).message : `Uncaught ${inspect(thrown)}`}\n`);
    process.exit(1);
  });
}
