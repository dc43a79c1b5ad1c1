import { appendFile } from "node:fs/promises";
import * as core from "@actions/core";

/** What an action asks of the machine it runs on. */
export interface Runner {
  getInput(name: string): string;
  setOutput(name: string, value: string): void;
  /** Marks the step as failed, with this message as its annotation. */
  setFailed(message: string): void;
  /** Hides a value in everything printed from now on. */
  setSecret(value: string): void;
  info(message: string): void;
  warning(message: string): void;
  /** Appends Markdown to the step's summary. Where there is none, or it cannot be written, the work still stands. */
  addSummary(markdown: string): Promise<void>;
}

/** GitHub's runner: inputs from INPUT_*, outputs and summary through the files that it names in the environment. */
export function githubRunner(env: NodeJS.ProcessEnv = process.env): Runner {
  return {
    getInput: (name) => core.getInput(name),
    setOutput: (name, value) => core.setOutput(name, value),
    setFailed: (message) => core.setFailed(message),
    setSecret: (value) => core.setSecret(value),
    info: (message) => core.info(message),
    warning: (message) => core.warning(message),
    addSummary: async (markdown) => {
      const path = env.GITHUB_STEP_SUMMARY;
      if (!path) return;
      await appendFile(path, `${markdown}\n`).catch((error: unknown) =>
        core.warning(`The step summary could not be written: ${String(error)}`),
      );
    },
  };
}
