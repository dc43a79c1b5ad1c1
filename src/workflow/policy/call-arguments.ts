import { findNearest } from "../../errors/did-you-mean.ts";
import { type Fields, fieldsOf, type Path } from "../check/workflow-view.ts";
import type { Finding } from "./rule.ts";

interface CallArguments {
  readonly word: "input" | "secret";
  /** The called file. */
  readonly file: string;
  readonly given: Fields;
  readonly defined: Fields;
  /** Of what is given, and of the call. */
  readonly path: Path;
  readonly callPath: Path;
}

/** What is passed to a called workflow that it does not know, and what it demands and is not passed; whatever the case. */
export function compareArguments({ word, file, given, defined, path, callPath }: CallArguments): readonly Finding[] {
  const known = new Set(Object.keys(defined).map((name) => name.toLowerCase()));
  const passed = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const unknown = Object.keys(given).filter((name) => !known.has(name.toLowerCase()));
  const missing = Object.keys(defined).filter(
    (name) => fieldsOf(defined[name]).required === true && !passed.has(name.toLowerCase()),
  );
  return [
    ...unknown.map((name) => ({
      path: [...path, name],
      message: `${file} has no ${word} ${name}. ${hint(name, Object.keys(defined))}`,
    })),
    ...missing.map((name) => ({
      path: callPath,
      message: `${file} demands the ${word} ${name}, which is not passed. Add it to \`${word === "input" ? "with" : "secrets"}\`.`,
    })),
  ];
}

function hint(name: string, known: readonly string[]): string {
  const meant = findNearest(name, known);
  return meant ? `Did you mean ${meant}?` : `There is: ${known.join(", ") || "none"}.`;
}
