import { type CallSite, callSite, formatCallSite } from "../../errors/call-site.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";

/** A workflow was written in a way that cannot become a sound file. The message ends with the line in the source. */
export class WorkflowDefinitionError extends TidegateError {
  readonly source: CallSite | undefined;

  constructor(message: string, source: CallSite | undefined = callSite()) {
    super("invalid-configuration", source ? `${message} (${formatCallSite(source, process.cwd())})` : message);
    this.source = source;
  }
}
