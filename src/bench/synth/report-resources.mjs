/** Loaded into every measured process: at its end, it adds its peak memory in kB and its CPU time in ms to a file. */
import { appendFileSync } from "node:fs";

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  appendFileSync(process.env.BENCH_RESOURCES_FILE, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1000}\n`);
});
