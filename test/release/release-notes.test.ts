import { expect, it } from "vitest";
import { commitShaSchema } from "../../src/release/release.ts";
import { releaseNotes } from "../../src/release/release-notes.ts";

const sha = commitShaSchema.parse("abcdef0".padEnd(40, "0"));
const notesOf = (...messages: readonly string[]) => releaseNotes(messages.map((message) => ({ sha, message })));

it("puts breaking changes first, and each change in one place", () => {
  const notes = notesOf("fix: b", "chore: d", "feat(api): a", "feat!: c\n\nBREAKING CHANGE: the field\nis gone");
  expect(notes).toBe(
    [
      "### Breaking changes\n\n- c — the field is gone (abcdef0)",
      "### Features\n\n- **api:** a (abcdef0)",
      "### Fixes\n\n- b (abcdef0)",
      "### Other changes\n\n- d (abcdef0)\n",
    ].join("\n\n"),
  );
});

it("keeps a message's own markup, mentions and issue links from acting", () => {
  const notes = notesOf("fix: <img src=x> [a](b) @team #12 `x`");
  expect(notes).toContain("\\<img src=x\\> \\[a\\](b) @\u200bteam #\u200b12 \\`x\\`");
});

it("says so when nothing changed", () => {
  expect(notesOf()).toBe("No changes to this service since the last release.\n");
});
