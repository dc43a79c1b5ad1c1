import type { Command } from "commander";
import { InvalidArgumentError } from "commander";

interface Shared {
  readonly directory: string;
  readonly from?: string;
}

interface Aged extends Shared {
  readonly cooldown: number;
}

function days(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < 0) {
    throw new InvalidArgumentError("Write a whole number of days, such as 7.");
  }
  return value;
}

const cooldown = ["--cooldown <days>", "how old a release should be", days, 7] as const;

const place = ({ directory, from }: Shared) => ({ directory, ...(from === undefined ? {} : { from }) });

function withPlace(command: Command): Command {
  return command
    .option("--directory <path>", "root of the repository", ".")
    .option("--from <clone>", "read a clone on this machine instead of GitHub");
}

/** `tidegate pins …` */
export function registerPins(program: Command): void {
  const pins = program
    .command("pins")
    .description("keep the commits that actions are pinned to, in .tidegate/pins.json");
  withPlace(pins.command("add <action...>"))
    .description("pin owner/name@v1: the newest release of that line, with its inputs and outputs as types")
    .option(...cooldown)
    .action(async (requests: readonly string[], options: Aged) => {
      const { addPins } = await import("./pins-commands.ts");
      process.exitCode = await addPins(requests, { ...place(options), cooldownDays: options.cooldown }, new Date());
    });
  withPlace(pins.command("update [action...]"))
    .description("move pins to the newest release that is old enough; all when none is named")
    .option(...cooldown)
    .action(async (names: readonly string[], options: Aged) => {
      const { updatePins } = await import("./pins-commands.ts");
      process.exitCode = await updatePins(names, { ...place(options), cooldownDays: options.cooldown }, new Date());
    });
  withPlace(pins.command("sync"))
    .description("take over what Dependabot or Renovate raised in the generated workflows and actions")
    .option("--offline", "look no tag up, and keep inputs and outputs as they are known")
    .action(async (options: Shared & { readonly offline?: boolean }) => {
      const { syncPins } = await import("./sync-pins.ts");
      process.exitCode = await syncPins({ ...place(options), offline: options.offline ?? false });
    });
  pins
    .command("list")
    .description("show what is pinned, how old it is, and which workflows and actions use it")
    .option("--directory <path>", "root of the repository", ".")
    .option("--json", "print the list as JSON")
    .action(async ({ directory, json }: { readonly directory: string; readonly json?: boolean }) => {
      const { listPins, renderPins } = await import("./list-pins.ts");
      const listed = listPins(directory, new Date());
      process.stdout.write(json ? `${JSON.stringify(listed, null, 2)}\n` : renderPins(listed));
    });
}
