/**
 * Why a filter pattern is no glob of GitHub's. `undefined` when it is one.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function findGlobProblem(pattern: string): string | undefined {
  if (pattern === "") {
    return "an empty pattern fits nothing";
  }
  const plain = pattern.replace(/\\./g, "x");
  const badRange = plain.match(/\[[^\]]*\]/g)?.find((set) => hasBackwardRange(set.slice(1, -1)));
  if (badRange) {
    return `${badRange} runs backwards`;
  }
  const rest = plain.replace(/\[[^\]]+\]/g, "x");
  if (/[[\]]/.test(rest)) {
    return "a [ or ] has no partner, or nothing is between them";
  }
  return /(?:^|[*?+])[?+]/.test(rest) ? "? and + repeat the letter before them, and there is none" : undefined;
}

function hasBackwardRange(set: string): boolean {
  return [...set.matchAll(/(.)-(.)/g)].some(([, from = "", to = ""]) => from > to);
}

/**
 * Why no branch or tag can fit the pattern. `undefined` when some can.
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function findRefProblem(pattern: string): string | undefined {
  const plain = pattern.replace(/\\[[\]?+*!#]/g, "x").replace(/\[[^\]]+\]/g, "x");
  const [forbidden] = plain.match(/[\s~^:\\]/) ?? [];
  if (forbidden !== undefined) {
    return `no branch or tag can have ${JSON.stringify(forbidden)} in its name`;
  }
  return /^\/|\/$|\/\/|\.\.|\.lock$/.test(plain) ? "no branch or tag can have such a name" : undefined;
}
