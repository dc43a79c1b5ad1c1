import { randomUUID } from "node:crypto";
import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import type { Connection } from "../../src/connect/connect.ts";
import { control } from "../../src/connect/control.ts";
import { runnerLog, toHarmlessLine } from "../../src/connect/runner-log.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import type { definition } from "./inputs.ts";

export interface ControlActionPorts {
  readonly connection: Omit<Connection, "secrets">;
  readonly runner: Pick<Runner, "setOutput" | "addSummary" | "info" | "warning" | "setFailed">;
}

/** @throws InvalidInputError when a retry names no release */
export async function run(inputs: InputsOf<typeof definition>, { connection, runner }: ControlActionPorts) {
  const { command, release, minutes, reason, service, environment } = inputs;
  if (command === "retry" && release === undefined) {
    throw new InvalidInputError([{ input: "release", message: "is needed by retry: which version?" }]);
  }
  const forMs = minutes === undefined ? undefined : Number(minutes) * 60_000;
  const wish = {
    command,
    reason,
    ...(release === undefined ? {} : { release }),
    ...(forMs === undefined ? {} : { forMs }),
  };
  const done = await control(wish, connection, { log: runnerLog(runner), newId: randomUUID });
  runner.setOutput("outcome", done.outcome);
  for (const name of ["version", "digest", "commit"] as const) runner.setOutput(name, done.succeeded?.[name] ?? "");
  const line = toHarmlessLine(`${service} → ${environment}: ${command}: ${done.outcome}. ${done.message}`);
  await runner.addSummary(
    `### ${done.isDone ? "✅" : "⛔"} ${command} of ${service} in ${environment}\n\n${done.outcome}\n`,
  );
  if (done.isDone) runner.info(line);
  else runner.setFailed(line);
}
