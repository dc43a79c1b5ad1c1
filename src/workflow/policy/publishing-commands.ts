const flags = String.raw`(?:\s+-\S+(?:\s+(?!publish\b)[^-\s;&|]\S*)?)*`;

/** What gives a package to a registry, with flags between the tool and its command: `npm --workspace a publish`. */
const ofPackages: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:npm|pnpm|yarn(?:\s+npm)?|cargo|poetry|uv|hatch|flit)${flags}\s+publish\b`),
  /\btwine upload\b/,
  /\bgem push\b/,
  /\bdotnet nuget push\b/,
  /\bmvn\b.*\bdeploy\b/,
];

/** What gives anything else to others. */
const ofOthers: readonly RegExp[] = [/\bdocker (?:image )?push\b/, /\bgh release (?:create|upload)\b/];

/** Whether the line of a script publishes a package. */
export function publishesPackage(line: string): boolean {
  return ofPackages.some((command) => command.test(line));
}

/** Whether the line of a script gives what was built to others: a package, an image, a release. */
export function publishesAnything(line: string): boolean {
  return publishesPackage(line) || ofOthers.some((command) => command.test(line));
}
