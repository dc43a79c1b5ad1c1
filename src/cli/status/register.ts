import { type Command, InvalidArgumentError } from "commander";
import { manifestPath } from "../../manifest/manifest.ts";

interface Options {
  readonly service?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly interval: number;
  readonly manifest: string;
}

/** `tidegate status`: what is live where, and what is under way. */
export function registerStatus(program: Command): void {
  program
    .command("status")
    .description("tell what is live where, and how the rollouts under way stand")
    .argument("[environment]", "as in the manifest; all of them otherwise")
    .option("-s, --service <name>", "as in the manifest; all of them otherwise")
    .option("-w, --watch", "go on looking: drawn over in place on a terminal, a line for each change elsewhere")
    .option("--interval <seconds>", "between two looks of a watch", parseSeconds, 1_000)
    .option("--json", "print it for programs")
    .option("--manifest <path>", "what projen wrote", manifestPath)
    .action(async (environment: string | undefined, options: Options) => {
      const { service, watch = false, json = false, interval, manifest } = options;
      const { showStatus } = await import("./show-status.ts");
      process.exitCode = await showStatus({ environment, service, watch, json, everyMs: interval, manifest });
    });
}

/** @returns milliseconds */
function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0.1)
    throw new InvalidArgumentError("Write a number of seconds, such as 2.");
  return seconds * 1_000;
}
