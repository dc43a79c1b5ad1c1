export interface Mask {
  /** The text with every secret in it replaced. */
  hide(text: string): string;
  /** Hides a secret found on the way too. */
  add(secret: string): void;
}

/** Hides secrets as the runner does: each line of one by itself too, because a log is written line by line. */
export function makeMask(secrets: readonly string[]): Mask {
  const known = new Set<string>();
  const add = (secret: string) => {
    for (const part of [secret, ...secret.split(/\r?\n/)]) if (part.trim() !== "") known.add(part);
  };
  for (const secret of secrets) add(secret);
  return {
    // The longest first: one secret may be the beginning of another, whose rest would be shown.
    hide: (text) =>
      [...known].sort((a, b) => b.length - a.length).reduce((hidden, secret) => hidden.replaceAll(secret, "***"), text),
    add,
  };
}
