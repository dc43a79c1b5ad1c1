/** What is passed over as one: escaped characters, strings, comments; then what opens and closes. */
const tokens =
  /\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|(?<=^|\s)#[^\n]*|(?:^|(?<=[\s;&|({]))[A-Za-z_]\w*(?:\[[^\]\n]*\])?\+?=\(|\$?\(|\)/g;

/**
 * Whether what follows is among the values of an array: `args=(`, `declare -a args+=(`, over any number of lines. There
 * a word begins no command; what stands in `$(…)` within the values does again.
 * @param before the script up to there; quotes that are still open do not count as strings
 */
export function isInArray(before: string): boolean {
  const open: boolean[] = [];
  for (const [token] of before.matchAll(tokens)) {
    if (token === ")") {
      open.pop();
    } else if (token.endsWith("(") && !/^[\\'"#]/.test(token)) {
      open.push(token.endsWith("=("));
    }
  }
  return open.at(-1) ?? false;
}
