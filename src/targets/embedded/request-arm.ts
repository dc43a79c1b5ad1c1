import { createHash, randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { RequestMatch, StickyKey, TrafficRules } from "../../rollout/traffic-rules.ts";
import type { Arm } from "../../slo/counts.ts";
import type { TrafficSplit } from "./traffic-split.ts";

/** Which arm a request is meant for. */
export interface RequestArm {
  readonly arm: Arm;
  /** A cookie by which the user is known from now on. */
  readonly setCookie?: string;
}

export interface Routing {
  readonly split: TrafficSplit;
  readonly rules: TrafficRules;
  /** Which candidate it is about: another one meets other users. */
  readonly salt: string;
}

/** A user stays in a test for so long without coming back. */
const cookieSeconds = 90 * 24 * 60 * 60;

/** A match wins over everything, a sticky key over the split. */
export function requestArm(headers: IncomingHttpHeaders, { split, rules, salt }: Routing): RequestArm {
  if (rules.match?.some((match) => isMatch(headers, match))) return { arm: "candidate" };
  return rules.sticky === undefined ? { arm: split.choose() } : stickyArm(headers, rules.sticky, split, salt);
}

function stickyArm(headers: IncomingHttpHeaders, by: StickyKey, split: TrafficSplit, salt: string): RequestArm {
  const arm = (key: string): Arm => (100 * hashRatio(salt, key) < split.candidatePercent ? "candidate" : "stable");
  if (by.kind === "header") {
    const key = headerOf(headers, by.name);
    return { arm: key === undefined ? "stable" : arm(key) };
  }
  const known = cookieOf(headers, by.name);
  if (known !== undefined) return { arm: arm(known) };
  const key = randomUUID();
  const setCookie = `${by.name}=${key}; Path=/; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Lax`;
  return { arm: arm(key), setCookie };
}

function isMatch(headers: IncomingHttpHeaders, { kind, name, value }: RequestMatch): boolean {
  return (kind === "header" ? headerOf(headers, name) : cookieOf(headers, name)) === value;
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) || undefined;
}

/** The first cookie of that name, as https://www.rfc-editor.org/rfc/rfc6265#section-5.4 orders them. */
function cookieOf({ cookie = "" }: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of cookie.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** 0 ≤ ratio < 1, even over all keys, and always the same for the same key. */
function hashRatio(salt: string, key: string): number {
  return createHash("sha256").update(`${salt}\n${key}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
