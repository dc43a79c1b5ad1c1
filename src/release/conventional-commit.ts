import { CommitParser } from "conventional-commits-parser";
import type { CommitSha } from "./release.ts";
import { findVersion, type Version } from "./version.ts";

/** A commit as the history tells it. */
export interface Commit {
  readonly sha: CommitSha;
  /** The whole message: subject, body, footers. */
  readonly message: string;
}

/** What a commit means for users. See https://www.conventionalcommits.org/en/v1.0.0/. */
export interface Change {
  readonly commit: Commit;
  /** `feat`, `fix`, …; undefined when the message is not a conventional one. */
  readonly type: string | undefined;
  readonly scope: string | undefined;
  readonly subject: string;
  /** The text after `BREAKING CHANGE:`, or the subject after `!:`; undefined when nothing breaks. */
  readonly breaking: string | undefined;
  /** The plain version that a `Release-As:` footer asks for. */
  readonly releaseAs: Version | undefined;
}

// The `!` before the colon is part of the specification but not of the parser's default pattern.
const parser = new CommitParser({
  headerPattern: /^(\w+)(?:\(([^()]*)\))?(!)?: (.+)$/,
  headerCorrespondence: ["type", "scope", "bang", "subject"],
  noteKeywords: ["BREAKING CHANGE", "BREAKING-CHANGE", "Release-As"],
});

/** Reads one message; a message that follows no convention is a change of no type, never an error. */
export function parseChange(commit: Commit): Change {
  const header = commit.message.trim().split("\n", 1)[0] ?? "";
  if (header === "") return { commit, ...plain(""), releaseAs: undefined };
  const parsed = parser.parse(commit.message);
  const notes = parsed.notes.map(({ title, text }) => ({ title: title.toUpperCase(), text: text.trim() }));
  const note = notes.find(({ title }) => title.startsWith("BREAKING"))?.text;
  const asked = notes.find(({ title }) => title === "RELEASE-AS")?.text;
  const named = parsed.type
    ? { type: parsed.type.toLowerCase(), scope: parsed.scope ?? undefined, subject: parsed.subject ?? header }
    : plain(header);
  return {
    commit,
    ...named,
    breaking: note ?? (parsed.bang ? named.subject : undefined),
    releaseAs: findStable(asked),
  };
}

function plain(subject: string) {
  return { type: undefined, scope: undefined, subject, breaking: undefined };
}

function findStable(text: string | undefined): Version | undefined {
  const version = text === undefined ? undefined : findVersion(text.split("\n", 1)[0] ?? "");
  return version?.channel === "stable" ? version : undefined;
}
