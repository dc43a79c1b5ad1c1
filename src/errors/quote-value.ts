const maxLength = 120;

/**
 * Shows a value from outside in a message: in quotes, cut after 120 characters, and with every control, format or
 * bidirectional character escaped, so that it can neither start a workflow command nor disguise itself.
 */
export function quoteValue(value: string): string {
  const cut = value.length > maxLength ? `${value.slice(0, maxLength)}…` : value;
  return JSON.stringify(cut).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
