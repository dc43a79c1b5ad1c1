import type { YamlSource } from "./yaml-source.ts";

/** A comment that only says which version an action has, which its pin says too. */
const isVersion = (text: string) => /^v?\d+(?:\.\d+)*\S*$/.test(text);

/** The comments of those lines and of the comment block above them, one a line. */
export function remarksBetween(source: YamlSource, from: number, to: number): readonly string[] {
  return source
    .remarks(from, to)
    .map(({ text }) => text)
    .filter((text) => text !== "" && !isVersion(text));
}
