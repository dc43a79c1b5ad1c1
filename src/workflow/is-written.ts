import { readFileSync, statSync } from "node:fs";

const writable = 0o222;

/**
 * Whether a file is already as projen would write it: read-only, with this content. projen asks whether the file can be
 * written, which for root, as in many containers, is always so; then it writes every file anew each time.
 */
export function isWritten(path: string, content: string): boolean {
  try {
    return (statSync(path).mode & writable) === 0 && readFileSync(path, "utf8") === content;
  } catch {
    return false;
  }
}
