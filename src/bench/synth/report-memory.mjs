/** Loaded into every measured process: at its end, it adds its peak memory in kB to the file it is told. */
import { appendFileSync } from "node:fs";

process.on("exit", () => appendFileSync(process.env.BENCH_MEMORY_FILE, `${process.resourceUsage().maxRSS}\n`));
