import { assertNever } from "../../errors/assert-never.ts";
import { type Code, codesOf, type Declaration, type Entry, type Program } from "./code.ts";
import { printTemplate } from "./print-template.ts";

const widthLimit = 120;
const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

const indentOf = (depth: number) => "  ".repeat(depth);

function printKey(key: string): string {
  // Written any other way it sets the object's prototype, and is no key.
  if (key === "__proto__") {
    return '["__proto__"]';
  }
  return identifier.test(key) ? key : JSON.stringify(key);
}

/** In one line; `undefined` when it takes several. */
function printFlat(code: Code): string | undefined {
  const text = printPieces(code);
  return text?.includes("\n") ? undefined : text;
}

function joinFlat(codes: readonly Code[]): string | undefined {
  const texts = codes.map(printFlat);
  return texts.includes(undefined) ? undefined : texts.join(", ");
}

function printPieces(code: Code): string | undefined {
  switch (code.kind) {
    case "literal":
      return JSON.stringify(code.value);
    case "library":
    case "constant":
      return code.name;
    case "member":
      return printMember(printFlat(code.of), code.property);
    case "call":
      return printCallFlat(code);
    case "object": {
      const values = code.entries.map(({ key, value }) => printEntry(key, value, printFlat(value)));
      return values.includes(undefined) ? undefined : values.length === 0 ? "{}" : `{ ${values.join(", ")} }`;
    }
    case "array": {
      const items = joinFlat(code.items);
      return items === undefined ? undefined : `[${items}]`;
    }
    case "template":
      return printTemplate(code, 0, (value) => print(value, 0, 0));
    case "function":
      return code.declarations.length > 0
        ? undefined
        : prefixed(`(${code.parameter}) => (`, printFlat(code.result), ")");
    case "remarked":
      return code.remarks.length > 0 ? undefined : printFlat(code.code);
    default:
      return assertNever(code);
  }
}

function prefixed(before: string, text: string | undefined, after: string): string | undefined {
  return text === undefined ? undefined : `${before}${text}${after}`;
}

function printFunction(
  { parameter, declarations, result }: Extract<Code, { kind: "function" }>,
  depth: number,
): string {
  if (declarations.length === 0) {
    return `(${parameter}) => (${print(result, depth, widthLimit)})`;
  }
  const indent = indentOf(depth + 1);
  const body = declarations.map(({ name, code, remarks }) => {
    const start = `const ${name} = `;
    return `${indent}${printRemarks(remarks, depth + 1)}${start}${print(code, depth + 1, indent.length + start.length)};\n`;
  });
  return `(${parameter}) => {\n${body.join("")}${indent}return ${print(result, depth + 1, widthLimit)};\n${indentOf(depth)}}`;
}

function printMember(owner: string | undefined, property: string): string | undefined {
  if (owner === undefined) {
    return undefined;
  }
  return identifier.test(property) ? `${owner}.${property}` : `${owner}[${JSON.stringify(property)}]`;
}

function printCallFlat({ callee, type, args }: Extract<Code, { kind: "call" }>): string | undefined {
  const name = printFlat(callee);
  const inner = joinFlat(args);
  return name === undefined || inner === undefined ? undefined : `${name}${type ? `<${type}>` : ""}(${inner})`;
}

function printEntry(key: string, value: Code, text: string | undefined): string | undefined {
  const isShort = value.kind === "constant" && value.name === key;
  return text === undefined ? undefined : isShort ? key : `${printKey(key)}: ${text}`;
}

const isStructure = ({ kind }: Code) => kind === "object" || kind === "array";

function printList(open: string, close: string, items: readonly string[], depth: number): string {
  const inner = items.map((item) => `${indentOf(depth + 1)}${item},\n`).join("");
  return `${open}\n${inner}${indentOf(depth)}${close}`;
}

