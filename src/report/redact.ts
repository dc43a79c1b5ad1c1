/**
 * What looks like a secret in a text of somebody else's. The record holds none, but reasons and messages of servers are
 * free text, and a report is passed around.
 */
const secrets: readonly RegExp[] = [
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
  /(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g,
  // https://docs.slack.dev/authentication/tokens
  /x(?:ox[abeprs]|app)-[\w-]{8,}/g,
  // What stands behind it is all that a caller needs: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g,
  /(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  // A JSON web token
  /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  // User and password in an address
  /(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
  /(?<=\b(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|sig|signature)["']?\s*[=:]\s*["']?)[^\s"'&,;]{6,}/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** Texts are cut at this: a page is for reading, and a summary has a limit. */
const longestText = 600;

/** A text from outside as it may be shown: what looks like a secret is `***`, and what is too long is cut. */
export function redact(text: string): string {
  // A letter that nobody sees would hide a secret from the patterns, not from people who copy it.
  const visible = text.replace(/\p{Cf}+/gu, "");
  const hidden = secrets.reduce((left, secret) => left.replace(secret, "***"), visible);
  return hidden.length <= longestText ? hidden : `${hidden.slice(0, longestText)}…`;
}
