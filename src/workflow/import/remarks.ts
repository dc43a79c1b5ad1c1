import type { YamlSource } from "./yaml-source.ts";

/** A comment that only says which version an action has, which its pin says too. */
const isVersion = (text: string) => /^v?\d+(?:\.\d+)*\S*$/.test(text);

/** The comments of those lines and of the block right above them, but not of the block that leads to what comes next. */
export function remarksBetween(source: YamlSource, from: number, to: number): readonly string[] {
  return source
    .remarks(source.blockStart(from), Number.isFinite(to) ? source.blockStart(to + 1) - 1 : to)
    .map(({ text }) => text)
    .filter((text) => text !== "" && !isVersion(text));
}
