import type { PolicyRule } from "../rule.ts";
import { commandsOf, scriptsOf } from "../steps-of.ts";

const flags = String.raw`(?:\s+-\S+)*`;
const name = String.raw`\s+(?![-.&|;><$"']|\d?>)\S+`;

/** Commands that take a package from outside of the lock file. */
const patterns: readonly RegExp[] = [
  new RegExp(String.raw`\bnpm${flags}\s+(?:i|install|add)${flags}${name}`),
  new RegExp(String.raw`\bpnpm${flags}\s+add${flags}${name}`),
  new RegExp(String.raw`\byarn${flags}\s+(?:global\s+)?add${flags}${name}`),
  new RegExp(String.raw`\bgem${flags}\s+(?:i|install)${flags}${name}`),
  new RegExp(String.raw`\bbundle${flags}\s+add${flags}${name}`),
];

/**
 * The newest version at the time of the run is installed, with all it depends on, so that a package taken over an hour
 * ago runs with the job's token.
 */
export const adhocPackages: PolicyRule = {
  id: "adhoc-packages",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    scriptsOf(view).flatMap((script) => {
      const command = commandsOf(script).find((line) => patterns.some((pattern) => pattern.test(line)));
      const message = `"${command}" installs what no lock file names. Add it to the manifest, and install from that (npm ci).`;
      return command === undefined ? [] : [{ path: script.path, message }];
    }),
};
