import { type CallSite, callSite } from "../src/errors/call-site.ts";

/**
 * What a helper such as `canary({ … })` returns: its arguments as they were written, and where. Nothing is checked
 * yet; the blueprint that takes it parses everything at once and can so report every problem with its line.
 */
export interface Declaration<Kind extends string = string, Args extends readonly unknown[] = readonly unknown[]> {
  readonly kind: Kind;
  /** The options, if there are any, are the last argument. */
  readonly args: Args;
  readonly place: CallSite | undefined;
}

export function declare<const Kind extends string, const Args extends readonly unknown[]>(
  kind: Kind,
  args: Args,
): Declaration<Kind, Args> {
  return Object.freeze({ kind, args, place: callSite() });
}

export function isDeclaration(value: unknown): value is Declaration {
  return typeof value === "object" && value !== null && "kind" in value && "place" in value && "args" in value;
}
