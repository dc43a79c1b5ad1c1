import { isVersionTag } from "./tag-pattern.ts";

/** A use of an action, or a call of a workflow, as a line of a workflow file has it. */
export interface UsesLine {
  /** `owner/name`, or with the folder or file behind it. */
  readonly action: string;
  readonly sha: string;
  /** What the remark behind it says; `undefined` when there is none. */
  readonly version: string | undefined;
  /** From 1. */
  readonly line: number;
}

const pattern =
  /^[ \t]*(?:-[ \t]+)?["']?uses["']?[ \t]*:[ \t]+(["']?)([\w.-]+\/[\w./-]+)@([0-9a-f]{40})\1[ \t]*(?:#[ \t]*(\S+))?/;

/**
 * Every use that is pinned to a commit. Reads lines, as bots write them, so that a file need not be sound otherwise;
 * what stands in a block of text, a script, looks the same only when it says so.
 */
export function readUses(content: string): readonly UsesLine[] {
  return content.split("\n").flatMap((text, index): readonly UsesLine[] => {
    const [found, , action, sha, remark] = pattern.exec(text) ?? [];
    if (found === undefined || action === undefined || sha === undefined) {
      return [];
    }
    // Anything else is a remark about something else, and what a stranger writes there must not reach the pins.
    const version = remark !== undefined && isVersionTag(remark) ? remark : undefined;
    return [{ action, sha, version, line: index + 1 }];
  });
}
