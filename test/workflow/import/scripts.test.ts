import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { normalScript } from "../../../src/workflow/import/normal-script.ts";
import { importWhole } from "./import-fixture.ts";

/** Values that GitHub would compute, by expression. */
const values: Readonly<Record<string, string>> = {
  "github.sha": "0f1e2d3c",
  "github.ref_name": "feature/x",
  "github.actor": "octo-cat",
  "github.run_number": "41",
  "inputs.title": "two words",
  "inputs.flags": "--one --two",
  "inputs.empty": "",
  "inputs.command": "printf '[%s]' a; printf b",
};

/** Each with what it must print whatever it is written in. */
const scripts: readonly (readonly [what: string, script: string])[] = [
  ["double quotes", 'printf "<%s>" "a ${{ inputs.title }} b"'],
  ["single quotes", "printf '<%s>' 'a ${{ inputs.title }} b' '${{ github.actor }}'"],
  ["single quotes that hold double ones", 'printf \'<%s>\' \'{"ref": "${{ github.ref_name }}", "$HOME": 1}\''],
  ["no quotes, one word", "printf '<%s>' --actor=${{ github.actor }} x${{ github.sha }}y"],
  ["no quotes, several words", "printf '<%s>' ${{ inputs.flags }} end"],
  ["no quotes, no word at all", "printf '<%s>' a ${{ inputs.empty }} b"],
  ["an assignment", 'x=${{ github.sha }}\nprintf "<%s>" "$x"'],
  ["arithmetic", "printf '<%s>' $(( ${{ github.run_number }} + 1 ))"],
  ["a nested command", 'printf "<%s>" "$(echo "${{ inputs.title }}" | tr a-z A-Z)"'],
  ["a test", "if [[ ${{ github.actor }} == octo* ]]; then echo yes; else echo no; fi"],
  ["a default of an expansion", 'printf "<%s>" "${UNSET_HERE:-${{ inputs.title }}}"'],
  ["a here-document", "cat <<EOF\nref ${{ github.ref_name }} and $((1 + 1))\nEOF"],
  ["a quoted here-document", "cat <<'EOF'\nref ${{ github.ref_name }} costs $5, `none`, a\\b \\$x\nEOF"],
  ["a here-document with tabs", 'cat <<-"END"\n\tref ${{ github.ref_name }} $HOME\n\tEND'],
  ["two here-documents on a line", "cat <<A; cat <<'B'\n${{ github.actor }}\nA\n$y ${{ github.actor }}\nB"],
  ["backslashes and backticks", "printf '<%s>' `echo ${{ github.actor }}` \"\\`a\\\\b\\` \\${c} ${{ github.sha }}\""],
  ["a comment", "# it's ${{ inputs.title }}\nprintf '<%s>' it"],
  ["a variable of that name", 'RUN_SHA=mine; printf "<%s>" "$RUN_SHA ${{ github.sha }}"'],
  ["the same twice", 'printf "<%s>" "${{ github.sha }}" "${{ github.sha }}"'],
  ["a loop over words", "for word in ${{ inputs.flags }}; do printf '<%s>' $word; done"],
  ["several values, none of them a command", "printf '<%s>' ${{ github.sha }} ${{ inputs.flags }}"],
  ["a value behind one in quotes", 'printf "<%s>" "${{ github.sha }}" ${{ inputs.flags }} end'],
  ["a value alone in a line that goes on", "printf '<%s>' ${{ github.sha }} \\\n  ${{ inputs.flags }}"],
  ["a delimiter with dashes", "cat <<'END-OF'\nref ${{ github.ref_name }} $5\nEND-OF"],
  ["a shift before a value", "n=$((1 << 2))\nprintf '<%s>' $n '${{ inputs.title }}'"],
  ["a line of an array", "args=(\n  ${{ inputs.flags }}\n)\nprintf '<%s>' \"${args[@]}\""],
  [
    "lines of an array",
    "args=(\n  --first # it's\n  ${{ inputs.flags }}\n  '('\n  ${{ github.sha }}\n)\nprintf '<%s>' \"${args[@]}\"",
  ],
  ["an array in a line", "args=( a ${{ inputs.flags }} b )\nprintf '<%s>' \"${args[@]}\""],
  ["an array without blanks", "args=(${{ inputs.flags }})\nprintf '<%s>' \"${args[@]}\""],
  ["what looks like an assignment in an array", "args=(a=${{ inputs.flags }})\nprintf '<%s>' \"${args[@]}\""],
  ["what is added to an array", "a=(x)\na+=(\n${{ inputs.flags }}\n)\nprintf '<%s>' \"${a[@]}\""],
  ["an array that is declared", "declare -a a=(\n${{ inputs.flags }}\n)\nprintf '<%s>' \"${a[@]}\""],
  ["an array of a function", "f() {\n  local a=(\n    ${{ inputs.flags }}\n  )\n  printf '<%s>' \"${a[@]}\"\n}\nf"],
  ["an array with nothing in it", "args=(\n  ${{ inputs.empty }}\n)\nprintf '<%s>' \"${#args[@]}\""],
  [
    "an array behind a here-document with an apostrophe",
    "cat <<EOF\nit's\nEOF\nargs=(\n  \"don't\"\n  ${{ inputs.flags }}\n)\nprintf '<%s>' \"${args[@]}\"",
  ],
  [
    "an array with a parenthesis in an expansion",
    "FILE='a)b'\nargs=(\n  --dir ${FILE%)*}\n  ${{ inputs.flags }}\n)\nprintf '<%s>' \"${args[@]}\"",
  ],
  [
    "an array with parentheses that are quoted or in a comment",
    "args=(\n  $'\\'' \\) \")\" # :)\n  ${{ inputs.flags }}\n)\nprintf '<%s>' \"${args[@]}\"",
  ],
  ["an array with the word case", "args=( case\n  ${{ inputs.flags }}\n)\nprintf '<%s>' \"${args[@]}\""],
  [
    "an array with a pattern",
    "shopt -s extglob\nargs=(\n  !(*) *(\n) @(x)\n  ${{ inputs.flags }}\n)\nprintf '<%s>' \"${#args[@]}\"",
  ],
  [
    "an array that begins in the next line",
    "a=(1)\nb=([0]=x [1]=$(echo y))\nb+=\\\n(\n${{ inputs.flags }}\n)\nprintf '<%s>' \"${b[@]}\"",
  ],
  [
    "a command in a branch behind an array",
    "a=( '(' )\ncase x in\n  y) echo no ;;\n  x)\n    ${{ inputs.command }}\n    ;;\nesac",
  ],
  ["a command within an array", "args=(\n  $(\n    ${{ inputs.command }}\n  )\n)\nprintf '<%s>' \"${args[@]}\""],
  ["a command behind an array", "args=( a )\n${{ inputs.command }}\nprintf '<%s>' \"${args[@]}\""],
  ["a command in a subshell", "(\n  ${{ inputs.command }}\n)"],
  ["a case", "case ${{ github.ref_name }} in feature/*) echo f ;; *) echo o ;; esac"],
];

