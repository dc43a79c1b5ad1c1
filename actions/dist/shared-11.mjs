import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/rollout/who-brought.ts
function findBringing({ history }, digest) {
  return history.find(
    ({ release, phase, strategy }) => release.digest === digest && phase === "succeeded" && strategy !== "restore"
  );
}
function whoBrought(record, digest, { runUrl }) {
  const line = findBringing(record, digest);
  if (line === void 0) return { kind: "unknown" };
  const isOurs = (other) => runUrl !== void 0 && other.runUrl === runUrl;
  const since = record.history.slice(0, record.history.indexOf(line));
  const wasUndone = since.some((other) => other.strategy === "restore" && other.phase === "succeeded" && isOurs(other));
  return { kind: isOurs(line) && !wasUndone ? "own" : "other", line };
}

// src/rollout/find-undo.ts
function findUndo(record, { digest, runUrl, result }) {
  if (runUrl === void 0) return void 0;
  const sinceMs = findBringing(record, digest)?.endedAtMs ?? Number.NEGATIVE_INFINITY;
  return record.audit.find(
    (entry) => entry.action === "undo" && entry.digest === digest && entry.runUrl === runUrl && entry.atMs >= sinceMs && (result === void 0 || entry.result === result)
  );
}

export {
  whoBrought,
  findUndo
};
