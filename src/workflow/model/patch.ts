import type { CallSite } from "../../errors/call-site.ts";
import { reference } from "./reference.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

/** Keys of the YAML, and positions in its lists, from 0. */
export type PatchPath = readonly [string, ...(string | number)[]];
export type PatchValue =
  | string
  | number
  | boolean
  | null
  | readonly PatchValue[]
  | { readonly [key: string]: PatchValue };

/** A change of a file's content that the model has no word for. */
export interface Patch {
  readonly path: PatchPath;
  /** `undefined` takes the key away. */
  readonly value: PatchValue | undefined;
  readonly why: string;
  readonly source: CallSite | undefined;
}

/** @throws WorkflowDefinitionError when no reason is given */
export function patch(path: PatchPath, value: PatchValue | undefined, why: string): Patch {
  if (why.trim() === "") {
    throw new WorkflowDefinitionError(
      `The patch of ${path.join(".")} has no reason. Say what the model cannot express.`,
    );
  }
  return { path, value, why, source: reference("patch", path.join(".")).source };
}
