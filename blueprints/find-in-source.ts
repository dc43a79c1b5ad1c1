/** A step into a literal: the name of a property, or the index of an element or an argument. */
export type Key = string | number;

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Where an option stands in the source. `offset` is where a call such as `canary({ steps: […] })` begins; `path` leads
 * from its arguments, `[0, "steps"]`, as far as there are literals. What is computed elsewhere is not followed: the
 * answer is then the innermost literal that holds it.
 */
export function findInSource(source: string, offset: number, path: readonly Key[]): number {
  const open = source.indexOf("(", offset);
  let found = offset;
  let position = open;
  for (const key of path) {
    const member = position < 0 ? undefined : findMember(source, position, key);
    if (member === undefined) {
      return found;
    }
    found = member.at;
    position = skipSpace(source, member.value);
  }
  return found;
}

interface Member {
  /** Where its key, or the element itself, begins. */
  readonly at: number;
  readonly value: number;
}

function findMember(source: string, open: number, key: Key): Member | undefined {
  const close = closing[source[open] ?? ""];
  if (close === undefined || (typeof key === "string") !== (close === "}")) {
    return undefined;
  }
  let at = skipSpace(source, open + 1);
  for (let index = 0; at < source.length && source[at] !== close; index += 1) {
    const value = typeof key === "string" ? valueOfProperty(source, at, key) : index === key ? at : undefined;
    if (value !== undefined) {
      return { at, value };
    }
    at = skipSpace(source, endOfMember(source, at) + 1);
  }
  return undefined;
}

function valueOfProperty(source: string, at: number, key: string): number | undefined {
  const name = /^(?:(["'])(.*?)\1|([\w$]+))\s*([:,}\n])/.exec(source.slice(at, at + 200));
  return name !== null && (name[2] ?? name[3]) === key ? at + name[0].length : undefined;
}

/** The comma after a member, or the character before the bracket that closes its literal. */
function endOfMember(source: string, start: number): number {
  let at = start;
  while (at < source.length && source[at] !== ",") {
    if (closing[source[at] ?? ""] !== undefined) {
      at = endOfBrackets(source, at);
    } else if (")]}".includes(source[at] ?? "")) {
      return at - 1;
    }
    at = skipToken(source, at);
  }
  return at;
}

function endOfBrackets(source: string, open: number): number {
  let depth = 0;
  let at = open;
  while (at < source.length) {
    const character = source[at] ?? "";
    depth += closing[character] !== undefined ? 1 : ")]}".includes(character) ? -1 : 0;
    if (depth === 0) {
      return at;
    }
    at = skipToken(source, at);
  }
  return at;
}

/** The offset after the string or comment that begins here, else after one character. */
function skipToken(source: string, at: number): number {
  const rest = source.slice(at, at + 2);
  const quote = rest[0] ?? "";
  if (`"'\``.includes(quote)) {
    const string = new RegExp(`${quote}(?:\\\\[\\s\\S]|(?!${quote})[^\\\\])*${quote}`, "y");
    string.lastIndex = at;
    return string.test(source) ? string.lastIndex : at + 1;
  }
  return rest === "//" || rest === "/*" ? endOfComment(source, at) : at + 1;
}

function endOfComment(source: string, at: number): number {
  const mark = source[at + 1] === "/" ? "\n" : "*/";
  const end = source.indexOf(mark, at + 2);
  return end < 0 ? source.length : end + mark.length;
}

function skipSpace(source: string, start: number): number {
  let at = start;
  for (;;) {
    if (/\s/.test(source[at] ?? "")) {
      at += 1;
    } else if (source.startsWith("//", at) || source.startsWith("/*", at)) {
      at = endOfComment(source, at);
    } else {
      return at;
    }
  }
}
