import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dedent } from "../../../src/workflow/expression/dedent.ts";
import { expressionSource } from "../../../src/workflow/expression/expression-source.ts";
import {
  type Expression,
  github,
  input,
  lines,
  type Script,
  script,
  sh,
  workflowDispatch,
} from "../../../src/workflow/index.ts";
import { lowerScript } from "../../../src/workflow/render/lower-script.ts";

const identify: Parameters<typeof lowerScript>[2] = (node) =>
  expressionSource(node, (leaf) => `${leaf.kind}.${"name" in leaf ? leaf.name : ""}`);
const lower = (written: Script, taken: readonly string[] = []) => lowerScript(written, new Set(taken), identify);
const { inputs } = workflowDispatch({
  version: input.string({ description: "" }),
  path: input.string({ description: "" }),
  "ld-preload": input.string({ description: "" }),
});

/** What bash prints for each script, all run by one shell; a value reaches its script in the script's variable. */
function printed(runs: readonly { readonly script: Script; readonly value: string }[]): readonly string[] {
  const pieces = runs.map((each, index) => {
    const { code, env, refusals } = lower(each.script);
    expect(refusals).toEqual([]);
    const set = Object.keys(env).map((name) => `${name}="$VALUE_${index}"\n`);
    return `${set.join("")}${code}\nprintf '\\0'\n`;
  });
  const values = runs.map(({ value }, index) => [`VALUE_${index}`, value]);
  const env = { PATH: process.env.PATH, ...Object.fromEntries(values) };
  return execFileSync("bash", ["-eo", "pipefail"], { input: pieces.join(""), env })
    .toString()
    .split("\0")
    .slice(0, -1);
}

describe("sh", () => {
  it("takes each expression out into one variable, however often it is used", () => {
    const { code, env } = lower(sh`echo ${github.sha} ${github.sha} "${github.refName}"`);
    expect(code).toBe('echo "$RUN_SHA" "$RUN_SHA" "${RUN_REF_NAME}"');
    expect(Object.keys(env)).toEqual(["RUN_SHA", "RUN_REF_NAME"]);
  });

  it("does not take a variable the step has already", () => {
    expect(lower(sh`echo ${inputs.version}`, ["VERSION"]).code).toBe('echo "$VERSION_2"');
  });

  it.each<[string, Expression]>([
    ["VALUE_OF_PATH", inputs.path],
    ["VALUE_OF_LD_PRELOAD", inputs["ld-preload"]],
    ["RUN_ID", github.runId],
    ["EVENT_PULL_REQUEST_TITLE", github.event("pull_request", "title")],
  ])("names a variable %s, never one that programs obey", (name, value) => {
    expect(Object.keys(lower(sh`echo ${value}`).env)).toEqual([name]);
  });

  it("takes off the indentation of the source, and keeps that of the script", () => {
    const written = sh`
      if true; then
        echo ${1}
      fi
    `;
    expect(lower(written).code).toBe("if true; then\n  echo 1\nfi");
  });

  it("reaches the shell as written, but for the escapes that JavaScript needs", () => {
    expect(lower(sh`printf '%s\n' "\${HOME:-x}" \`date\``).code).toBe("printf '%s\\n' \"${HOME:-x}\" `date`");
  });

  it("splices other scripts in", () => {
    expect(lower(lines(sh`a ${sh`b ${github.sha}`}`, script("c"))).code).toBe('a b "$RUN_SHA"\nc');
  });

  it.each<[string, () => Script]>([
    ["in a template", () => sh`echo \${{ github.head_ref }}`],
    ["in a command from elsewhere", () => script("echo ${{ github.head_ref }}")],
  ])("refuses an expression written out %s", (_, write) => {
    expect(write).toThrow(/written-out expression: "\$\{\{ github\.head_ref \}\}".*script\.test\.ts:\d+/s);
  });

  it("refuses an expression that forms only when pieces come together", () => {
    const { refusals } = lower(sh`
      cat <<'EOF'
      $${"{{ github.head_ref }}"}
      EOF
    `);
    expect(refusals).toEqual([expect.stringContaining("together form an expression")]);
  });

  it.each<[string, Script]>([
    ["single quotes", sh`echo 'x ${github.sha}'`],
    ["an expansion", sh`echo "\${NOTHING:-${github.sha}}"`],
    ["a quoted here-document", lines(sh`cat <<'EOF'`, sh`${github.sha}`, sh`EOF`)],
  ])("refuses an expression in %s, where the shell would not read it", (where, written) => {
    expect(lower(written).refusals).toEqual([expect.stringContaining(`github.sha stands in ${where}`)]);
  });
});

const hostile = fc
  .oneof(
    fc.string({ unit: "grapheme-ascii" }),
    fc.string({
      unit: fc.constantFrom("'", '"', "`", "$", "(", ")", "\\", "a", " ", "\n", "#", "{", "}", "<", "E", "O", "F"),
    }),
    fc.constantFrom("$(id)", "'; id; '", '"; id; "', "a b  c", "*", "~", "$HOME", "-n", "a\nb", "#x", "!x", ""),
  )
  .filter((value) => !value.includes("${{"));
const samples = fc.array(hostile, { minLength: 40, maxLength: 40 });

describe("what is put into a script reaches it as one piece, whatever it holds", () => {
  it.each<[string, (value: string | Expression) => Script, (value: string) => string]>([
    ["as a word", (value) => sh`printf '<%s>' ${value}`, (value) => `<${value}>`],
    ["between double quotes", (value) => sh`printf '<%s>' "${value}"`, (value) => `<${value}>`],
    [
      "behind an apostrophe in a comment",
      (value) => sh`
        # it's
        printf '<%s>' ${value} # isn't
        printf '<%s>' ${value}`,
      (value) => `<${value}><${value}>`,
    ],
    ["in a command", (value) => sh`echo -n "$(printf '<%s>' ${value}; echo .)"`, (value) => `<${value}>.`],
    ["in a quoted command", (value) => sh`echo -n "$(printf '<%s>' "${value}"; echo .)"`, (value) => `<${value}>.`],
    ["behind expansions", (value) => sh`echo -n "\${NO:-"}"}" \${NO:-"}'"}${value}`, (value) => `} }'${value}`],
    [
      "in a here-document, and as a word behind it",
      (value) => sh`
        cat <<END_OF_TEXT
        <${value}>
        END_OF_TEXT
        printf '<%s>' ${value}
      `,
      (value) => `<${value}>\n<${value}>`,
    ],
  ])("%s", (place, write, outcome) => {
    fc.assert(
      fc.property(samples, (values) => {
        // A line of plain data could end a here-document, so there it may have only one.
        const plain = values.filter((value) => !(place.includes("here-document") && value.includes("\n")));
        const asData = plain.map((value) => ({ script: write(value), value: "" }));
        const asExpressions = values.map((value) => ({ script: write(github.sha), value }));
        expect(printed([...asData, ...asExpressions])).toEqual([...plain, ...values].map(outcome));
      }),
      { numRuns: 5 },
    );
  });
});

describe("dedent", () => {
  it.each([
    [["a"], ["a"]],
    [["\n    a\n      b\n  "], ["a\n  b"]],
    [
      ["\n    a ", "\n\n    b\n"],
      ["a ", "\n\nb"],
    ],
    [
      ["\n  ", "\n    x"],
      ["", "\n  x"],
    ],
    [[""], [""]],
  ])("of %j is %j", (pieces, dedented) => {
    expect(dedent(pieces)).toEqual(dedented);
  });
});
