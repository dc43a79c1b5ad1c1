import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { reasonOf } from "../../errors/reason-of.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { startAdminServer } from "./admin-server.ts";
import { writeAtomically } from "./atomic-write.ts";
import { gatePaths } from "./embedded-paths.ts";
import { takeExclusiveLock } from "./exclusive-lock.ts";
import { Gate } from "./gate.ts";
import {
  type GateArguments,
  type GateInfo,
  type GateStart,
  gateArgumentsSchema,
  gateProtocol,
} from "./gate-protocol.ts";
import { findProcess } from "./process-identity.ts";

const restoreTimeoutMs = 30_000;

const options = gateArgumentsSchema.parse(JSON.parse(process.argv[2] ?? "null"));
const paths = gatePaths(options.home, options.environment, options.service);

/** Tells the process that started this one, if it is still there, and lets go of it. */
function tell(start: GateStart, then: () => void = () => undefined): void {
  if (process.connected && process.send !== undefined) {
    process.send(start, () => {
      if (process.connected) process.disconnect();
      then();
    });
  } else then();
}

/** Never throws: a full disk is no reason to stop serving, or to leave the traffic where it is. */
function log(message: string): void {
  try {
    appendFileSync(paths.log, `${new Date().toISOString()} ${message}\n`, { mode: 0o600 });
  } catch {
    // There is nowhere else to say it.
  }
}

async function main({ port, ...place }: GateArguments): Promise<void> {
  mkdirSync(paths.directory, { recursive: true, mode: 0o700 });
  if (takeExclusiveLock(paths.directory) !== undefined) return tell({ kind: "held" }, () => process.exit(0));
  const gate = new Gate({ ...place, log, nowMs: Date.now, random: Math.random, restoreTimeoutMs });
  await gate.start(port);
  const stop = async (why: string) => {
    log(`stops: ${why}`);
    rmSync(paths.gate, { force: true });
    await gate.stop();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(signal));
  process.on("SIGHUP", () => undefined);
  const token = randomBytes(32).toString("hex");
  const adminUrl = await startAdminServer({ gate, token, onShutdown: () => void stop("it was asked to") });
  const self = findProcess(process.pid);
  if (self === undefined) throw new TidegateError("unsupported", "This system does not tell when a process started.");
  const info: GateInfo = {
    protocol: gateProtocol,
    process: self,
    adminUrl,
    token,
    publicUrl: gate.publicUrl,
    port: gate.port,
  };
  writeAtomically(paths.gate, JSON.stringify(info));
  log(`listens on ${gate.publicUrl}, process ${process.pid}`);
  tell({ kind: "ready" });
}

// The proxy of a live service does not end because one request surprised it; what happened is in the log.
process.on("uncaughtException", (error) => log(`defect: ${error.stack ?? error}`));

main(options).catch((error: unknown) => {
  const message = reasonOf(error);
  log(`cannot start: ${message}`);
  const code = error instanceof TidegateError ? error.code : "unavailable";
  tell({ kind: "failed", code, message }, () => process.exit(1));
});
