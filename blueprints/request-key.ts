import { type Declaration, declare } from "./declaration.ts";

type KeyArgs = readonly [name: string] | readonly [name: string, value: string];
export type HeaderDeclaration<Args extends KeyArgs> = Declaration<"header", Args>;
export type CookieDeclaration<Args extends KeyArgs> = Declaration<"cookie", Args>;

type Value = readonly [name: string, value: string];
/** Requests that carry exactly this value. */
export type MatchDeclaration = HeaderDeclaration<Value> | CookieDeclaration<Value>;

type Name = readonly [name: string];
/** What names a user. */
export type UserKeyDeclaration = HeaderDeclaration<Name> | CookieDeclaration<Name>;

/**
 * A header of requests: with a value, the requests that carry exactly that; without, what names a user.
 *
 * @example header("x-beta", "yes")
 */
export function header<const Args extends KeyArgs>(...args: Args): HeaderDeclaration<Args> {
  return declare("header", args);
}

/**
 * A cookie of requests: with a value, the requests that carry exactly that; without, what names a user, and who has none
 * gets one.
 *
 * @example cookie("tidegate-arm")
 */
export function cookie<const Args extends KeyArgs>(...args: Args): CookieDeclaration<Args> {
  return declare("cookie", args);
}
