/**
 * A tag that can stand wherever a version is written: in a remark of YAML, in the pin file, in a comment of the module
 * generated from it. What ends a comment, a string or a line has no place in it.
 */
export const tagPattern: RegExp = /^\w[\w.+/-]*$/;

/** Whether it is a tag that ends in a version, as bots write one behind a commit: `v1.2.3`, `release/v1`. */
export function isVersionTag(text: string): boolean {
  return tagPattern.test(text) && /(?:^|\/)v?\d[\w.+-]*$/.test(text);
}
