import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { synthEnvironment } from "./synth-command.ts";

/** Synth ended without having written everything, so nothing is known of the files. */
export class SynthFailedError extends TidegateError {
  constructor(command: string, how: string, output: string) {
    const told = output.trim() === "" ? "It printed nothing." : output.trim();
    super("invalid-configuration", `The files could not be checked: \`${command}\` ${how}.\n${told}`);
  }
}

/**
 * Runs commands one after the other as a shell would.
 * @throws SynthFailedError with what the command printed
 */
export async function runSynth(directory: string, commands: readonly string[]): Promise<void> {
  const env = synthEnvironment(directory, process.env);
  for (const command of commands) {
    const child = spawn(command, { cwd: directory, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
    const stop = () => child.kill();
    process.once("exit", stop);
    const closed = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code, signal] = (await closed) as [number | null, NodeJS.Signals | null];
    process.off("exit", stop);
    if (code !== 0) {
      throw new SynthFailedError(command, signal ? `was ended by ${signal}` : `ended with ${code}`, stdout + stderr);
    }
  }
}
