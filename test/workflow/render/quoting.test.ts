import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expressionSource } from "../../../src/workflow/expression/expression-source.ts";
import type { Script, ScriptPart } from "../../../src/workflow/expression/script.ts";
import { github } from "../../../src/workflow/index.ts";
import { lowerScript } from "../../../src/workflow/render/lower-script.ts";

const { TIDEGATE_RUNS: runs, TIDEGATE_SEED: seed } = process.env;

/** The script of a text in which `@` stands wherever the value is put in. */
function fill(text: string, value: ScriptPart): Script {
  const parts = text.split("@").flatMap((code): ScriptPart[] => [value, { kind: "code", code }]);
  return { kind: "script", parts: parts.slice(1) };
}

const expression: ScriptPart = { kind: "expression", node: github.sha.node };
const plain = (data: string): ScriptPart => ({ kind: "data", data });

const lower = (written: Script) =>
  lowerScript(written, new Set(), (node) => expressionSource(node, (leaf) => leaf.kind));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "quoting-"));
  // For values that would match files.
  writeFileSync(join(folder, "a.json"), "");
  writeFileSync(join(folder, "b.json"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: string;
  readonly env: Readonly<Record<string, string>>;
}

/** In each script, `p` tells how many arguments it got, and which. Everything else they print is dropped. */
const prelude = `
  exec 3>&1 1>/dev/null 2>&1 </dev/null
  p() { printf '%s\\0' "$#" "$@" >&3; }
  x=1 bits=2 FUNCNEST=20
`;

/** What `p` was given in each script, whether that script ran to its end or not. */
function given(scripts: readonly Run[]): readonly string[] {
  const each = scripts.map((_, index) => `(VALUE="$VALUE_${index}"; eval "$CODE_${index}"); printf '\\1' >&3\n`);
  const env = scripts.flatMap(({ code, env: { VALUE = "" } }, index) => [
    [`CODE_${index}`, code.replaceAll("RUN_SHA", "VALUE")],
    [`VALUE_${index}`, VALUE],
  ]);
  const told = execFileSync("bash", ["--norc", "-c", `${prelude}${each.join("")}`], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...Object.fromEntries(env) },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 20_000,
  });
  return told.toString().split("\u0001").slice(0, -1);
}

/** A word that the shell takes as it is: what happens with it is what should happen with any value. */
const harmless = "QXQ";
const hostile = [
  "a *.json --evil",
  "x; p EVIL",
  "$(p EVIL)",
  "`p EVIL`",
  "'; p EVIL; '",
  '"; p EVIL; "',
  "\\'; p EVIL #",
  "a\np EVIL\nb",
  "EOF\np EVIL\nb",
  ")\np EVIL\nb",
  "} ; p EVIL",
  "a[$(p EVIL >&3)]",
  "# x",
  "\\",
  "$x",
  "",
];

interface Reached {
  /** Whether it was written at all; else it was refused. */
  readonly isWritten: boolean;
  readonly harmless: string;
  readonly hostile: readonly string[];
}

/** What reaches `p` of a value that comes in a variable. */
function asExpression(text: string): Reached {
  const { code, refusals } = lower(fill(text, expression));
  if (refusals.length > 0) {
    return { isWritten: false, harmless: "", hostile: [] };
  }
  const [first = "", ...others] = given([harmless, ...hostile].map((VALUE) => ({ code, env: { VALUE } })));
  return { isWritten: true, harmless: first, hostile: others };
}

/** What reaches `p` of plain data; what is refused is left out. */
function asData(text: string): readonly { readonly value: string; readonly got: string; readonly want: string }[] {
  const written = [harmless, ...hostile, "2", "if", "A=b", "root", "EOF", "x"].flatMap((value) => {
    const { code, refusals } = lower(fill(text, plain(value)));
    return refusals.length > 0 ? [] : [{ value, code }];
  });
  if (written[0]?.value !== harmless) {
    return [];
  }
  const [first = "", ...others] = given(written.map(({ code }) => ({ code, env: {} })));
  return others.map((got, index) => {
    const value = written[index + 1]?.value ?? "";
    return { value, got, want: first.replaceAll(harmless, () => value) };
  });
}

const told = (text: string) => lower(fill(text, expression)).refusals.join("\n");

