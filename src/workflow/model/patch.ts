import type { CallSite } from "../../errors/call-site.ts";
import { isText, requireGiven } from "./given.ts";
import type { Ignore } from "./ignore.ts";
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
  readonly ignores: readonly Ignore[];
  readonly source: CallSite | undefined;
}

export interface PatchOptions {
  /** Findings that are accepted about the key itself: `github`, where GitHub's own parser does not know it yet. */
  readonly ignores?: readonly Ignore[];
}

/** @throws WorkflowDefinitionError when no reason is given, or an ignore for a key that is taken away */
export function patch(
  path: PatchPath,
  value: PatchValue | undefined,
  why: string,
  { ignores = [] }: PatchOptions = {},
): Patch {
  requireGiven(Array.isArray(path), "The path of patch(…)", path, 'a list of keys: ["jobs", "image", "name"]');
  if (!isText(why)) {
    throw new WorkflowDefinitionError(
      `The patch of ${path.join(".")} has no reason. Say what the model cannot express.`,
    );
  }
  if (value === undefined && ignores.length > 0) {
    throw new WorkflowDefinitionError(
      `The patch takes ${path.join(".")} away, so that it has no line for an ignore. Put the ignore at what the finding is about.`,
    );
  }
  return { path, value, why, ignores, source: reference("patch", path.join(".")).source };
}
