/** Returns a function that hides secrets in a line, as the runner does, and one that adds a secret found on the way. */
export function makeMask(secrets: readonly string[]): { hide(line: string): string; add(secret: string): void } {
  const known = new Set(secrets.filter((secret) => secret.length > 0));
  return {
    hide: (line) => [...known].reduce((text, secret) => text.replaceAll(secret, "***"), line),
    add: (secret) => {
      if (secret.length > 0) known.add(secret);
    },
  };
}
