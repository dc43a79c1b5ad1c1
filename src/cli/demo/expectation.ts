/** One thing that must have happened for the demo to end well, and what was seen instead if it did not. */
export interface Expectation {
  readonly what: string;
  readonly met: boolean;
  readonly seen: string;
}

export function expectation(what: string, met: boolean, seen: unknown): Expectation {
  return { what, met, seen: typeof seen === "string" ? seen : JSON.stringify(seen) };
}