const paste = (text: string) =>
  text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, source: string) => values[source] ?? `UNKNOWN ${source}`);
const runBash = (script: string, env: Readonly<Record<string, string>>) =>
  execFileSync("bash", ["-e", "-c", script], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: "/home/x", ...env },
  });

function workflowOf(script: string): string {
  const body = script.split("\n").map((line) => `          ${line}`.trimEnd());
  return `on:
  workflow_dispatch:
    inputs: { title: { type: string }, flags: { type: string }, empty: { type: string }, command: { type: string } }
permissions: {}
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - run: |
${body.join("\n")}
`;
}

describe("a script with its expressions in variables", () => {
  it.each(scripts)("prints in bash what it printed with the values pasted in: %s", async (_, script) => {
    const { yaml, findings } = await importWhole("script.yml", workflowOf(script));
    expect(findings.filter(({ kind }) => kind === "unexpressed")).toEqual([]);
    const [step] = parse(yaml).jobs.one.steps;
    expect(step.run).not.toContain("${{");
    const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, paste(String(value))]);
    expect(runBash(step.run, Object.fromEntries(env))).toBe(runBash(paste(script), {}));
  });

  it("does not run what a value says", async () => {
    const { yaml } = await importWhole("script.yml", workflowOf("echo ${{ inputs.title }} '${{ inputs.title }}'"));
    const [step] = parse(yaml).jobs.one.steps;
    const env = Object.fromEntries(Object.keys(step.env).map((name) => [name, "$(echo pwned >&2); `id`; ' \" x"]));
    expect(runBash(step.run, env)).toBe("$(echo pwned >&2); `id`; ' \" x $(echo pwned >&2); `id`; ' \" x\n");
  });
});

