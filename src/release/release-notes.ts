import { type Change, type Commit, parseChange } from "./conventional-commit.ts";

const sections: readonly { readonly title: string; readonly has: (change: Change) => boolean }[] = [
  { title: "Breaking changes", has: ({ breaking }) => breaking !== undefined },
  { title: "Features", has: ({ type, breaking }) => type === "feat" && breaking === undefined },
  { title: "Fixes", has: ({ type, breaking }) => type === "fix" && breaking === undefined },
  {
    title: "Other changes",
    has: ({ type, breaking }) => type !== "feat" && type !== "fix" && breaking === undefined,
  },
];

/** The notes of a release in Markdown, from its commits, newest last; text of commits is shown, never interpreted. */
export function releaseNotes(commits: readonly Commit[]): string {
  const changes = commits.map(parseChange);
  const written = sections.flatMap(({ title, has }) => {
    const lines = changes.filter(has).map(line);
    return lines.length === 0 ? [] : [`### ${title}\n\n${lines.join("\n")}`];
  });
  return written.length === 0 ? "No changes to this service since the last release.\n" : `${written.join("\n\n")}\n`;
}

function line({ scope, subject, breaking, commit }: Change): string {
  const prefix = scope === undefined ? "" : `**${toPlainText(scope)}:** `;
  const detail =
    breaking === undefined || breaking === subject ? "" : ` — ${toPlainText(breaking.replaceAll(/\s+/g, " "))}`;
  return `- ${prefix}${toPlainText(subject)}${detail} (${commit.sha.slice(0, 7)})`;
}

/** Markdown's and HTML's own characters, and `@` and `#`, by which GitHub would call people and link issues. */
function toPlainText(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~]/g, "\\$&").replaceAll(/[@#](?=\w)/g, "$&\u200b");
}
