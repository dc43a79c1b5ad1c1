import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const readBytes = 4_096;
const maxLines = 5;
const maxLineLength = 200;

/** `; its last lines: …` for a message, from the end of a log; empty when nothing was written. */
export function lastLines(path: string): string {
  const lines = readEnd(path)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-maxLines)
    .map((line) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line));
  return lines.length === 0 ? "" : `; its last lines: ${lines.join(" | ")}`;
}

function readEnd(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const buffer = Buffer.alloc(readBytes);
      const length = readSync(file, buffer, 0, readBytes, Math.max(0, fstatSync(file).size - readBytes));
      return buffer.toString("utf8", 0, length);
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}