describe("a value behind what is easily misread", () => {
  it.each<[string, string]>([
    ["a shift in an expansion", "n=$((1 << bits))\np @"],
    ["a shift in a command", "(( x <<= bits ))\np @"],
    ["a number with a base", "p a $(( 16#ff )) @"],
    ["a delimiter with dashes", "cat <<END-OF-FILE\nit's\nEND-OF-FILE\np @"],
    ["a delimiter that is quoted in part", 'cat <<"E"OF\n$(\nEOF\np @'],
    ["a delimiter with escapes", "cat <<\\E\\OF\n`\nEOF\np @"],
    ["a delimiter that looks like a variable", "cat <<$x\nit's\n$x\np @"],
    ["several here-documents in one line", "cat <<A <<-'B C'\nit's\nA\n\t`\n\tB C\np @"],
    ["a line of a here-document that goes on in the next", "cat <<EOF\nx\\\nEOF\nit's\nEOF\np @"],
    ["a here-document in a command", 'p "$(cat <<EOF\nit\\`s )\nEOF\n)" @'],
    ["a here-string", "cat <<<EOF\np @"],
    ["quotes that know escapes", "p $'a\\'b\"c' @"],
    ["quotes that are translated", 'p $"a\'b" @'],
    ["an escaped space before a hash", "p \\ #it @"],
    ["a line that goes on with a hash", "p a\\\n#it @"],
    ["a hash behind a command in a word", "p $(echo a)#it @"],
    ["a hash in a word", "p a#b ${x#y} $# ${#x} @"],
    ["a comment behind a parenthesis", "(p a)#it's\np @"],
    ["a dollar sign and a number of the process", 'p "$$@"'],
    ["a regular expression", "[[ a =~ ^(a|b)$ ]] && p @"],
    ["a case", "case a in a) p @ ;; (b) p no ;; esac"],
    ["a case in backticks", "p `case a in a) echo b;; esac` @"],
    ["backticks with quotes", "p `echo 'a b' \"c\"` @"],
    ["a comment in backticks", "p `echo a # b` @"],
    ["an array", 'a=(1 @) # it\'s\np "${a[*]}" @'],
    ["a process", "p <(echo a) @"],
    ["quotes in an expansion", 'p "${NO:-"@"}" ${NO:-"@"}'],
    ["Windows line ends", "cat <<EOF\nit's\nEOF\nx=1\r\np @"],
  ])("reaches the command as one: %s", (_, text) => {
    const { isWritten, harmless: first, hostile: others } = asExpression(text);
    expect(told(text)).toBe("");
    expect(isWritten).toBe(true);
    expect(first).toContain(harmless);
    expect(others).toEqual(hostile.map((value) => first.replaceAll(harmless, () => value)));
    for (const { got, want } of asData(text)) {
      expect(got).toBe(want);
    }
  });

  it.each<[string, string, string]>([
    ["in arithmetic", "p $(( @ + 1 ))", "arithmetic"],
    ["in quotes in arithmetic", 'p $(( "@" + 1 ))', "arithmetic"],
    ["in an expansion", "p ${NO:-@}", "an expansion"],
    ["in single quotes in an expansion", "p ${NO:-'@'}", "an expansion"],
    ["in quotes that know escapes", "p $'@'", "the quotes of `$'…'`"],
    ["behind a case in a command", 'p "$(case a in a) echo b;; esac)" @', "behind `case` inside of parentheses"],
    [
      "behind a here-document that goes on",
      "cat <<EOF\nEOF \np @",
      "behind the here-document `EOF`, whose end was not found",
    ],
    ["behind a here-document with Windows line ends", "cat <<EOF\r\nx\r\nEOF\r\np @", "whose end cannot be told"],
    ["as a part of a here-document's delimiter", "cat <<E@\nE\n", "whose end cannot be told"],
    ["behind nested commands like arithmetic", "((p a); (p b))\np @", "behind `((`, which is not closed by `))`"],
    ["behind old arithmetic", "p $[1 << 2] @", "behind `$[`"],
    ["behind a name that goes on in the next line", 'p "$HO\\\nME@"', "behind a `$` whose name goes on"],
    ["behind an operator that goes on in the next line", "cat <\\\n<E\n'\nE\np @", "behind an operator that goes on"],
    ["behind a dollar sign", "p $@", "behind a dollar sign"],
    ["behind a backslash", "p \\@", "behind a backslash"],
    ["behind a backslash in backticks", "p `echo \\\\` @", "behind a backslash in backticks"],
    ["behind a parenthesis that closes nothing", "m=( [a)]=b @ )", "behind parentheses of which one closes nothing"],
    ["behind a parenthesis that closes nothing, in backticks", "p `(p a))` @", "of which one closes nothing"],
    ["behind a quote that does not end", "p 'a @", "behind the `'`, whose end was not found"],
  ])("is refused where the shell would run it, or where nobody can tell: %s", (_, text, where) => {
    expect(told(text)).toContain(where);
    expect(told(text)).toContain("Assign it to a variable before.");
  });

  it.each([
    ["the end of a here-document", "cat <<EOF\n@\nEOF\n", "EOF"],
    ["a part of that end", "cat <<EOF\nE@\nEOF\n", "OF"],
    ["letters of a variable's name", 'p "$HO@"', "ME"],
    ["a line of a command in a here-document", "cat <<EOF\n$(p '@')\nEOF\n", "a\nEOF\n"],
    ["an apostrophe in backticks", "p `echo @`", "it's"],
  ])("is refused as data where it would be read as %s", (_, text, data) => {
    expect(lower(fill(text, plain(data))).refusals).toHaveLength(1);
    expect(lower(fill(text, plain("-"))).refusals).toEqual([]);
  });
});

