import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  isTerminal
} from "./shared-5.mjs";

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
  if (!isOurs(line)) return { kind: "other", line };
  const backs = since.filter(({ strategy, phase, replaced, runUrl: by }) => {
    const isOfIt = replaced === void 0 ? by === runUrl : replaced.digest === digest;
    return strategy === "restore" && phase === "succeeded" && isOfIt;
  });
  return backs.length === 0 ? { kind: "own", line } : { kind: "gone-back", line, isByUs: backs.some(isOurs) };
}

// src/rollout/find-undo.ts
function broughtBy(record, digest) {
  const { rollout } = record;
  const isComing = rollout !== void 0 && !isTerminal(rollout.phase) && rollout.plan.strategy !== "restore";
  return isComing && rollout.candidate.digest === digest ? rollout.id : findBringing(record, digest)?.rolloutId;
}
function findUndo(record, { digest, runUrl, result }) {
  if (runUrl === void 0) return void 0;
  const line = findBringing(record, digest);
  const isSince = ({ broughtBy: by, atMs }) => line === void 0 || (by === void 0 ? atMs >= line.endedAtMs : by === line.rolloutId);
  return record.audit.find(
    (entry) => entry.action === "undo" && entry.digest === digest && entry.runUrl === runUrl && isSince(entry) && (result === void 0 || entry.result === result)
  );
}

export {
  whoBrought,
  broughtBy,
  findUndo
};
