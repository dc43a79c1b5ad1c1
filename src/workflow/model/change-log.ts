import { type CallSite, callSite, formatCallSite } from "../../errors/call-site.ts";
import type { Reference } from "./reference.ts";

/** A change by name that a later one undid. */
export interface DeadChange {
  readonly message: string;
  /** `jobs.lint`. */
  readonly place: string;
  readonly source: CallSite | undefined;
}

/** A job or a step that was taken away by name. */
export interface Removal {
  /** What expressions that read it, or something in it, hold on to. */
  readonly subjects: readonly Reference[];
  readonly source: CallSite | undefined;
}

interface Change {
  /** What it changed, and what it put in. */
  readonly subjects: readonly Reference[];
  readonly what: string;
  readonly place: string;
  readonly source: CallSite | undefined;
}

/** Remembers what was changed, to tell when a later change makes an earlier one useless. */
export interface ChangeLog {
  readonly dead: readonly DeadChange[];
  readonly removals: readonly Removal[];
  changed(subjects: readonly Reference[], what: string, place: string): void;
  /** What was changed on these before, in the same file of the author's, has no effect any more. */
  dropped(subjects: readonly Reference[], how: string): void;
  /** From now on nothing can read these; said where something does. */
  removed(subjects: readonly Reference[]): void;
}

export function changeLog(): ChangeLog {
  let changes: readonly Change[] = [];
  const dead: DeadChange[] = [];
  const removals: Removal[] = [];
  return {
    dead,
    removals,
    removed: (subjects) => removals.push({ subjects, source: callSite() }),
    changed(subjects, what, place) {
      changes = [...changes, { subjects, what, place, source: callSite() }];
    },
    dropped(subjects, how) {
      const source = callSite();
      const isDead = (change: Change) =>
        change.source?.file === source?.file && change.subjects.some((subject) => subjects.includes(subject));
      const where = source ? ` (${formatCallSite(source, process.cwd())})` : "";
      for (const change of changes.filter(isDead)) {
        const message = `${change.what} has no effect: ${how} later${where}. Take one of the two away.`;
        dead.push({ message, place: change.place, source: change.source });
      }
      changes = changes.filter((change) => !isDead(change));
    },
  };
}
