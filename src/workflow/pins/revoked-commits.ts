/** Commits that are known to be malicious, each with the advisory that says so. */
const revoked: ReadonlyMap<string, string> = new Map([
  ["0e58ed8671d6b60d0890c21b07f8835ace038e67", "it prints secrets to the log (CVE-2025-30066)"],
  ["f0d342d24037bb11d26b9bd8496e0808ba32e9ec", "it prints secrets to the log (CVE-2025-30154)"],
]);

/**
 * Why the commit must not be used, in words that follow its name; `undefined` when nothing is known against it. Not a
 * list of all that is bad: for that a scanner asks the advisory database.
 */
export function whyRevoked(sha: string): string | undefined {
  return revoked.get(sha.toLowerCase());
}
