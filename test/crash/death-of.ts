import { writeFileSync } from "node:fs";
import type { Death } from "./crash-ports.ts";

/** Reads from a test process's environment where it is to die. When it does, it leaves the time behind in a file. */
export function deathOf(env: Readonly<Record<string, string | undefined>>): Death {
  return {
    trace: env.CRASH_TRACE ?? "",
    at: env.CRASH_AT ?? "",
    die: () => {
      writeFileSync(env.CRASH_TIME_FILE ?? "", String(Date.now()));
      process.kill(process.pid, "SIGKILL");
      // The signal comes with the return from the system call; nothing may happen before it does.
      for (;;);
    },
  };
}
