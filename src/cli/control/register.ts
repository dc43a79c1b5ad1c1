import { type Command, InvalidArgumentError } from "commander";
import type { Control } from "../../connect/control.ts";
import { manifestPath } from "../../manifest/manifest.ts";

interface Options {
  readonly environment: string;
  readonly reason: string;
  readonly manifest: string;
  readonly for?: number;
}

const commands: readonly [name: Control["command"], description: string][] = [
  ["pause", "stand still at the share it has; what fails while it does is taken back all the same"],
  ["resume", "go on after a pause"],
  ["abort", "take the candidate back to the release that was live before"],
  ["promote-now", "leave out the steps that remain, or, at 100 %, the bake"],
  ["override-freeze", "let the rollout under way go on although a freeze is on"],
  ["retry", "let a release that is in quarantine be delivered again"],
];

/** `tidegate pause|resume|abort|promote-now|override-freeze|retry`: a person's decision about a rollout. */
export function registerControl(program: Command): void {
  for (const [name, description] of commands) {
    const command = program.command(name).description(description).argument("<service>", "as in the manifest");
    if (name === "retry") command.argument("<release>", "its version or digest");
    command
      .requiredOption("-e, --environment <name>", "as in the manifest")
      .requiredOption("-r, --reason <text>", "why; it is kept in the record", parseReason)
      .option("--manifest <path>", "what projen wrote", manifestPath);
    if (name === "pause")
      command.option("--for <minutes>", "ends by itself then, and the rollout goes back", parseMinutes);
    command.action(async (service: string, second: unknown) => {
      const release = name === "retry" && typeof second === "string" ? { release: second } : {};
      const { environment, reason, manifest, for: forMs } = command.opts<Options>();
      const { controlHere } = await import("./control-here.ts");
      const wish = { command: name, reason, ...release, ...(forMs === undefined ? {} : { forMs }) };
      process.exitCode = await controlHere(wish, { service, environment, manifest });
    });
  }
}

function parseReason(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Say why: it is kept in the record.");
  return text.trim();
}

/** @returns milliseconds */
function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isFinite(minutes) || minutes <= 0)
    throw new InvalidArgumentError("Write a number of minutes, such as 30.");
  return minutes * 60_000;
}
