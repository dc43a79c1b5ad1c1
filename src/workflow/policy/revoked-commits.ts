/**
 * Commits of actions that are known to be malicious, as `owner/name@commit`, with why. A pin protects only whoever took
 * a good commit.
 */
export const revokedCommits: ReadonlyMap<string, string> = new Map([
  [
    "tj-actions/changed-files@0e58ed8671d6b60d0890c21b07f8835ace038e67",
    "it printed the runner's secrets (CVE-2025-30066).",
  ],
  [
    "reviewdog/action-setup@f0d342d24037bb11d26b9bd8496e0808ba32e9ec",
    "it printed the runner's secrets (CVE-2025-30154).",
  ],
]);
