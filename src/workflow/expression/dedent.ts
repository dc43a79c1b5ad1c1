const hole = "\u0000";

/**
 * Takes the common indentation off the pieces of a template, and the empty first and last line that a template on
 * several lines begins and ends with. The holes between the pieces count as text.
 */
export function dedent(pieces: readonly string[]): readonly string[] {
  const all = pieces
    .join(hole)
    .replace(/^[ \t]*\n/, "")
    .replace(/\n?[ \t]*$/, "");
  const indents = all
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const width = indents.length === 0 ? 0 : Math.min(...indents);
  return all
    .split("\n")
    .map((line) => line.slice(width))
    .join("\n")
    .split(hole);
}
