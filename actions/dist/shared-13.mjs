import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  findUndo
} from "./shared-11.mjs";
import {
  isTerminal
} from "./shared-5.mjs";
import {
  TidegateError
} from "./shared-2.mjs";

// actions/rollout/wave-order.ts
async function findMissing(brought, regions) {
  for (const { name, records } of regions) {
    const instead = await whatElse(brought, records);
    if (instead !== void 0) return { region: name, instead };
  }
  return void 0;
}
async function whatElse(brought, records) {
  try {
    return whyNot(brought, (await records.read())?.record);
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return `its record cannot be read: ${error.message}`;
  }
}
function whyNot(brought, record) {
  const { live, rollout } = record ?? {};
  if (record === void 0 || live === void 0) return "nothing is live there";
  if (live.digest !== brought.digest) return `${live.version} is live there`;
  if (rollout !== void 0 && !isTerminal(rollout.phase)) return `${rollout.candidate.version} is under way there`;
  return findUndo(record, brought) === void 0 ? void 0 : "this run was to take it back there";
}
function outOfOrder({ version, environment }, { region, instead }) {
  const message = `${version} is not live in ${region}, which comes before ${environment} in the wave: ${instead}. Nothing was begun; promote the whole wave again.`;
  return { kind: "refused", refusal: "out-of-order", message, undelivered: [] };
}
function lostMeanwhile({ version, environment }, { region, instead }, outcome) {
  const message = `${version} succeeded in ${environment}, but is not live in ${region} any more: ${instead}. The wave goes back.`;
  return { ...outcome, kind: "refused", refusal: "out-of-order", message };
}

export {
  findMissing,
  outOfOrder,
  lostMeanwhile
};
