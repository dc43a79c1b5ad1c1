import { describe, expect, it } from "vitest";
import { commandsOf } from "../../../src/workflow/policy/steps-of.ts";

const commands = (script: string, shell?: string) =>
  commandsOf({ script, path: [], step: { path: [], fields: { run: script, shell } } });

describe("the commands of a script", () => {
  it.each<[string, string, readonly string[]]>([
    ["a comment", "a # b\n# c\nd", ["a", "d"]],
    ["a hash in double quotes", 'echo "X= # $T" >> $GITHUB_ENV', ['echo "X= # $T" >> $GITHUB_ENV']],
    ["a hash in single quotes", "echo '# 1' && npm publish # x", ["echo '# 1' && npm publish"]],
    ["a hash in quotes over lines", 'echo "a\n# b" && npm publish', ['echo "a', '# b" && npm publish']],
    [
      "a hash in an expression of GitHub's",
      "echo ${{ format(' # {0}', 'x') }} | tee x",
      ["echo ${{ format(' # {0}', 'x') }} | tee x"],
    ],
    [
      "a hash in a here-document",
      "cat <<E >> $GITHUB_ENV\n# $T\nE\nid # x",
      ["cat <<E >> $GITHUB_ENV", "# $T", "E", "id"],
    ],
    ["a comment with an apostrophe", "# it's\nnpm publish # isn't", ["npm publish"]],
    ["a comment that ends in a backslash", "a # b \\\nnpm publish", ["a", "npm publish"]],
    ["a line that goes on", "a \\\n  b", ["a    b"]],
    ["a hash in a line that goes on", "a\\\n#b", ["a #b"]],
    ["Windows line ends", "a # b\r\nc \\\r\nd", ["a", "c  d"]],
    [
      "what nobody can read",
      "echo $(case a in a) b;; esac)\necho ' # ' && npm publish",
      ["echo $(case a in a) b;; esac)", "echo ' # ' && npm publish"],
    ],
  ])("are told apart from comments: %s", (_, script, expected) => {
    expect(commands(script)).toEqual(expected);
  });

  it("keep what stands behind a hash where the shell is none we can read", () => {
    expect(commands('echo "`" # " | npm publish\n# a', "pwsh")).toEqual(['echo "`" # " | npm publish']);
  });

  it("are read once", () => {
    const view = { script: "a", path: [], step: { path: [], fields: {} } };
    expect(commandsOf(view)).toBe(commandsOf(view));
  });
});
