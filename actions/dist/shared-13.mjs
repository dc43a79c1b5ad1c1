import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  findUndo
} from "./shared-11.mjs";
import {
  isTerminal
} from "./shared-5.mjs";
import {
  assertNever
} from "./shared-6.mjs";
import {
  TidegateError
} from "./shared-2.mjs";

// actions/rollout/wave-order.ts
async function findMissing(brought, regions) {
  for (const { name, records } of regions) {
    const found = await whatElse(brought, records);
    if (found !== void 0) return { region: name, ...found };
  }
  return void 0;
}
var retryAfterMs = [2e3, 4e3, 8e3, 14e3];
async function findMissingPatiently(brought, regions, { clock, signal }) {
  let missing = await findMissing(brought, regions);
  for (const waitMs of retryAfterMs) {
    if (missing?.kind !== "unreadable" || signal.aborted) break;
    await clock.until(clock.nowMs() + waitMs, signal);
    missing = await findMissing(brought, regions);
  }
  return missing;
}
async function whatElse(brought, records) {
  try {
    return whyNot(brought, (await records.read())?.record);
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return { kind: "unreadable", instead: `its record cannot be read: ${error.message}` };
  }
}
function whyNot(brought, record) {
  const { live, rollout } = record ?? {};
  if (record === void 0 || live === void 0) return { kind: "lost", instead: "nothing is live there" };
  if (live.digest !== brought.digest) return { kind: "lost", instead: `${live.version} is live there` };
  if (rollout !== void 0 && !isTerminal(rollout.phase)) {
    return { kind: "unsettled", instead: `${rollout.candidate.version} is under way there` };
  }
  const wasUndone = findUndo(record, brought) !== void 0;
  return wasUndone ? { kind: "unsettled", instead: "this run was to take it back there" } : void 0;
}
function whatIsMissing({ region, kind }) {
  switch (kind) {
    case "lost":
      return `is not live in ${region}`;
    case "unsettled":
      return `may not stay in ${region}`;
    case "unreadable":
      return `nobody knows whether it is live in ${region}`;
    default:
      return assertNever(kind);
  }
}
function outOfOrder({ version, environment }, missing) {
  const what = `${missing.kind === "unreadable" ? `${version}: ` : `${version} `}${whatIsMissing(missing)}`;
  const message = `${what}, which comes before ${environment} in the wave: ${missing.instead}. Nothing was begun; promote the whole wave again.`;
  return { kind: "refused", refusal: "out-of-order", message, undelivered: [] };
}
function lostMeanwhile({ version, environment }, missing, outcome) {
  const what = `${whatIsMissing(missing)}${missing.kind === "lost" ? " any more" : ""}`;
  const message = `${version} succeeded in ${environment}, but ${what}: ${missing.instead}. The wave goes back.`;
  return { ...outcome, kind: "refused", refusal: "out-of-order", message };
}

export {
  findMissing,
  findMissingPatiently,
  whatIsMissing,
  outOfOrder,
  lostMeanwhile
};
