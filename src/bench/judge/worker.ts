import { parentPort } from "node:worker_threads";
import { runSharedCell } from "./run-cell.ts";
import { runNativeCell } from "./run-native-cell.ts";
import type { Scenario } from "./scenario.ts";

/** One cell to play. */
export interface Task {
  readonly ramp: "shared" | "native";
  readonly scenario: Scenario;
  readonly runs: number;
}

parentPort?.on("message", ({ ramp, scenario, runs }: Task) => {
  parentPort?.postMessage(ramp === "shared" ? runSharedCell(scenario, runs) : runNativeCell(scenario, runs));
});
