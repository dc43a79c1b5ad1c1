/** Text of the sound source, and what stands there instead. */
export type Exchange = readonly [before: string, after: string];

export const tools = ["tidegate", "projen", "gagen", "gawts"] as const;
export type Tool = (typeof tools)[number];

/** One mistake an author makes, in YAML and with each tool. */
export interface Mistake {
  readonly name: string;
  readonly yaml: Exchange;
  /** What our check of the YAML says. */
  readonly told: RegExp;
  /** `"impossible"` where the tool has no way to write it. */
  readonly sources: Readonly<Record<Tool, Exchange | "impossible">>;
}

/** The sound source with the mistake in it; `undefined` when what was to be exchanged is not there exactly once. */
export function exchange(sound: string, [before, after]: Exchange): string | undefined {
  return sound.split(before).length === 2 ? sound.replace(before, () => after) : undefined;
}
