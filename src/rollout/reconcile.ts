import { TidegateError } from "../errors/tidegate-error.ts";
import type { Outcome, Unchanged } from "./outcome.ts";
import type { EnginePorts, ReconcileRequest } from "./request.ts";

export async function reconcile(_request: ReconcileRequest, _ports: EnginePorts): Promise<Outcome | Unchanged> {
  throw new TidegateError("unsupported", "Reconcile is not there yet.");
}