describe("a value that was an item of an array", () => {
  it.each([
    "args=(\n  ${{ inputs.title }}\n)",
    "declare -a a=(\n${{ inputs.title }}\n)",
    "local a=( ${{ inputs.title }} )",
    "args=( !(\n${{ inputs.title }}\n) )",
  ])("is never run: %j", async (script) => {
    const { yaml } = await importWhole("script.yml", workflowOf(script));
    expect(yaml).not.toContain("eval");
  });

  it.each([
    ["an array with a case in a command", "args=(\n  $(case x in x) echo l;; esac)\n  ${{ inputs.title }}\n)"],
    ["an array whose key has a parenthesis", "declare -A a\na=( [k)]=x\n${{ inputs.title }}\n)"],
    ["such a key behind a case", "case x in x) ;; esac\na=( [k)]=x\n${{ inputs.title }}\n $(id) )"],
    ["an array without an end", "args=(\n  ${{ inputs.title }}\n"],
    ["an array with a quote without an end", "args=( don't\n  ${{ inputs.title }}\n)"],
  ])("is reported where its array cannot be told: %s", async (_, script) => {
    const { yaml, findings } = await importWhole("script.yml", workflowOf(script));
    expect(yaml).not.toContain("eval");
    expect(findings.filter(({ kind }) => kind === "unexpressed").map(({ message }) => message)).toEqual([
      expect.stringContaining("cannot tell how the shell reads it"),
    ]);
  });
});

describe("the comparison with the file", () => {
  const script = (run: string) => normalScript(run, { X: "${{ inputs.x }}" }, true);

  it("takes eval of a variable for a command that was written there, and never for an item of an array", () => {
    expect(script('ls\neval "$X"')).toBe(script("ls\n${{ inputs.x }}"));
    expect(script('a=(\neval "$X"\n)')).not.toBe(script("a=(\n${{ inputs.x }}\n)"));
  });
});

describe("a script that cannot read a variable", () => {
  const onWindows = (strategy: string) => `on: push
permissions: {}
jobs:
  one:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [${strategy}] } }
    steps:
      - run: echo \${{ github.sha }}
`;
  let told: readonly string[];
  beforeAll(async () => {
    const { findings } = await importWhole("mixed.yml", onWindows("windows-2025, ubuntu-24.04"));
    told = findings.filter(({ kind }) => kind === "unexpressed").map(({ line, message }) => `${line}: ${message}`);
  });

  it("is reported with its line where PowerShell runs it here and bash there", () => {
    expect(told.join("\n")).toMatch(/^8: .*github\.sha.*PowerShell.*bash elsewhere/);
  });

  it("is none where all runners have bash", async () => {
    const { findings } = await importWhole("mixed.yml", onWindows("macos-15, ubuntu-24.04"));
    expect(findings.filter(({ kind }) => kind === "unexpressed")).toEqual([]);
  });
});
