import { TidegateError } from "../errors/tidegate-error.ts";
import type { Outcome } from "./outcome.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";

export async function runRollout(
  _request: RolloutRequest,
  _ports: EnginePorts,
  _signal?: AbortSignal,
): Promise<Outcome> {
  throw new TidegateError("unsupported", "The engine is not there yet.");
}
