import type { PolicyRule } from "../rule.ts";
import { commandsOf, scriptsOf } from "../steps-of.ts";

const commands = /::(?:(set-output|save-state|set-env)\s+name=|(add-path)::)/;
const instead: Readonly<Record<string, string>> = {
  "set-output": '"$GITHUB_OUTPUT"',
  "save-state": '"$GITHUB_STATE"',
  "set-env": '"$GITHUB_ENV"',
  "add-path": '"$GITHUB_PATH"',
};

/** GitHub switched them off, or will: whatever prints text could use them. */
export const deprecatedCommands: PolicyRule = {
  id: "deprecated-commands",
  severity: "error",
  appliesTo: "all",
  origin: "actionlint",
  check: (view) =>
    scriptsOf(view).flatMap((script) => {
      const [, named, path] = commandsOf(script).join("\n").match(commands) ?? [];
      const command = named ?? path;
      return command === undefined
        ? []
        : [
            {
              path: script.path,
              message: `::${command} is switched off or will be. Write to ${instead[command]} instead.`,
            },
          ];
    }),
};