/** What JavaScript ends a line at, and so a comment; YAML and a split at line feeds let some of it through. */
const lineEnds = /[\n\r\u2028\u2029]+/g;

function printRemarks(remarks: readonly string[], depth: number): string {
  return remarks.map((remark) => `// ${remark.replace(lineEnds, " ")}\n${indentOf(depth)}`).join("");
}

function printItem(code: Code, depth: number): string {
  return code.kind === "remarked"
    ? `${printRemarks(code.remarks, depth)}${print(code.code, depth, depth * 2)}`
    : print(code, depth, depth * 2);
}

function printProperty({ key, value }: Entry, depth: number): string {
  const inner = value.kind === "remarked" ? value.code : value;
  const remarks = value.kind === "remarked" ? printRemarks(value.remarks, depth) : "";
  const text = print(inner, depth, depth * 2 + printKey(key).length + 3);
  return `${remarks}${printEntry(key, inner, text) ?? ""}`;
}

function printCall(code: Extract<Code, { kind: "call" }>, depth: number, column: number): string {
  const name = `${printFlat(code.callee) ?? ""}${code.type ? `<${code.type}>` : ""}`;
  const last = code.args.at(-1);
  const before = code.args.slice(0, -1);
  const front = joinFlat(before);
  const hugs = last && isStructure(last) && !before.some(isStructure) && front !== undefined;
  if (hugs && column + name.length + front.length + 4 < widthLimit) {
    return `${name}(${front}${before.length > 0 ? ", " : ""}${print(last, depth, widthLimit)})`;
  }
  if (code.args.length === 1 && last?.kind === "template") {
    return `${name}(${print(last, depth, column)})`;
  }
  return printList(
    `${name}(`,
    ")",
    code.args.map((arg) => printItem(arg, depth + 1)),
    depth,
  );
}

/**
 * The code as text, in lines of at most 120 characters where that is possible.
 * @param depth how far what stands around it is indented, in steps of two
 * @param column where it begins
 */
function print(code: Code, depth: number, column: number): string {
  const flat = printFlat(code);
  if (flat !== undefined && (column + flat.length < widthLimit || !canBreak(code))) {
    return flat;
  }
  switch (code.kind) {
    case "object":
      return printList(
        "{",
        "}",
        code.entries.map((entry) => printProperty(entry, depth + 1)),
        depth,
      );
    case "array":
      return printList(
        "[",
        "]",
        code.items.map((item) => printItem(item, depth + 1)),
        depth,
      );
    case "call":
      return printCall(code, depth, column);
    case "template":
      return printTemplate(code, depth, (value) => print(value, depth, 0));
    case "function":
      return printFunction(code, depth);
    case "remarked":
      return print(code.code, depth, column);
    default:
      return flat ?? "";
  }
}

function canBreak(code: Code): boolean {
  return (code.kind === "call" && code.args.length > 0) || code.kind === "function" || isStructure(code);
}

function printDeclaration({ name, code, remarks }: Declaration, isLast: boolean): string {
  const start = `${isLast ? "export " : ""}const ${name} = `;
  return `${printRemarks(remarks, 0)}${start}${print(code, 0, start.length)};\n`;
}

function printImport(names: readonly string[]): string {
  const flat = `import { ${names.join(", ")} } from "tidegate/workflow";\n`;
  return flat.length <= widthLimit + 1
    ? flat
    : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "tidegate/workflow";\n`;
}

/** A module that exports the last of its constants. */
export function printProgram({ remarks, declarations }: Program): string {
  const used = declarations.flatMap(({ code }) =>
    codesOf(code).flatMap((inner) => (inner.kind === "library" ? [inner.name] : [])),
  );
  const names = [...new Set(used)].sort((a, b) => a.localeCompare(b, "en"));
  const parts = declarations.map((declaration, index) =>
    printDeclaration(declaration, index === declarations.length - 1),
  );
  return [printRemarks(remarks, 0) + printImport(names), ...parts].join("\n");
}
