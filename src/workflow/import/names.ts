import { camelCase } from "../expression/camel-case.ts";

const reserved = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do " +
    "else enum eval export extends false finally for from function get if implements import in instanceof interface is " +
    "keyof let module namespace never new null number object of package private protected public readonly return set " +
    "static string super switch symbol this throw true try type typeof undefined unknown var void while with yield " +
    "process console globalThis global require exports Object Array String Number Boolean Promise Map Set JSON Math"
  ).split(" "),
);

/** A name for TypeScript from the words of an id: `build-and-test` → buildAndTest. */
export function toIdentifier(id: string): string {
  const name = camelCase(id.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, ""));
  const lower = name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (head) => head.toLowerCase());
  return /^[A-Za-z]/.test(lower) ? lower : `_${lower}`;
}

/** Gives out names that nothing else has. */
export interface Names {
  /** The first of the wishes that is free; else the first with a number. */
  take(...wishes: readonly string[]): string;
}

/** @param taken what must not be hidden: the names the library exports */
export function createNames(taken: Iterable<string>): Names {
  const used = new Set([...taken, ...reserved]);
  return {
    take(...wishes) {
      const wanted = wishes.map(toIdentifier);
      const numbered = (count: number): string => {
        const name = `${wanted[0] ?? "value"}${count}`;
        return used.has(name) ? numbered(count + 1) : name;
      };
      const name = wanted.find((wish) => !used.has(wish)) ?? numbered(2);
      used.add(name);
      return name;
    },
  };
}
