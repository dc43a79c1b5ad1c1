import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { signalGroup } from "../../targets/embedded/process-identity.ts";
import type { Ending } from "./await-ending.ts";
import { synthEnvironment } from "./synth-command.ts";

/** Synth ended without having written everything, so nothing is known of the files. */
export class SynthFailedError extends TidegateError {
  constructor(command: string, how: string, output: string) {
    const told = output.trim() === "" ? "It printed nothing." : output.trim();
    super("invalid-configuration", `The files could not be checked: \`${command}\` ${how}.\n${told}`);
  }
}

const killGroup = ({ pid }: ChildProcess) => {
  if (pid !== undefined) signalGroup(pid, "SIGKILL");
};

/** In milliseconds. What is killed is gone at once, unless nobody reaps it: then it writes nothing any more either. */
const [longestWait, pause] = [1_000, 10];

/** Waits until no process of the group is left, those without the outputs of the first included. */
async function groupGone({ pid }: ChildProcess): Promise<void> {
  for (let waited = 0; pid !== undefined && waited < longestWait; waited += pause) {
    try {
      process.kill(-pid, 0);
    } catch {
      return;
    }
    await setTimeout(pause);
  }
}

/** One command, in a process group of its own, which ends with it: whatever it started in it cannot write later. */
async function runCommand(command: string, directory: string, ending: Ending): Promise<void> {
  const env = synthEnvironment(directory, process.env);
  const child = spawn(command, {
    cwd: directory,
    env,
    shell: true,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const forget = ending.add(async () => {
    killGroup(child);
    await closed;
    await groupGone(child);
  });
  child.once("exit", () => killGroup(child));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = (await closed) as [number | null, NodeJS.Signals | null];
  await groupGone(child);
  forget();
  if (code !== 0) {
    throw new SynthFailedError(command, signal ? `was ended by ${signal}` : `ended with ${code}`, stdout + stderr);
  }
}

/**
 * Runs commands one after the other as a shell would.
 * @throws SynthFailedError with what the command printed
 */
export async function runSynth(directory: string, commands: readonly string[], ending: Ending): Promise<void> {
  for (const command of commands) {
    await runCommand(command, directory, ending);
  }
}
