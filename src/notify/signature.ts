import { createHmac, timingSafeEqual } from "node:crypto";

/** Header with the signature, `sha256=` and 64 hex digits. */
export const signatureHeader = "X-Tidegate-Signature";
/** Header with the time of sending, in whole seconds since the epoch; it is part of what is signed. */
export const timestampHeader = "X-Tidegate-Timestamp";
/** A receiver should refuse what was sent longer ago than this, so that a recorded request cannot be played again. */
export const signatureToleranceMs = 5 * 60_000;

/**
 * HMAC-SHA256 over `<timestamp>.<body>`, the body byte by byte as sent.
 *
 * @see https://docs.stripe.com/webhooks?verify=verify-manually for the scheme
 */
export function sign(body: string, options: { readonly key: string; readonly timestampSeconds: number }): string {
  const signed = `${options.timestampSeconds}.${body}`;
  return `sha256=${createHmac("sha256", options.key).update(signed).digest("hex")}`;
}

export interface SignedRequest {
  readonly body: string;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** What a receiver does: whether the request comes from whoever holds the key, and is not an old one played again. */
export function isSignedBy(key: string, request: SignedRequest, nowMs: number): boolean {
  const { body, timestamp, signature } = request;
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  const timestampSeconds = Number(timestamp);
  if (Math.abs(nowMs - timestampSeconds * 1000) > signatureToleranceMs) return false;
  const expected = Buffer.from(sign(body, { key, timestampSeconds }));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