const noise = fc.constantFrom(
  "n=$((1 << bits))",
  "((x<<=1))",
  "cat <<END-OF-FILE\nit's $(echo a)\nEND-OF-FILE",
  "cat <<'A' <<-B\n$(\nA\n\tit's\n\tB",
  "cat <<<'a b'",
  "p ${x#y} $# a#b",
  "# it's a `comment`",
  ": a\\\n#b",
  "p $'it\\'s'",
  'p "${NO:-it"s"}" ${x%\\}}',
  "p `echo 'a'`",
  "[[ a =~ ^(a|b)$ ]]",
  "case a in a) : ;; esac",
);
const { statement } = fc.letrec<{ statement: string; word: string; quoted: string; line: string }>((tie) => ({
  quoted: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("@", "a @ b", "a@", "$x@", "$$@", "it's @", "\\$@", "\\\\@", "#@"),
    tie("statement").map((inner) => `$( ${inner})@`),
    tie("word").map((inner) => `\${NO:-${inner}}@`),
  ),
  word: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("@", "a@", "@b", "--x=@", "$x@", "~@", "{a,@}", "a#@", "'a @'", "$'b\\'@'", "$'c\\''@", "\\#@"),
    tie("quoted").map((inner) => `"${inner}"`),
    tie("statement").map((inner) => `$( ${inner})`),
    tie("statement").map((inner) => `\`${inner}\``),
    tie("word").map((inner) => `\${NO:-${inner}}`),
    tie("word").map((inner) => `$((1 << ${inner}))`),
  ),
  line: fc.oneof(fc.constantFrom("@", "EO@", "it's", '"', "#@", "\\", "E@F"), tie("quoted")),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("word").map((word) => `p ${word}`),
    tie("word").map((word) => `p b ${word} # it's @`),
    fc.tuple(noise, tie("statement")).map(([before, after]) => `${before}\n${after}`),
    fc.tuple(tie("statement"), tie("statement")).map(([before, after]) => `${before}; ${after}`),
    fc.tuple(tie("line"), tie("statement")).map(([line, after]) => `p "$(cat <<EOF\n${line}\nEOF\n)"\n${after}`),
    fc.tuple(tie("line"), tie("statement")).map(([line, after]) => `cat <<-EOF >&3\n\t${line}\n\tEOF\n${after}`),
    tie("statement").map((inner) => `( ${inner})`),
    tie("statement").map((inner) => `((: ; ${inner})\n)`),
    tie("statement").map((inner) => `{ ${inner}\n}`),
    tie("statement").map((inner) => `case a in a) ${inner} ;; esac`),
    tie("statement").map((inner) => `f() { ${inner}\n}\nf`),
    tie("word").map((word) => `if [[ ${word} == a || 1 ]]; then p so; fi`),
  ),
}));
/** What a person mistypes, anywhere. */
const slip = fc.constantFrom(
  "",
  "'",
  '"',
  "\\",
  "$",
  "`",
  "(",
  ")",
  "((",
  "<<EOF\n",
  "\nEOF\n",
  "#",
  "\n",
  "\\\n",
  "$'",
  "}",
  "\r",
);
const broken = fc
  .tuple(statement, slip, fc.nat())
  .map(([text, put, at]) => [text.slice(0, at % (text.length + 1)), put, text.slice(at % (text.length + 1))].join(""));

describe("whatever script a value is put into", () => {
  const options = { numRuns: Number(runs ?? 60), seed: seed === "random" ? Date.now() : Number(seed ?? 1121) };

  it("reaches it as what it is, from a variable, or is refused", () => {
    fc.assert(
      fc.property(fc.oneof(statement, broken), (text) => {
        const { harmless: first, hostile: others } = asExpression(text);
        expect(others).toEqual(others.map((_, index) => first.replaceAll(harmless, () => hostile[index] ?? "")));
      }),
      options,
    );
  });

  it("reaches it as what it is, as data, or is refused", () => {
    fc.assert(
      fc.property(fc.oneof(statement, broken), (text) => {
        const all = asData(text);
        expect(all.map(({ value, got }) => [value, got])).toEqual(all.map(({ value, want }) => [value, want]));
      }),
      options,
    );
  });

  it("is written in most of those that are sound", () => {
    const texts = fc.sample(statement, { seed: 1121, numRuns: 200 });
    const written = texts.filter((text) => text.includes("@") && told(text) === "");
    expect(written.length).toBeGreaterThan(40);
  });
});
