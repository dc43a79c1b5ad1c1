import { type Found, githubRule } from "./apply-ignores.ts";

/** What a finding must say to be one of a pair; what is in the group must be in the other's message too. */
interface Said {
  readonly rule: string;
  readonly message: RegExp;
}

interface Pair {
  readonly worse: Said;
  readonly better: Said;
}

const ofGitHub = (message: RegExp): Said => ({ rule: githubRule, message });
const anything = /^/;

/** A rule of ours that says what GitHub says, with what to do about it. */
const betterThan = (message: RegExp, rule: string): Pair => ({
  worse: ofGitHub(message),
  better: { rule, message: anything },
});

/** One mistake that two find. Each pair has been seen; what one says alone stays. */
const pairs: readonly Pair[] = [
  betterThan(/^Invalid cron expression/, "schedule"),
  betterThan(/^The identifier '(.*)' (?:is invalid|may not be used more than once)/, "id"),
  betterThan(/^'(.*)' is already defined$/, "id"),
  betterThan(/^ErrorExceededMaxLength$/, "expression-length"),
  betterThan(/^Conditional expression contains literal text/, "unsound-condition"),
  betterThan(/^Context access might be invalid: (.*)$/, "undefined-reference"),
  betterThan(/^Context access might be invalid: (.*)$/, "matrix-key"),
  betterThan(/^The provided ref '(.*)' may be a shortened commit/, "unpinned-uses"),
  betterThan(/^Invalid workflow reference '(.*?)'/, "workflow-call"),
  betterThan(/while reading 'input default'/, "dispatch-inputs"),
  betterThan(/^Unexpected value ''$/, "glob"),
  {
    worse: { rule: "undocumented-permissions", message: anything },
    better: ofGitHub(/^Unexpected value/),
  },
  { worse: { rule: "obfuscation", message: /^(\S+) is a roundabout path/ }, better: ofGitHub(/^Expected format/) },
  { worse: ofGitHub(/^Value '(.*)' is not valid$/), better: ofGitHub(/depends on unknown job/) },
  // The language service reads a condition that could not be parsed once more, with its braces.
  { worse: ofGitHub(/^Unexpected symbol: '\$\{\{'/), better: ofGitHub(/^(?!Unexpected symbol: '\$\{\{')/) },
];

const isNamed = (name: string, message: string) =>
  new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`).test(message);

/** Whether one says what the other says better. */
function says({ worse, better }: Pair, one: Found, other: Found): boolean {
  const said = one.rule === worse.rule && one.line === other.line ? worse.message.exec(one.message) : null;
  const isBetter = other.rule === better.rule && better.message.test(other.message);
  return said !== null && isBetter && (said[1] === undefined || isNamed(said[1], other.message));
}

/**
 * Leaves out what another finding in the same line says better. To be asked last: what is ignored says nothing, and
 * what stands beside it is told then.
 */
export function saidOnce(found: readonly Found[]): readonly Found[] {
  const isSaid = (one: Found, other: Found) => pairs.some((pair) => says(pair, one, other));
  const isGitHubs = (better: Found) =>
    found.some((one) => one.rule === githubRule && one.severity === "error" && isSaid(one, better));
  return found
    .filter((one) => !found.some((other) => isSaid(one, other)))
    .map((one) => (one.rule !== githubRule && isGitHubs(one) ? { ...one, isRefusedByGitHub: true } : one));
}
