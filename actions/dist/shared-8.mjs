import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  DeliveryError
} from "./shared-4.mjs";
import {
  enter,
  failRollout
} from "./shared-9.mjs";
import {
  addRecent,
  addTicks,
  advance,
  advanceSafe2x2,
  assertCounts,
  attribute,
  burnRate,
  burnTiers,
  burns,
  increment,
  indicatorOf,
  isTerminal,
  logEvidence,
  reasonOf,
  startSequentialTest,
  startStep,
  windowCounts
} from "./shared-7.mjs";
import {
  assertNever,
  objectiveSchema
} from "./shared-6.mjs";
import {
  ConflictError,
  FencedError,
  TidegateError,
  external_exports
} from "./shared-2.mjs";

// src/connect/runner-log.ts
function runnerLog(runner) {
  return {
    info: (message) => runner.info(toHarmlessLine(message)),
    warning: (message) => runner.warning(toHarmlessLine(message))
  };
}
function toHarmlessLine(message) {
  return message.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/^\s*::/, ": :").replaceAll("##[", "# #[");
}

// src/rollout/plan-of.ts
var guardWindowMs = 3e4;
function fullStep(settleMs) {
  return { candidatePercent: 100, settleMs, observeMs: 0, maxObserveMs: guardWindowMs, gate: "guards" };
}
function stepsOf(strategy) {
  switch (strategy.kind) {
    case "canary": {
      const { settleMs, observeMs, maxObserveMs } = strategy;
      const timing = { settleMs, observeMs, maxObserveMs: Math.max(observeMs, maxObserveMs) };
      const judged = strategy.stepPercents.map(
        (candidatePercent) => ({ candidatePercent, ...timing, gate: "statistics" })
      );
      return [...judged, fullStep(settleMs)];
    }
    case "rolling":
      return Array.from({ length: strategy.batches }, (_, batch) => ({
        ...fullStep(strategy.settleMs),
        candidatePercent: 100 * (batch + 1) / strategy.batches
      }));
    case "recreate":
      return [fullStep(0)];
    default:
      return assertNever(strategy);
  }
}
function planOf(strategy, limits, hasStable) {
  const plan = {
    strategy: strategy.kind,
    steps: stepsOf(strategy),
    stopStableFirst: strategy.kind === "recreate",
    bakeMs: strategy.bakeMs,
    ...limits
  };
  return hasStable ? plan : planWithoutStable(plan);
}
function planWithoutStable(plan) {
  return { ...plan, steps: [fullStep(plan.steps.at(-1)?.settleMs ?? 0)], stopStableFirst: false };
}
function restorePlan(limits) {
  const { readyTimeoutMs, maxHoldMs, leaseMs, pollMs } = limits;
  return {
    strategy: "restore",
    steps: [fullStep(0)],
    stopStableFirst: false,
    bakeMs: 0,
    readyTimeoutMs,
    maxHoldMs,
    leaseMs,
    pollMs
  };
}

// src/rollout/assess.ts
var lastLookMs = 1e3;

// src/rollout/hard-guards.ts
var shareTolerancePercent = 0.05;
function isShare(seenPercent, wantedPercent) {
  return Math.abs(seenPercent - wantedPercent) <= shareTolerancePercent;
}
function percentOn(rollout, observation) {
  return isPromoted(rollout, observation) ? 100 : observation.candidatePercent;
}
function isPromoted(rollout, { arms }) {
  const inCandidateArm = arms.candidate?.release.digest === rollout.candidate.digest;
  return arms.stable?.release.digest === rollout.candidate.digest && !inCandidateArm;
}
function isRestored(rollout, observation) {
  if (!isShare(observation.candidatePercent, 0)) return false;
  const { stable } = observation.arms;
  if (rollout.stable === void 0) return stable?.release.digest !== rollout.candidate.digest;
  return stable?.release.digest === rollout.stable.digest && stable.ready;
}
function hardGuard(rollout, observation) {
  const { candidate } = observation.arms;
  const name = rollout.candidate.version;
  if (candidate?.release.digest !== rollout.candidate.digest) {
    return { kind: "drift", text: `${name} is gone from the target; something else removed it` };
  }
  const why = candidate.notReadyReason === void 0 ? "" : `: ${candidate.notReadyReason}`;
  if (candidate.restarts > 0) {
    return { kind: "crashed", text: `${name} ended by itself (${candidate.restarts} × restarted > 0 allowed)${why}` };
  }
  if (!candidate.ready) return { kind: "not-ready", text: `${name} is no longer ready${why}` };
  return void 0;
}
function driftGuard(rollout, observation) {
  const wanted = rollout.plan.steps[rollout.stepIndex]?.candidatePercent;
  if (wanted !== void 0 && isShare(observation.candidatePercent, wanted)) return void 0;
  const text = `${observation.candidatePercent} % of the requests are on the candidate instead of ${wanted} %`;
  return { kind: "drift", text: `${text}; something else moves the traffic` };
}

// src/rollout/count-served.ts
function isCounting(rollout, observation) {
  if (rollout.plan.strategy === "restore" || rollout.stepIndex < 0) return false;
  const isGoingBack = rollout.phase === "rolling-back" || rollout.phase === "rollback-failed";
  return isGoingBack ? isRestored(rollout, observation) : rollout.phase !== "promoting";
}
function countServed(rollout, sample, indicators) {
  const read = increment(rollout.counted, sample, indicators);
  if (read.kind === "first") return { counted: read.mark };
  if (read.kind !== "tick") return {};
  const { served } = rollout;
  const next = { stable: added("stable", read.ticks, served), candidate: added("candidate", read.ticks, served) };
  return { counted: read.mark, served: next };
}
function countedIndicators(objectives, served) {
  const declared = objectives.map(indicatorOf);
  const names2 = declared.length > 0 ? declared : Object.keys(served?.candidate.bad ?? {});
  return names2.length > 0 ? names2 : ["errors"];
}
function added(arm, ticks, before) {
  const ofArm = Object.entries(ticks).map(([name, tick2]) => [name, tick2[arm]]);
  const first = ofArm[0]?.[1] ?? { requests: 0, failures: 0 };
  const earlier = before?.[arm];
  return {
    requests: (earlier?.requests ?? 0) + first.requests,
    failures: (earlier?.failures ?? 0) + first.failures,
    bad: Object.fromEntries(ofArm.map(([name, { failures }]) => [name, (earlier?.bad?.[name] ?? 0) + failures]))
  };
}

// src/rollout/within.ts
async function within(work, limit) {
  const done = new AbortController();
  const signal = limit.signal === void 0 ? done.signal : AbortSignal.any([limit.signal, done.signal]);
  work.catch(() => void 0);
  try {
    return await Promise.race([
      work.then((value) => ({ value })),
      limit.clock.until(limit.untilMs, signal).then(() => void 0)
    ]);
  } finally {
    done.abort();
  }
}

// src/rollout/read-metrics.ts
async function readMetrics(metrics, clock, limitMs2) {
  try {
    const done = await within(metrics.read(), { clock, untilMs: clock.nowMs() + limitMs2 });
    if (done !== void 0) return { kind: "sample", sample: done.value };
    return { kind: "unavailable", message: `the metrics gave no answer in ${limitMs2 / 1e3} s` };
  } catch (error) {
    return { kind: "unavailable", message: reasonOf(error) };
  }
}

// src/rollout/assess-readiness.ts
var ready = { kind: "pass", evidence: { summary: "ready", indicators: [] } };
function createReadinessAssess({ metrics, clock }) {
  return async (rollout, observation) => {
    if (!isCounting(rollout, observation)) return { verdict: ready };
    const reading = await readMetrics(metrics, clock, lastLookMs / 2);
    if (reading.kind !== "sample") return { verdict: ready };
    return { verdict: ready, ...countServed(rollout, reading.sample, countedIndicators([], rollout.served)) };
  };
}

// src/rollout/notice-of.ts
function noticeOf(record, rollout, kind, text, atMs) {
  const { stable, runUrl } = rollout;
  return {
    kind,
    service: record.service,
    environment: record.environment,
    version: rollout.candidate.version,
    digest: rollout.candidate.digest,
    commit: rollout.candidate.commit,
    ...stable === void 0 ? {} : { stableVersion: stable.version },
    rolloutId: rollout.id,
    phase: rollout.phase,
    candidatePercent: rollout.candidatePercent,
    text,
    reason: rollout.reason,
    actor: rollout.actor,
    ...runUrl === void 0 ? {} : { runUrl },
    atMs
  };
}
function newsOf(record, before, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || rollout.phase === before.phase) return void 0;
  const tell = (kind, text) => noticeOf(record, rollout, kind, text, nowMs);
  const latest = rollout.timeline.at(-1)?.text ?? "";
  switch (rollout.phase) {
    case "settling":
      return tell("progress", `${rollout.candidatePercent} % of the requests are on ${rollout.candidate.version}`);
    case "holding":
    case "rolling-back":
      return tell("progress", latest);
    case "rollback-failed":
      return tell("rollback-failed", `${rollout.failure?.text}; ${latest}`);
    case "succeeded":
      return tell("succeeded", successText(record, rollout, nowMs));
    case "rolled-back":
      return tell(rollout.stable === void 0 ? "failed" : "rolled-back", failureText(rollout));
    case "abandoned":
      return tell("failed", failureText(rollout));
    default:
      return void 0;
  }
}
function successText(record, rollout, nowMs) {
  const before = rollout.stable === void 0 ? "for the first time" : `instead of ${rollout.stable.version}`;
  const seconds2 = Math.round((nowMs - rollout.startedAtMs) / 1e3);
  return `${rollout.candidate.version} serves ${record.environment} ${before}, ${seconds2} s after the start`;
}
function failureText(rollout) {
  const { failure, stable, restoredAtMs } = rollout;
  const cause = failure?.text ?? "taken back";
  if (stable === void 0) return `${cause}; nothing was live before, so nothing serves now`;
  if (rollout.phase === "abandoned") return `${cause}; no request had reached it, ${stable.version} serves on`;
  const tookMs = (restoredAtMs ?? Number.NaN) - (failure?.atMs ?? Number.NaN);
  const took = Number.isFinite(tookMs) ? `, ${(Math.max(0, tookMs) / 1e3).toFixed(1)} s later` : "";
  return `${cause}; all requests are on ${stable.version} again${took}`;
}

// src/rollout/outbox.ts
function enqueue(record, notice, audience) {
  const { rollout } = record;
  if (rollout === void 0) return record;
  const noticeSequence = rollout.noticeSequence + 1;
  const isProgress = notice.kind === "progress";
  const added2 = audience.filter((listener) => !isProgress || listener.wantsProgress).map(({ name }) => {
    return { key: `${rollout.id}/${noticeSequence}`, destination: name, notice, attempts: 0, dueMs: notice.atMs };
  });
  const kept = record.outbox.filter(({ notice: old }) => old.kind !== "progress" || old.rolloutId !== rollout.id);
  return { ...record, rollout: { ...rollout, noticeSequence }, outbox: [...kept, ...added2] };
}
var isSame = (one, other) => one.key === other.key && one.destination === other.destination;
function dueEntries(record, destinations, nowMs) {
  const first = /* @__PURE__ */ new Map();
  for (const entry of record.outbox) if (!first.has(entry.destination)) first.set(entry.destination, entry);
  return [...first.values()].filter(({ destination, dueMs }) => destinations.has(destination) && dueMs <= nowMs);
}
function claim(record, entries, untilMs) {
  const outbox = record.outbox.map(
    (entry) => entries.some((claimed) => isSame(entry, claimed)) ? { ...entry, attempts: entry.attempts + 1, dueMs: untilMs } : entry
  );
  return { ...record, outbox };
}
function settle(record, deliveries) {
  return deliveries.reduce(settleOne, record);
}
function settleOne(record, { entry, result }) {
  if (result.kind === "later") {
    const retry = { dueMs: result.dueMs, lastError: result.why };
    return { ...record, outbox: record.outbox.map((old) => isSame(old, entry) ? { ...old, ...retry } : old) };
  }
  const outbox = record.outbox.filter((old) => !isSame(old, entry));
  const messageId = result.kind === "delivered" ? result.messageId : void 0;
  return messageId === void 0 ? { ...record, outbox } : withMessage({ ...record, outbox }, entry, messageId);
}
function withMessage(record, { destination, notice }, messageId) {
  const outbox = record.outbox.map(
    (old) => old.destination === destination && old.notice.rolloutId === notice.rolloutId ? { ...old, messageId } : old
  );
  const { rollout } = record;
  if (rollout?.id !== notice.rolloutId) return { ...record, outbox };
  return { ...record, outbox, rollout: { ...rollout, messages: { ...rollout.messages, [destination]: messageId } } };
}
function keepMessages(record) {
  const { rollout } = record;
  if (rollout === void 0) return record;
  const outbox = record.outbox.map((entry) => {
    const messageId = entry.notice.rolloutId === rollout.id ? rollout.messages[entry.destination] : void 0;
    return messageId === void 0 ? entry : { ...entry, messageId };
  });
  return { ...record, outbox };
}
function messageOf(record, entry) {
  const { rollout } = record;
  return rollout?.id === entry.notice.rolloutId ? rollout.messages[entry.destination] : entry.messageId;
}

// src/rollout/begin.ts
function emptyRecord({ service, environment }) {
  return { schema: 1, service, environment, epoch: 0, previous: [], quarantine: [], history: [], outbox: [] };
}
function begin(record, beginning) {
  const { candidate, errand, nowMs, id } = beginning;
  const rollout = {
    id,
    reason: errand.reason,
    actor: errand.actor,
    ...errand.runUrl === void 0 ? {} : { runUrl: errand.runUrl },
    ...record.live === void 0 ? {} : { stable: record.live },
    candidate,
    plan: record.live === void 0 ? planWithoutStable(beginning.plan) : beginning.plan,
    stepIndex: -1,
    phase: "admitted",
    phaseSinceMs: nowMs,
    deadlineMs: nowMs + beginning.plan.readyTimeoutMs,
    candidatePercent: 0,
    lease: { holder: errand.holder, untilMs: nowMs + beginning.plan.leaseMs },
    messages: {},
    noticeSequence: 0,
    startedAtMs: nowMs,
    timeline: [{ atMs: nowMs, phase: "admitted", candidatePercent: 0, text: startText(record, beginning) }]
  };
  const begun = { ...keepMessages(record), epoch: record.epoch + 1, rollout };
  return enqueue(begun, noticeOf(begun, rollout, "started", startText(record, beginning), nowMs), beginning.audience);
}
function startText({ environment, live }, { candidate, errand, plan }) {
  const instead = live === void 0 ? "for the first time" : `instead of ${live.version}`;
  const verb = plan.strategy === "restore" ? "goes back" : "goes";
  return `${candidate.version} ${verb} to ${environment} ${instead}: ${errand.reason}`;
}

// src/rollout/deliver-in-time.ts
var answerMs = 1e4;
async function deliverInTime(channel, { notice, key, messageId }, clock) {
  const answer = channel.deliver(notice, key, messageId);
  const done = await within(answer, { clock, untilMs: clock.nowMs() + answerMs });
  if (done === void 0) throw new DeliveryError(`no answer in ${answerMs / 1e3} s`);
  return done.value;
}

// src/rollout/deliver-due.ts
var claimMs = 6e4;
var firstRetryMs = 1e3;
var maxRetryMs = 6e4;
async function deliverDue(channel, access, ports, unsettled) {
  let claimed = [];
  await access.update((record) => {
    const nowMs = ports.clock.nowMs();
    const settled = settle(record, unsettled);
    claimed = dueEntries(settled, /* @__PURE__ */ new Set([channel.name]), nowMs);
    return claimed.length === 0 ? settled : claim(settled, claimed, nowMs + claimMs);
  });
  unsettled.length = 0;
  if (claimed.length === 0) return [];
  const deliveries = await Promise.all(claimed.map((entry) => deliver(entry, channel, access, ports)));
  unsettled.push(...deliveries);
  await access.update((record) => settle(record, deliveries));
  unsettled.length = 0;
  return deliveries.flatMap(droppedLine);
}
async function deliver(entry, channel, access, ports) {
  try {
    const { messageId: _, ...rest } = entry;
    const edited = messageOf(access.current(), entry);
    const told = edited === void 0 ? rest : { ...rest, messageId: edited };
    const messageId = await deliverInTime(channel, told, ports.clock);
    return { entry, result: { kind: "delivered", ...messageId === void 0 ? {} : { messageId } } };
  } catch (error) {
    return { entry, result: failedResult(entry, error, ports) };
  }
}
function failedResult(entry, error, { clock, log }) {
  const why = reasonOf(error);
  const isPermanent = error instanceof DeliveryError && error.permanent;
  const next = isPermanent ? "it is given up" : "it is tried again";
  log.warning(`${entry.destination} did not take the notice "${entry.notice.kind}" (${why}); ${next}`);
  return isPermanent ? { kind: "dropped", why } : { kind: "later", why, dueMs: clock.nowMs() + retryMs(entry, error) };
}
function retryMs({ attempts }, error) {
  const asked = error instanceof DeliveryError ? error.retryAfterMs : void 0;
  return asked ?? Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(attempts, 10));
}
function droppedLine({ entry, result }) {
  return result.kind === "dropped" ? [`${entry.destination} refused "${entry.notice.kind}": ${result.why}`] : [];
}

// src/rollout/courier.ts
var pauseMs = 100;
function createCourier(access, ports) {
  const { clock } = ports;
  const dropped = [];
  const running = /* @__PURE__ */ new Map();
  const unsettled = new Map(ports.channels.map(({ name }) => [name, []]));
  async function flush(channel) {
    try {
      dropped.push(...await deliverDue(channel, access, ports, unsettled.get(channel.name) ?? []));
    } catch (error) {
      ports.log.warning(`Notices wait: ${reasonOf(error)}`);
    }
  }
  function start() {
    for (const channel of ports.channels) {
      const busy = running.get(channel.name) ?? flush(channel).finally(() => running.delete(channel.name));
      running.set(channel.name, busy);
    }
    return Promise.race(running.values());
  }
  async function drain(untilMs) {
    while (ports.channels.length > 0) {
      await within(start(), { clock, untilMs });
      const isUnsettled = [...unsettled.values()].some((deliveries) => deliveries.length > 0);
      const nextMs = isUnsettled ? clock.nowMs() : nextDueMs(access, ports.channels);
      const isLate = nextMs === void 0 || !(clock.nowMs() < untilMs);
      if (isLate || running.size === 0 && !(nextMs < untilMs)) break;
      const pausedMs = Math.max(Math.min(nextMs, untilMs), clock.nowMs() + pauseMs);
      const soonerMs = Math.min(pausedMs, untilMs);
      const anyEnds = running.size === 0 ? new Promise(() => void 0) : Promise.race(running.values());
      await within(anyEnds, { clock, untilMs: soonerMs });
    }
    return [...dropped, ...undeliveredLines(access)];
  }
  return { nudge: () => void start(), drain };
}
function nextDueMs(access, channels) {
  const names2 = new Set(channels.map(({ name }) => name));
  const heads = dueEntries(access.current(), names2, Number.POSITIVE_INFINITY);
  return heads.length === 0 ? void 0 : Math.min(...heads.map(({ dueMs }) => dueMs));
}
function undeliveredLines(access) {
  return access.current().outbox.map(({ destination, notice, lastError }) => {
    return `${destination} has not taken "${notice.kind}" yet: ${lastError ?? "not tried"}`;
  });
}

// src/rollout/lease.ts
var renewAfterRatio = 1 / 3;
function renewalDueMs(leaseMs) {
  return leaseMs * renewAfterRatio;
}
function keepLease(record, holder, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || isTerminal(rollout.phase)) return record;
  const { leaseMs } = rollout.plan;
  const leftMs = rollout.lease?.holder === holder ? rollout.lease.untilMs - nowMs : 0;
  if (leftMs > leaseMs - renewalDueMs(leaseMs)) return record;
  return { ...record, rollout: { ...rollout, lease: { holder, untilMs: nowMs + leaseMs } } };
}
function endLease(record, nowMs) {
  const { rollout } = record;
  if (rollout?.lease === void 0 || rollout.lease.untilMs <= nowMs) return record;
  return { ...record, rollout: { ...rollout, lease: { ...rollout.lease, untilMs: nowMs } } };
}
function isDriven(record, nowMs) {
  const lease = record.rollout?.lease;
  return lease !== void 0 && nowMs < lease.untilMs;
}
function isOwnRun({ lease, runUrl }, errand) {
  return lease?.holder === errand.holder || runUrl !== void 0 && runUrl === errand.runUrl;
}

// src/rollout/loop.ts
var CancelledError = class extends TidegateError {
  constructor() {
    super("timeout", "The rollout was cancelled.");
  }
};
function rolloutOf(record) {
  if (record.rollout !== void 0) return record.rollout;
  throw new TidegateError("corrupt-record", "The record has lost its rollout. Nothing was changed; run reconcile.");
}
function audienceOf({ ports }) {
  return ports.channels;
}
function throwIfCancelled({ signal }) {
  if (signal?.aborted) throw new CancelledError();
}
async function attend(loop, what, work, limitMs2) {
  const { clock } = loop.ports;
  const startedMs = clock.nowMs();
  for (; ; ) {
    const { plan } = rolloutOf(loop.access.current());
    const untilMs = Math.min(limitMs2, clock.nowMs() + renewalDueMs(plan.leaseMs));
    const done = await within(work, { clock, untilMs, ...loop.signal === void 0 ? {} : { signal: loop.signal } });
    throwIfCancelled(loop);
    if (done !== void 0) return done.value;
    if (!(clock.nowMs() < limitMs2)) {
      const seconds2 = (clock.nowMs() - startedMs) / 1e3;
      throw new TidegateError("timeout", `${what} gave no answer in ${seconds2} s.`);
    }
    await loop.access.update((record) => keepLease(record, loop.holder, clock.nowMs()));
  }
}

// src/rollout/outcome-of.ts
function outcomeOf(rollout, isLost) {
  const { phase, failure, candidate } = rollout;
  const latest = rollout.timeline.at(-1)?.text ?? "";
  if (isLost)
    return { kind: "lost", message: `Somebody else took over ${candidate.version}; see the record.`, rollout };
  const cause = failure === void 0 ? latest : `${failure.text}; ${latest}`;
  switch (phase) {
    case "succeeded":
    case "abandoned":
    case "rolled-back":
      return { kind: phase, message: cause, rollout };
    case "rolling-back":
    case "rollback-failed":
      return { kind: "rollback-failed", message: `${cause}. Reconcile goes on trying.`, rollout };
    default:
      return { kind: "lost", message: `The target stopped answering in ${phase}; its lease takes over.`, rollout };
  }
}

// src/rollout/session.ts
async function writeFirst(store, record, expected) {
  try {
    return await store.write(record, expected);
  } catch (error) {
    if (error instanceof ConflictError || error instanceof FencedError) return void 0;
    throw error;
  }
}
var maxConflicts = 8;
function openSession(store, stored) {
  return openAccess(store, stored, (record, before) => {
    if (record === void 0 || record.epoch !== before.epoch) {
      throw new FencedError(`Epoch ${before.epoch} is over; epoch ${record?.epoch ?? "none"} owns the record now.`);
    }
  });
}
function openBystander(store, stored) {
  return openAccess(store, stored, () => {
  });
}
function openObserver(owner, store) {
  let bystander;
  return {
    current: () => (bystander ?? owner).current(),
    async update(change) {
      if (bystander !== void 0) return bystander.update(change);
      try {
        return await owner.update(change);
      } catch (error) {
        const stored = error instanceof FencedError ? await store.read() : void 0;
        if (stored === void 0) throw error;
        bystander ??= openBystander(store, stored);
        return bystander.update(change);
      }
    }
  };
}
function openAccess(store, stored, admit) {
  let latest = stored;
  let isUncertain = false;
  let queue = Promise.resolve();
  async function reread() {
    const found = await store.read();
    admit(found?.record, latest.record);
    if (found === void 0) throw new ConflictError("The record is gone. Nothing was changed.");
    latest = found;
    isUncertain = false;
  }
  async function tryWrite(record, revision) {
    try {
      latest = { record, revision: await store.write(record, revision) };
      return true;
    } catch (error) {
      if (error instanceof ConflictError || error instanceof FencedError) return false;
      isUncertain = true;
      throw error;
    }
  }
  async function updateNow(change) {
    if (isUncertain) await reread();
    for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
      const record = change(latest.record);
      if (record === latest.record || await tryWrite(record, latest.revision)) return record;
      await reread();
    }
    throw new ConflictError(`The record was changed by others ${maxConflicts} times in a row. Try again.`);
  }
  return {
    current: () => latest.record,
    update(change) {
      const done = queue.then(() => updateNow(change));
      queue = done.catch(() => void 0);
      return done;
    }
  };
}

// src/rollout/operation.ts
function operationKey(record, rollout, effect) {
  return `${rollout.id}/${record.epoch}/${rollout.stepIndex}/${effect.kind}`;
}
function withIntent(record, effect, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || effect === void 0) return record;
  const key = operationKey(record, rollout, effect);
  if (rollout.operation?.key === key) return record;
  return { ...record, rollout: { ...rollout, operation: { key, effect: effect.kind, intendedAtMs: nowMs } } };
}
function withObserved(record, key, nowMs) {
  const { rollout } = record;
  const operation = rollout?.operation;
  if (rollout === void 0 || operation === void 0) return record;
  if (operation.key !== key || operation.observedAtMs !== void 0) return record;
  const { error: _, ...rest } = operation;
  return { ...record, rollout: { ...rollout, operation: { ...rest, observedAtMs: nowMs } } };
}
function withError(record, key, error) {
  const { rollout } = record;
  if (rollout?.operation?.key !== key || rollout.operation.error === error) return record;
  return { ...record, rollout: { ...rollout, operation: { ...rollout.operation, error } } };
}

// src/rollout/seen.ts
function isOverdue(deadlineMs, nowMs) {
  return !(deadlineMs !== void 0 && nowMs < deadlineMs);
}

// src/rollout/before-traffic.ts
function stepAdmitted(rollout, { nowMs }) {
  const { version } = rollout.candidate;
  return enter(rollout, "preparing", nowMs, `starting ${version} without traffic`, nowMs + rollout.plan.readyTimeoutMs);
}
function stepPreparing(rollout, seen) {
  const { observation, nowMs } = seen;
  const arm = observation?.arms.candidate;
  const isOurs = arm?.release.digest === rollout.candidate.digest;
  if (observation !== void 0 && isOurs) {
    const failure = hardGuard(rollout, observation);
    if (failure === void 0) return shiftTo(rollout, 0, nowMs, `${rollout.candidate.version} is ready`);
    if (failure.kind === "crashed") return failRollout(rollout, failure, nowMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const limit = `within ${rollout.plan.readyTimeoutMs / 1e3} s`;
  if (isOurs) {
    const why2 = arm.notReadyReason ?? "the target gives no reason";
    const text2 = `${rollout.candidate.version} did not become ready ${limit}: ${why2}`;
    return failRollout(rollout, { kind: "not-ready", text: text2 }, nowMs);
  }
  const why = rollout.operation?.error ?? "the target did not say why";
  const text = `${rollout.candidate.version} could not be started ${limit}: ${why}`;
  return failRollout(rollout, { kind: "target", text }, nowMs);
}
function shiftTo(rollout, stepIndex, nowMs, why) {
  const percent = rollout.plan.steps[stepIndex]?.candidatePercent;
  const next = { ...rollout, stepIndex, heldMs: 0 };
  return enter(next, "shifting", nowMs, `${why}; going to ${percent} %`, nowMs + rollout.plan.readyTimeoutMs);
}
function stepShifting(rollout, { observation, nowMs }) {
  const step2 = rollout.plan.steps[rollout.stepIndex];
  const failure = observation === void 0 ? void 0 : hardGuard(rollout, observation);
  if (failure !== void 0) return failRollout(rollout, failure, nowMs);
  if (step2 !== void 0 && observation !== void 0 && isShare(observation.candidatePercent, step2.candidatePercent)) {
    return enter(rollout, "settling", nowMs, `${step2.candidatePercent} % read back`, nowMs + step2.settleMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const why = rollout.operation?.error ?? `it stays at ${rollout.candidatePercent} %`;
  const text = `the target did not route ${step2?.candidatePercent} % to ${rollout.candidate.version}: ${why}`;
  return failRollout(rollout, { kind: "target", text }, nowMs);
}

// src/rollout/go-back.ts
function stepPromoting(rollout, { observation, nowMs }) {
  if (observation !== void 0 && isPromoted(rollout, observation)) {
    return enter(rollout, "succeeded", nowMs, `${rollout.candidate.version} is the stable release`);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const why = rollout.operation?.error ?? "the target still names another stable release";
  const text = `${rollout.candidate.version} could not be made the stable release: ${why}`;
  return failRollout(rollout, { kind: "target", text }, nowMs);
}
function stepGoingBack(rollout, { observation, nowMs }) {
  const isBack = observation !== void 0 && isRestored(rollout, observation);
  const back = isBack ? nowBack(rollout, nowMs) : notBack(rollout, observation);
  if (isBack && (observation.arms.candidate === void 0 || wasRestoreApplied(rollout))) return ended(back, nowMs);
  if (rollout.phase === "rollback-failed" || !isOverdue(rollout.deadlineMs, nowMs)) return back;
  const why = rollout.operation?.error ?? whyNotBack(rollout, observation);
  return enter(back, "rollback-failed", nowMs, `the traffic could not be taken back yet: ${why}; trying on`);
}
function nowBack(rollout, nowMs) {
  return rollout.restoredAtMs === void 0 ? { ...rollout, restoredAtMs: nowMs } : rollout;
}
function notBack(rollout, observation) {
  if (observation === void 0 || rollout.restoredAtMs === void 0) return rollout;
  const { restoredAtMs: _, ...rest } = rollout;
  return rest;
}
function whyNotBack(rollout, observation) {
  if (observation === void 0) return "the target does not answer";
  if (observation.candidatePercent > 0) return `${observation.candidatePercent} % are still on the candidate`;
  const reason = observation.arms.stable?.notReadyReason ?? "no reason given";
  return `${rollout.stable?.version ?? "stable"} is not ready: ${reason}`;
}
function wasRestoreApplied({ operation }) {
  return operation?.effect === "restore" && operation.observedAtMs !== void 0;
}
function ended(rollout, nowMs) {
  const kind = rollout.failure?.kind ?? "manual";
  const isUntouched = rollout.stepIndex === -1 && !blamesCandidate(kind);
  const where = rollout.stable === void 0 ? "nothing serves" : `all requests are on ${rollout.stable.version}`;
  return enter(rollout, isUntouched ? "abandoned" : "rolled-back", nowMs, where);
}
function blamesCandidate(failureKind) {
  return failureKind === "verdict" || failureKind === "not-ready" || failureKind === "crashed";
}

// src/rollout/finish.ts
var keptReleases = 10;
var keptRollouts = 20;
function finish(record, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || !isTerminal(rollout.phase) || rollout.endedAtMs !== void 0) return record;
  const { lease: _, deadlineMs: __, ...rest } = rollout;
  const candidatePercent = rollout.phase === "succeeded" ? 100 : 0;
  const ended2 = { ...rest, candidatePercent, endedAtMs: nowMs };
  const line = {
    rolloutId: rollout.id,
    release: rollout.candidate,
    phase: rollout.phase,
    text: rollout.failure?.text ?? rollout.reason,
    startedAtMs: rollout.startedAtMs,
    endedAtMs: nowMs
  };
  const told = { ...record, rollout: ended2, history: [line, ...record.history].slice(0, keptRollouts) };
  return rollout.phase === "succeeded" ? withLive(told, rollout) : withQuarantine(told, rollout, nowMs);
}
function withLive(record, rollout) {
  const isOther = (release) => release.digest !== rollout.candidate.digest;
  const replaced = rollout.stable === void 0 ? [] : [rollout.stable];
  const earlier = record.previous.filter((release) => release.digest !== rollout.stable?.digest);
  const previous = [...replaced, ...earlier].filter(isOther).slice(0, keptReleases);
  return { ...record, live: rollout.candidate, previous };
}
function withQuarantine(record, rollout, nowMs) {
  const { failure, candidate } = rollout;
  if (failure === void 0 || rollout.plan.strategy === "restore" || !blamesCandidate(failure.kind)) return record;
  const others = record.quarantine.filter(({ digest: digest2 }) => digest2 !== candidate.digest);
  const { digest, version } = candidate;
  const entry = { digest, version, rolloutId: rollout.id, reason: failure.text, atMs: nowMs };
  return { ...record, quarantine: [entry, ...others] };
}

// src/rollout/judged.ts
function demandOf(verdict) {
  const text = verdict.evidence.summary;
  switch (verdict.kind) {
    case "pass":
      return { kind: "advance", text };
    case "continue":
      return { kind: "wait" };
    case "fail":
      return { kind: "go-back", failure: { kind: "verdict", text } };
    case "provider-error":
      return { kind: "hold", failure: { kind: "no-metrics", text: `no metrics: ${verdict.message}` } };
    case "skipped":
      return { kind: "hold", failure: { kind: "no-metrics", text: `nothing was judged: ${text}` } };
    case "inconclusive":
      if (verdict.reason === "no-traffic") return { kind: "hold", failure: { kind: "no-traffic", text } };
      if (verdict.reason === "shared-cause") return { kind: "hold", failure: { kind: "shared-cause", text } };
      return { kind: "undecided", failure: { kind: "inconclusive", text } };
    default:
      return assertNever(verdict);
  }
}
function demand(rollout, { observation, verdict, problem }) {
  if (observation === void 0) {
    return { kind: "hold", failure: { kind: "target", text: "the target does not answer" } };
  }
  const failure = hardGuard(rollout, observation) ?? driftGuard(rollout, observation);
  if (failure !== void 0) return { kind: "go-back", failure };
  if (verdict === void 0) {
    const why = problem === void 0 ? "" : `: ${problem}`;
    return { kind: "hold", failure: { kind: "no-metrics", text: `nothing was judged${why}` } };
  }
  return demandOf(verdict);
}
function stepSettling(rollout, seen) {
  const { observation, nowMs } = seen;
  const failure = observation && (hardGuard(rollout, observation) ?? driftGuard(rollout, observation));
  if (failure !== void 0) return failRollout(rollout, failure, nowMs);
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const step2 = rollout.plan.steps[rollout.stepIndex];
  const text = `counting requests at ${step2?.candidatePercent} %`;
  return enter(rollout, "observing", nowMs, text, nowMs + Math.max(step2?.maxObserveMs ?? 0, step2?.observeMs ?? 0));
}
function stepObserving(rollout, seen) {
  const { version } = rollout.candidate;
  const isCompared = rollout.plan.steps[rollout.stepIndex]?.gate === "statistics";
  return decide(rollout, seen, (text) => advance2(rollout, seen.nowMs, isCompared ? text : `${version} is well`));
}
function stepBaking(rollout, seen) {
  return decide(
    rollout,
    seen,
    () => isOverdue(rollout.deadlineMs, seen.nowMs) ? promote(rollout, seen.nowMs) : rollout
  );
}
function promote(rollout, nowMs) {
  const text = `making ${rollout.candidate.version} the stable release`;
  return enter(rollout, "promoting", nowMs, text, nowMs + rollout.plan.readyTimeoutMs);
}
function decide(rollout, seen, onPass) {
  const asked = demand(rollout, seen);
  const isLate = isOverdue(rollout.deadlineMs, seen.judgedAtMs ?? seen.nowMs);
  switch (asked.kind) {
    case "advance":
      return onPass(asked.text);
    case "go-back":
      return failRollout(rollout, asked.failure, seen.nowMs);
    case "hold":
      return hold(rollout, asked.failure, seen.nowMs);
    case "undecided":
      return isLate ? failRollout(rollout, asked.failure, seen.nowMs) : rollout;
    case "wait":
      return isLate ? failRollout(rollout, undecided(rollout, seen), seen.nowMs) : rollout;
    default:
      return assertNever(asked);
  }
}
function undecided(rollout, { verdict }) {
  const percent = rollout.plan.steps[rollout.stepIndex]?.candidatePercent;
  return {
    kind: "inconclusive",
    text: `no decision at ${percent} % in time: ${verdict?.evidence.summary ?? "no evidence"}`
  };
}
function advance2(rollout, nowMs, why) {
  const next = rollout.stepIndex + 1;
  if (next < rollout.plan.steps.length) return shiftTo(rollout, next, nowMs, why);
  const bake = `${why}; ${rollout.stable?.version ?? "nothing"} stays warm for ${rollout.plan.bakeMs / 1e3} s`;
  return enter({ ...rollout, heldMs: 0 }, "baking", nowMs, bake, nowMs + rollout.plan.bakeMs);
}
function hold(rollout, failure, nowMs) {
  const { kind, text } = failure;
  const resume2 = { resume: rollout.phase, resumeDeadlineMs: rollout.deadlineMs ?? nowMs };
  const held = { ...rollout, hold: { kind, reason: text, sinceMs: nowMs, ...resume2 } };
  const deadlineMs = nowMs + rollout.plan.maxHoldMs - (rollout.heldMs ?? 0);
  return enter(held, "holding", nowMs, `holding at ${rollout.candidatePercent} %: ${text}`, deadlineMs);
}
function stepHolding(rollout, seen) {
  const { nowMs } = seen;
  const asked = demand(rollout, seen);
  if (asked.kind === "go-back") return failRollout(rollout, asked.failure, nowMs);
  if (asked.kind === "advance") return resume(rollout, nowMs);
  const isBack = asked.kind === "wait" && rollout.hold?.kind !== "no-traffic";
  if (isBack && !isWithoutCounters(seen)) return resume(rollout, nowMs);
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const reason = rollout.hold?.reason ?? "held without a reason";
  const text = `held for ${rollout.plan.maxHoldMs / 1e3} s in vain: ${reason}`;
  return failRollout(rollout, { kind: heldFor(rollout), text }, nowMs);
}
function isWithoutCounters({ judge: judge2 }) {
  return judge2 !== void 0 && judge2.provider.consecutiveErrors > 0;
}
function heldFor(rollout) {
  const kind = rollout.hold?.kind;
  return kind === "no-traffic" || kind === "shared-cause" || kind === "target" ? kind : "no-metrics";
}
function resume(rollout, nowMs) {
  const { hold: held, ...rest } = rollout;
  if (held === void 0) return failRollout(rollout, { kind: "target", text: "held without a reason" }, nowMs);
  const heldMs = nowMs - held.sinceMs;
  const resumed = { ...rest, heldMs: (rollout.heldMs ?? 0) + heldMs };
  return enter(resumed, held.resume, nowMs, "evidence is back", held.resumeDeadlineMs + heldMs);
}

// src/rollout/step.ts
function step(record, seen, audience) {
  const { rollout: before } = record;
  if (before === void 0 || isTerminal(before.phase)) return record;
  const looked = withReadBack(before, seen);
  const rollout = stepRollout(looked, seen);
  if (rollout === before) return record;
  return announce(finish({ ...record, rollout }, seen.nowMs), before, seen.nowMs, audience);
}
function announce(record, before, nowMs, audience) {
  const news = newsOf(record, before, nowMs);
  return news === void 0 ? record : enqueue(record, news, audience);
}
function withReadBack(rollout, { observation, judge: judge2, served, counted }) {
  const candidatePercent = observation === void 0 ? rollout.candidatePercent : percentOn(rollout, observation);
  const isNew = candidatePercent !== rollout.candidatePercent || judge2 !== void 0 || counted !== void 0;
  if (!isNew) return rollout;
  return {
    ...rollout,
    candidatePercent,
    judge: judge2 ?? rollout.judge,
    served: served ?? rollout.served,
    counted: counted ?? rollout.counted
  };
}
function stepRollout(rollout, seen) {
  switch (rollout.phase) {
    case "admitted":
      return stepAdmitted(rollout, seen);
    case "preparing":
      return stepPreparing(rollout, seen);
    case "shifting":
      return stepShifting(rollout, seen);
    case "settling":
      return stepSettling(rollout, seen);
    case "observing":
      return stepObserving(rollout, seen);
    case "holding":
      return stepHolding(rollout, seen);
    case "baking":
      return stepBaking(rollout, seen);
    case "promoting":
      return stepPromoting(rollout, seen);
    case "rolling-back":
    case "rollback-failed":
      return stepGoingBack(rollout, seen);
    case "succeeded":
    case "rolled-back":
    case "abandoned":
      return rollout;
    default:
      return assertNever(rollout.phase);
  }
}

// src/rollout/take-back.ts
var cancelBudgetMs = 5e3;
async function takeBack(loop) {
  delete loop.signal;
  const record = loop.access.current();
  const rollout = rolloutOf(record);
  if (isTerminal(rollout.phase) || rollout.phase === "promoting") return "done";
  const effect = { kind: "restore", stable: rollout.stable };
  const key = operationKey(record, rollout, effect);
  const { target, clock, log } = loop.ports;
  const startedMs = clock.nowMs();
  log.warning(`Cancelled: taking ${rollout.candidate.version} back`);
  try {
    const applied = target.apply(effect, { epoch: record.epoch, key });
    const done = await within(applied, { clock, untilMs: startedMs + cancelBudgetMs });
    if (done !== void 0) loop.appliedKey = key;
    await loop.access.update((current) => cancelled(loop, current, { key, intendedAtMs: startedMs }));
    return "done";
  } catch (error) {
    if (error instanceof FencedError) return "lost";
    if (!(error instanceof TidegateError)) throw error;
    log.warning(`The target did not take it back at once: ${error.message}`);
    return retryRecording(loop, { key, intendedAtMs: startedMs });
  }
}
async function retryRecording(loop, restore) {
  try {
    await loop.access.update((current) => cancelled(loop, current, restore));
  } catch (error) {
    if (error instanceof FencedError) return "lost";
    if (!(error instanceof TidegateError)) throw error;
    loop.ports.log.warning(`The cancellation is not in the record yet: ${error.message}`);
  }
  return "done";
}
function cancelled(loop, record, restore) {
  const rollout = rolloutOf(record);
  const nowMs = loop.ports.clock.nowMs();
  const failed = failRollout(rollout, { kind: "cancelled", text: "the run was cancelled" }, nowMs);
  if (failed === rollout) return record;
  const next = { ...failed, operation: { ...restore, effect: "restore" } };
  return announce({ ...record, epoch: record.epoch + 1, rollout: next }, rollout, nowMs, audienceOf(loop));
}

// src/rollout/effect-for.ts
function effectFor(rollout, observation) {
  switch (rollout.phase) {
    case "preparing":
      return prepareEffect(rollout, observation);
    case "shifting":
      return shiftEffect(rollout, observation);
    case "promoting":
      return isPromoted(rollout, observation) ? void 0 : { kind: "promote" };
    case "rolling-back":
    case "rollback-failed":
      return restoreEffect(rollout, observation);
    case "admitted":
    case "settling":
    case "observing":
    case "holding":
    case "baking":
    case "succeeded":
    case "rolled-back":
    case "abandoned":
      return void 0;
    default:
      return assertNever(rollout.phase);
  }
}
function prepareEffect(rollout, { arms }) {
  if (rollout.plan.stopStableFirst && (arms.stable?.instances ?? 0) > 0) return { kind: "stop-stable" };
  const isThere = arms.candidate?.release.digest === rollout.candidate.digest;
  return isThere ? void 0 : { kind: "prepare", release: rollout.candidate };
}
function shiftEffect(rollout, { arms, candidatePercent: seen }) {
  const wanted = rollout.plan.steps[rollout.stepIndex]?.candidatePercent;
  const isReady = arms.candidate?.release.digest === rollout.candidate.digest && arms.candidate.ready;
  if (wanted === void 0 || !isReady || isShare(seen, wanted)) return void 0;
  return { kind: "set-weight", candidatePercent: wanted };
}
function restoreEffect(rollout, observation) {
  const isDone = isRestored(rollout, observation) && observation.arms.candidate === void 0;
  return isDone ? void 0 : { kind: "restore", stable: rollout.stable };
}

// src/rollout/perform.ts
var permanentCodes = /* @__PURE__ */ new Set([
  "unsupported",
  "not-found",
  "invalid-configuration",
  "invalid-input"
]);
async function perform(loop, effect) {
  const { target, clock, log } = loop.ports;
  const record = loop.access.current();
  const rollout = rolloutOf(record);
  const key = operationKey(record, rollout, effect);
  const limitMs2 = Math.max(rollout.deadlineMs ?? 0, clock.nowMs() + rollout.plan.leaseMs);
  try {
    await attend(loop, `The effect ${effect.kind}`, target.apply(effect, { epoch: record.epoch, key }), limitMs2);
    const isFirst = loop.appliedKey !== key;
    loop.appliedKey = key;
    return isFirst;
  } catch (error) {
    if (error instanceof CancelledError || error instanceof FencedError) throw error;
    if (!(error instanceof TidegateError)) throw error;
    log.warning(`The target did not do "${effect.kind}": ${error.message}`);
    await loop.access.update((current) => refused(loop, current, key, error));
    return false;
  }
}
function refused(loop, record, key, error) {
  const noted = withError(record, key, error.message);
  const rollout = rolloutOf(noted);
  if (!permanentCodes.has(error.code)) return noted;
  const nowMs = loop.ports.clock.nowMs();
  const failed = failRollout(rollout, { kind: "target", text: error.message }, nowMs);
  return failed === rollout ? noted : announce({ ...noted, rollout: failed }, rollout, nowMs, audienceOf(loop));
}

// src/rollout/progress-line.ts
function progressLine(rollout, verdict, nowMs) {
  const parts = [`${rollout.candidatePercent} %`, rollout.phase, ...evidenceParts(verdict)];
  const leftMs = (rollout.deadlineMs ?? Number.NaN) - nowMs;
  if (leftMs > 0) parts.push(`${Math.ceil(leftMs / 1e3)} s left`);
  return parts.join(" · ");
}
function evidenceParts(verdict) {
  if (verdict.kind === "provider-error") return [`no metrics: ${verdict.message}`];
  const worst = [...verdict.evidence.indicators].sort((one, other) => closeness(other) - closeness(one))[0];
  if (worst === void 0) return [verdict.evidence.summary];
  const { requests } = worst.arms.candidate;
  const counts = verdict.evidence.indicators.map(({ indicator, arms }) => badText(indicator, arms.candidate.failures));
  const served = `candidate ${requests.toLocaleString("en-US")} requests, ${counts.join(", ")}`;
  if (!Number.isFinite(worst.limit)) return [served];
  return [served, `evidence ${rounded(worst.evidence)} of ${rounded(worst.limit)}`];
}
function badText(indicator, failures) {
  const count = failures.toLocaleString("en-US");
  if (indicator.startsWith("slow-")) return `${count} over ${indicator.slice("slow-".length)}`;
  return failures === 1 && indicator === "errors" ? "1 error" : `${count} ${indicator}`;
}
function closeness({ evidence, limit }) {
  return evidence / limit;
}
function rounded(value) {
  return value >= 10 ? Math.round(value).toLocaleString("en-US") : String(Math.round(value * 10) / 10);
}

// src/rollout/tick.ts
async function tick(loop) {
  const before = loop.access.current();
  const observation = await look(loop);
  const assessed = observation === void 0 ? {} : await assess(loop, rolloutOf(before), observation);
  const nowMs = loop.ports.clock.nowMs();
  const seen = { nowMs, ...observation === void 0 ? {} : { observation }, ...assessed };
  let effect;
  const after = await loop.access.update((record) => {
    const acknowledged = observation === void 0 ? record : withObserved(record, loop.appliedKey, nowMs);
    const next = step(acknowledged, seen, audienceOf(loop));
    effect = observation === void 0 ? void 0 : effectFor(rolloutOf(next), observation);
    return keepLease(withIntent(next, effect, nowMs), loop.holder, nowMs);
  });
  report(loop, rolloutOf(before), rolloutOf(after), assessed, nowMs);
  throwIfCancelled(loop);
  const isNews = effect !== void 0 && await perform(loop, effect);
  return isNews || rolloutOf(before).phase !== rolloutOf(after).phase;
}
async function look(loop) {
  const { target, clock, log } = loop.ports;
  const limitMs2 = clock.nowMs() + rolloutOf(loop.access.current()).plan.leaseMs;
  try {
    return await attend(loop, "The target", target.observe(), limitMs2);
  } catch (error) {
    if (error instanceof CancelledError || error instanceof FencedError) throw error;
    if (!(error instanceof TidegateError)) throw error;
    log.warning(`The target cannot be observed: ${error.message}`);
    return void 0;
  }
}
async function assess(loop, rollout, observation) {
  const { clock, log } = loop.ports;
  const isGoingBack = rollout.phase === "rolling-back" || rollout.phase === "rollback-failed";
  const limitMs2 = clock.nowMs() + (isGoingBack ? lastLookMs : rollout.plan.leaseMs);
  try {
    return await attend(loop, "The judge", loop.assess(rollout, observation), limitMs2);
  } catch (error) {
    if (!(error instanceof TidegateError) || error.code !== "timeout" || error instanceof CancelledError) throw error;
    log.warning(error.message);
    return { problem: error.message };
  }
}
function report(loop, before, after, { verdict }, nowMs) {
  const { log } = loop.ports;
  const news = after.timeline.slice(before.timeline.length);
  if (news.length === 0 && verdict !== void 0) log.info(progressLine(after, verdict, nowMs));
  for (const { phase, candidatePercent, text } of news) {
    const line = `${candidatePercent} % · ${phase} · ${text}`;
    if (phase === "rolling-back" || phase === "rollback-failed" || phase === "holding") log.warning(line);
    else log.info(line);
  }
}

// src/rollout/drive.ts
var noticeBudgetMs = 2e4;
var cancelledNoticeBudgetMs = 2e3;
async function drive(actor, ports) {
  const loop = { ...actor, ports };
  try {
    return await driveOn(loop);
  } catch (error) {
    await letGo(loop);
    throw error;
  }
}
async function driveOn(loop) {
  const { access, ports } = loop;
  const courier = createCourier(openObserver(access, ports.target), ports);
  let cancelledAtMs;
  let isLost = false;
  let idle = startIdling(ports.clock.nowMs());
  while (!isTerminal(rolloutOf(access.current()).phase)) {
    const nowMs = ports.clock.nowMs();
    if (loop.signal?.aborted) {
      cancelledAtMs = nowMs;
      isLost = await takeBack(loop) === "lost";
    }
    if (isLost || isGivingUp(rolloutOf(access.current()), idle, cancelledAtMs, nowMs)) break;
    const result = await tryTick(loop);
    courier.nudge();
    isLost = result === "lost";
    idle = nextIdle(idle, result, ports.clock.nowMs());
    if (result === "wait" || result === "unreachable") await ports.clock.until(wakeMs(loop, idle), loop.signal);
  }
  return close(loop, courier, isLost, cancelledAtMs !== void 0);
}
async function tryTick(loop) {
  try {
    return await tick(loop) ? "again" : "wait";
  } catch (error) {
    if (error instanceof CancelledError) return "cancelled";
    if (error instanceof FencedError) return "lost";
    const isPassing = error instanceof TidegateError && (error.code === "unavailable" || error.code === "timeout");
    if (!isPassing && !(error instanceof ConflictError)) throw error;
    loop.ports.log.warning(`The record cannot be written: ${error.message}`);
    return "unreachable";
  }
}
function startIdling(nowMs) {
  return { startedAtMs: nowMs, count: 0, reachedAtMs: nowMs };
}
function nextIdle(idle, result, nowMs) {
  return result === "unreachable" ? { ...idle, count: idle.count + 1 } : { ...idle, count: 0, reachedAtMs: nowMs };
}
function isGivingUp(rollout, idle, cancelledAtMs, nowMs) {
  const { maxHoldMs } = rollout.plan;
  if (cancelledAtMs !== void 0 && nowMs >= cancelledAtMs + cancelBudgetMs) return true;
  if (idle.count > 0 && nowMs >= idle.reachedAtMs + maxHoldMs) return true;
  const failingSinceMs = Math.max(rollout.phaseSinceMs, idle.startedAtMs);
  return rollout.phase === "rollback-failed" && nowMs >= failingSinceMs + maxHoldMs;
}
function wakeMs({ access, ports }, { count }) {
  const { phase, phaseSinceMs, plan, deadlineMs } = rolloutOf(access.current());
  const nowMs = ports.clock.nowMs();
  const maxWaitMs = renewalDueMs(plan.leaseMs);
  const pollMs = Math.min(plan.pollMs, maxWaitMs);
  if (count > 0) return nowMs + Math.min(maxWaitMs, pollMs * 2 ** Math.min(count, 10));
  if (phase === "rollback-failed") return nowMs + Math.min(maxWaitMs, Math.max(pollMs, nowMs - phaseSinceMs));
  const isDeadlineNear = deadlineMs !== void 0 && deadlineMs > nowMs && deadlineMs < nowMs + pollMs;
  return isDeadlineNear ? deadlineMs : nowMs + pollMs;
}
async function close(loop, courier, isLost, isCancelled) {
  if (isLost) return { ...outcomeOf(rolloutOf(loop.access.current()), true), undelivered: [] };
  await letGo(loop);
  const budgetMs2 = isCancelled ? cancelledNoticeBudgetMs : noticeBudgetMs;
  const undelivered = await courier.drain(loop.ports.clock.nowMs() + budgetMs2);
  return { ...outcomeOf(rolloutOf(loop.access.current()), false), undelivered };
}
async function letGo({ access, ports: { clock, log } }) {
  try {
    await access.update((record) => endLease(record, clock.nowMs()));
  } catch (error) {
    log.warning(`The lease could not be ended: ${reasonOf(error)}`);
  }
}

// src/rollout/flush-outbox.ts
var budgetMs = 9e4;
async function flushOutbox(ports) {
  const stored = await ports.target.read();
  if (stored === void 0) return [];
  return createCourier(openBystander(ports.target, stored), ports).drain(ports.clock.nowMs() + budgetMs);
}

// src/rollout/rollback-target.ts
function rollbackTarget(record, to) {
  if (to === "last-good") return lastGood(record);
  const { live } = record;
  const isNamed = (release2) => names(to, release2, record.service);
  if (live !== void 0 && isNamed(live))
    return { kind: "nothing-to-do", message: `${live.version} is live already.` };
  const release = record.previous.find(isNamed);
  if (release === void 0) return { kind: "refused", refusal: "not-in-record", message: unknownText(record, to) };
  const bad = record.quarantine.find(({ digest }) => digest === release.digest);
  if (bad === void 0) return { kind: "release", release };
  return { kind: "refused", refusal: "quarantined", message: `${release.version} is quarantined: ${bad.reason}.` };
}
var shownDigits = 12;
var digestStart = new RegExp(`^sha256:[0-9a-f]{${shownDigits},64}$`);
function names(to, { version, digest }, service) {
  if (digestStart.test(to)) return digest.startsWith(to);
  return [version, `v${version}`, `${service}-v${version}`].includes(to);
}
function lastGood({ rollout, live, previous }) {
  if (live === void 0) {
    return { kind: "refused", refusal: "not-in-record", message: "Nothing is live here, so there is no way back." };
  }
  const isItsRelease = rollout?.phase === "succeeded" && rollout.candidate.digest === live.digest;
  if (!isItsRelease) return { kind: "nothing-to-do", message: `The traffic is back on ${live.version} already.` };
  if (rollout.plan.strategy === "restore") {
    const others = previous.length === 0 ? "" : ` Name one to go further: ${namesOf(previous)}.`;
    return { kind: "nothing-to-do", message: `${live.version} was brought back already.${others}` };
  }
  if (rollout.stable !== void 0) return { kind: "release", release: rollout.stable };
  const message = `${live.version} is the first release here; there is nothing to go back to.`;
  return { kind: "refused", refusal: "not-in-record", message };
}
function unknownText({ service, environment, previous }, to) {
  const known = previous.length === 0 ? "No release was live here before" : `Live here before: ${namesOf(previous)}`;
  return `${JSON.stringify(to)} is none of the releases that ${service} can go back to in ${environment}. ${known}.`;
}
function namesOf(releases) {
  return releases.map(({ version, digest }) => `${version} (${digest.slice(0, "sha256:".length + shownDigits)})`).join(", ");
}

// src/rollout/take-over.ts
function takeOver(record, options) {
  const { rollout } = record;
  if (rollout === void 0) return record;
  const { errand, failure, nowMs, audience } = options;
  const lease = { holder: errand.holder, untilMs: nowMs + rollout.plan.leaseMs };
  const isFinishing = rollout.phase === "promoting" && !options.evenPromoting;
  const turned = isFinishing ? { ...rollout, deadlineMs: nowMs + rollout.plan.readyTimeoutMs } : failRollout(rollout, failure, nowMs);
  return announce({ ...record, epoch: record.epoch + 1, rollout: { ...turned, lease } }, rollout, nowMs, audience);
}

// src/rollout/reconcile.ts
var maxAttempts = 8;
async function reconcile(request, ports) {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const stored = await ports.target.read();
    if (stored === void 0) return nothingThere(request);
    const { rollout } = stored.record;
    const isActive = rollout !== void 0 && !isTerminal(rollout.phase);
    const result = isActive ? await endActive(request, ports, stored) : await whenIdle(request, ports, stored);
    if (result !== "conflict") return result;
  }
  return { kind: "in-progress", message: "Others keep changing the record; look again later.", undelivered: [] };
}
function nothingThere({ service, environment }) {
  return { kind: "nothing-to-do", message: `${service} was never delivered to ${environment}.`, undelivered: [] };
}
async function endActive(request, ports, stored) {
  const nowMs = ports.clock.nowMs();
  const { record } = stored;
  const { rollout } = record;
  if (rollout === void 0 || !mayTakeOver(record, rollout, request, nowMs)) return leftAlone(record);
  const owned = takeOver(record, {
    errand: request,
    failure: failureFor(request, rollout),
    evenPromoting: request.mode === "rollback",
    nowMs,
    audience: ports.channels
  });
  const result = await ownAndDrive(request, ports, stored, owned);
  const isMore = request.mode === "rollback" && namesAnother(request, rollout);
  return isMore && result !== "conflict" && result.kind === "rolled-back" ? "conflict" : result;
}
function namesAnother({ to }, { stable }) {
  return to !== void 0 && to !== "last-good" && to !== stable?.version && to !== stable?.digest;
}
function mayTakeOver(record, rollout, request, nowMs) {
  if (request.mode === "rollback" || !isDriven(record, nowMs)) return true;
  return request.mode === "recover" && isOwnRun(rollout, request);
}
function leftAlone({ rollout }) {
  const message = `${rollout?.candidate.version} is in ${rollout?.phase}, driven by ${rollout?.lease?.holder}.`;
  return { kind: "in-progress", message, undelivered: [], ...rollout === void 0 ? {} : { rollout } };
}
function failureFor({ mode, actor, reason }, { lease }) {
  if (mode === "rollback") return { kind: "manual", text: `taken back by ${actor}: ${reason}` };
  if (mode === "recover") return { kind: "cancelled", text: "the run ended before its rollout did" };
  return { kind: "lease-expired", text: `${lease?.holder ?? "whoever drove it"} stopped before the end` };
}
async function whenIdle(request, ports, stored) {
  if (request.mode !== "rollback") return tellOnly(ports, stored, "Nothing is under way.");
  const { record } = stored;
  const target = rollbackTarget(record, request.to ?? "last-good");
  if (target.kind === "refused") return { ...target, undelivered: [] };
  if (target.kind === "nothing-to-do" || record.rollout === void 0) {
    return tellOnly(ports, stored, target.kind === "nothing-to-do" ? target.message : "Nothing was delivered yet.");
  }
  const plan = restorePlan(record.rollout.plan);
  const beginning = { id: ports.newId(), candidate: target.release, plan, errand: request };
  const begun = begin(record, { ...beginning, nowMs: ports.clock.nowMs(), audience: ports.channels });
  return ownAndDrive(request, ports, stored, begun);
}
async function tellOnly(ports, { record }, message) {
  const undelivered = await flushOutbox(ports);
  const { rollout } = record;
  return { kind: "nothing-to-do", message, undelivered, ...rollout === void 0 ? {} : { rollout } };
}
async function ownAndDrive({ holder }, ports, stored, record) {
  const revision = await writeFirst(ports.target, record, stored.revision);
  if (revision === void 0) return "conflict";
  ports.log.info(record.rollout?.timeline.at(-1)?.text ?? "");
  const access = openSession(ports.target, { record, revision });
  return drive({ access, holder, assess: createReadinessAssess(ports) }, ports);
}

// src/slo/power.ts
var margin = 2;
function requiredRequests(options) {
  const growth = options.baselineRatio * growthPerFailure(options);
  return growth > 0 ? Math.ceil((Math.log(1 / options.alpha) + margin) / growth) : Number.POSITIVE_INFINITY;
}
function growthPerFailure({
  detectRatio: ratio,
  riskRatio: border = 1,
  candidateShare: share2 = 0
}) {
  if (!(ratio > border) || share2 >= 1) return 0;
  if (share2 <= 0) return ratio * Math.log(ratio / border) - ratio + border;
  const underRatio = share2 * ratio / (share2 * ratio + 1 - share2);
  const underBorder = share2 * border / (share2 * border + 1 - share2);
  const onStable = (1 - share2) / share2 * Math.log((1 - underRatio) / (1 - underBorder));
  return ratio * Math.log(underRatio / underBorder) + onStable;
}

// src/slo/assessment.ts
function assess2(objective, state, atMs, policy) {
  const compared = comparedCounts(state, policy);
  const evidence = policy.gate === "statistics" ? logEvidence(state.degraded) : evidenceAgainstHistory(compared, policy);
  const limit = policy.objectives.length / policy.alpha;
  const logNonInferiority = logEvidence(state.nonInferior);
  const candidate = windowCounts(state.recent, atMs, "candidate");
  const stable = stableWindows(state, atMs);
  return {
    indicator: indicatorOf(objective),
    objective,
    state,
    compared,
    logEvidence: evidence,
    limit,
    burnRate: burnRates(candidate, stable, objective),
    blamedTier: blamedTier(candidate, stable, objective, evidence),
    attribution: attributionOf(candidate, stable, objective),
    requiredRequests: plannedRequests(objective, state, limit, policy),
    logNonInferiority,
    provenGood: logNonInferiority >= Math.log(1 / policy.beta),
    suspicious: isSuspicious(state.step.candidate, compared.stable, objective, policy)
  };
}
function comparedCounts(state, policy) {
  if (policy.gate === "statistics") return state.degraded.compared;
  return { stable: state.rollout.stable, candidate: state.step.candidate };
}
function evidenceAgainstHistory(compared, policy) {
  return logEvidence(advance(startSequentialTest({ riskRatio: policy.riskRatio }), compared));
}
function stableWindows(state, atMs) {
  const recent = windowCounts(state.recent, atMs, "stable");
  if (recent.every((counts) => counts.requests > 0)) return recent;
  const { stable } = state.rollout;
  return stable.requests > 0 ? [stable, stable] : void 0;
}
function burnRates(candidate, stable, objective) {
  const ofCandidate = burnRate(candidate[0], objective);
  const ofStable = stable === void 0 ? void 0 : burnRate(stable[0], objective);
  return {
    ...ofCandidate === void 0 ? {} : { candidate: ofCandidate },
    ...ofStable === void 0 ? {} : { stable: ofStable }
  };
}
function attributionOf(candidate, stable, objective) {
  const burning = (windows) => burnTiers.some((tier) => burns(windows, objective, tier));
  if (stable === void 0) return burning(candidate) ? "unattributed" : "none";
  return attribute({ candidate: burning(candidate), stable: burning(stable) });
}
function blamedTier(candidate, stable, objective, evidence) {
  if (stable === void 0) return void 0;
  return burnTiers.find((tier) => burns(candidate, objective, tier) && evidence > Math.log(tier.minEvidence));
}
function plannedRequests(objective, state, limit, policy) {
  const { stable, candidate } = state.nonInferior.compared;
  const requests = stable.requests + candidate.requests;
  const baselineRatio = 1 - objective.target;
  return requiredRequests({
    baselineRatio,
    // No more than every request can fail.
    detectRatio: Math.min(policy.detectRatio, 1 / baselineRatio),
    alpha: 1 / limit,
    riskRatio: policy.riskRatio,
    candidateShare: requests === 0 ? 0 : candidate.requests / requests
  });
}
var suspicionLevel = 0.01;
function isSuspicious(candidate, stable, objective, policy) {
  if (!exceeds(candidate, 1 - objective.target)) return false;
  if (stable.requests === 0) return true;
  const border = policy.riskRatio * stable.failures / stable.requests;
  return candidate.failures / candidate.requests > border;
}
function exceeds({ requests, failures }, allowed) {
  if (failures <= requests * allowed) return false;
  const ratio = failures / requests;
  const rest = ratio < 1 ? (1 - ratio) * Math.log((1 - ratio) / (1 - allowed)) : 0;
  return requests * (ratio * Math.log(ratio / allowed) + rest) > Math.log(1 / suspicionLevel);
}

// src/slo/evidence-text.ts
var mostEvidence = 1e12;
function toEvidence(logEvidence2) {
  return finite(Math.exp(logEvidence2));
}
function finite(evidence) {
  return Math.min(evidence, mostEvidence);
}
function contrastText({ indicator, compared: { candidate, stable } }) {
  const on = (counts) => counts.requests === 0 ? "none" : percentText(counts.failures / counts.requests);
  const requests = candidate.requests.toLocaleString("en-US");
  return `${indicator} ${on(candidate)} of ${requests} requests on candidate against ${on(stable)} of ${stable.requests.toLocaleString("en-US")} on stable`;
}
function evidenceText(evidence) {
  if (evidence >= mostEvidence) return "over 10^12";
  return evidence < 10 ? evidence.toFixed(1) : Math.round(evidence).toLocaleString("en-US");
}
function percentText(ratio) {
  const percent = 100 * ratio;
  return percent > 0 && percent < 0.05 ? `${percent.toPrecision(1)} %` : `${percent.toFixed(1)} %`;
}

// src/slo/hard-guard.ts
var minFailingRun = 5;
function hardGuard2(state, poll, policy) {
  const { candidate } = poll;
  if (candidate === void 0) return "the candidate is gone from the target";
  if (!candidate.ready) return `the candidate is not ready: ${candidate.notReadyReason ?? "no reason given"}`;
  if (!(candidate.restarts <= policy.maxRestarts)) {
    return `instances of the candidate ended by themselves: ${candidate.restarts} restarts > ${policy.maxRestarts}`;
  }
  return failsEverything(state) ? `all of the last ${state.failingRun.candidate.requests} requests failed` : void 0;
}
function failsEverything({ failingRun: { candidate, stable } }) {
  return candidate.requests >= minFailingRun && 2 * stable.failures <= stable.requests;
}

// src/slo/pass-conditions.ts
function unmetConditions(assessments, state, poll, policy) {
  const ofIndicators = assessments.flatMap((assessment) => unmetByIndicator(assessment, policy));
  const rank = ["no-traffic", "shared-cause", "conflicting", "low-power"];
  return [...ofIndicators, ...unmetByTime(state, poll, policy)].sort(
    (a, b) => rank.indexOf(a.reason) - rank.indexOf(b.reason)
  );
}
function unmetByTime(state, poll, policy) {
  const unmet = [];
  const elapsedMs = poll.atMs - state.stepStartedAtMs;
  if (!(elapsedMs >= policy.minDurationMs)) {
    unmet.push({ reason: "low-power", text: `observed for ${seconds(elapsedMs)} of ${seconds(policy.minDurationMs)}` });
  }
  if (!isFresh(state, poll, policy)) unmet.push({ reason: "low-power", text: "no fresh counters" });
  return unmet;
}
function isFresh(state, poll, policy) {
  if (poll.reading.kind === "none") return policy.gate === "guards";
  const ageMs = poll.atMs - state.provider.lastSampleAtMs;
  return state.provider.consecutiveErrors === 0 && ageMs <= policy.maxSampleAgeMs;
}
function unmetByIndicator(assessment, policy) {
  const { indicator, attribution, suspicious } = assessment;
  const unmet = policy.gate === "statistics" ? unmetByTraffic(assessment, policy) : [];
  if (attribution === "release" || attribution === "unattributed" || suspicious) {
    return [
      ...unmet,
      { reason: "conflicting", text: `${indicator} over the objective on the candidate, cause not proven` }
    ];
  }
  return unmet;
}
function unmetByTraffic({ indicator, state, requiredRequests: requiredRequests2, provenGood }, policy) {
  const { stable, candidate } = state.nonInferior.compared;
  if (candidate.requests === 0 || stable.requests === 0) {
    const silent = state.step.candidate.requests === 0 ? "the candidate" : "stable";
    return [{ reason: "no-traffic", text: `${silent} served no requests beside the other to compare ${indicator} by` }];
  }
  const needed = provenGood ? policy.minRequests : Math.max(policy.minRequests, requiredRequests2);
  if (candidate.requests >= needed) return [];
  const goal = Number.isFinite(needed) ? ` of ${needed.toLocaleString("en-US")}` : "; no number would do at this share";
  return [
    { reason: "low-power", text: `${indicator} seen on ${candidate.requests.toLocaleString("en-US")}${goal} requests` }
  ];
}
function seconds(durationMs2) {
  return `${(durationMs2 / 1e3).toFixed(1)} s`;
}

// src/slo/decision.ts
function decide2(assessments, state, poll, policy) {
  return failByGuard(state, poll, policy) ?? failByEvidence(assessments, policy) ?? failByBurn(assessments) ?? providerError(state, poll, policy) ?? sharedCause(assessments) ?? passOrWait(unmetConditions(assessments, state, poll, policy), assessments, state, poll, policy);
}
function failByGuard(state, poll, policy) {
  const guard = hardGuard2(state, poll, policy);
  return guard === void 0 ? void 0 : { kind: "fail", text: guard };
}
function failByEvidence(assessments, policy) {
  if (policy.gate === "guards") return void 0;
  const sum = assessments.reduce((total, { logEvidence: logEvidence2, limit }) => total + Math.exp(logEvidence2) / limit, 0);
  if (!(sum >= 1)) return void 0;
  const worst = assessments.reduce((a, b) => b.logEvidence > a.logEvidence ? b : a);
  const evidence = toEvidence(worst.logEvidence);
  if (evidence >= worst.limit) return { kind: "fail", text: againstLimit(worst, evidence) };
  const together = `, and together with the other indicators ${evidenceText(sum / policy.alpha)} ≥ ${evidenceText(1 / policy.alpha)}`;
  return { kind: "fail", text: `${contrastText(worst)}: evidence ${evidenceText(evidence)}${together}` };
}
function againstLimit(assessment, evidence) {
  return `${contrastText(assessment)}: evidence ${evidenceText(evidence)} ≥ ${evidenceText(assessment.limit)}`;
}
function failByBurn(assessments) {
  const blamed = assessments.find((assessment) => assessment.blamedTier !== void 0);
  if (blamed?.blamedTier === void 0) return void 0;
  const { factor, minEvidence } = blamed.blamedTier;
  const burn = `burns its budget at ${evidenceText(blamed.burnRate.candidate ?? 0)}× > ${factor}×`;
  const evidence = `evidence ${evidenceText(toEvidence(blamed.logEvidence))} > ${minEvidence}`;
  return { kind: "fail", text: `the candidate ${burn}: ${contrastText(blamed)}, ${evidence}` };
}
function providerError(state, poll, policy) {
  if (poll.reading.kind === "none" && policy.gate === "guards") return void 0;
  const { consecutiveErrors, lastError, lastSampleAtMs } = state.provider;
  const why = lastError === void 0 ? "" : `: ${lastError}`;
  if (consecutiveErrors >= policy.maxProviderErrors) {
    return { kind: "provider-error", text: `no usable counters at ${consecutiveErrors} polls in a row${why}` };
  }
  const staleMs = poll.atMs - lastSampleAtMs;
  if (staleMs > policy.maxStaleMs) {
    return { kind: "provider-error", text: `no new counters for ${Math.round(staleMs / 1e3)} s${why}` };
  }
  const isOver = poll.atMs - state.stepStartedAtMs >= policy.maxDurationMs;
  return isOver && consecutiveErrors > 0 ? { kind: "provider-error", text: `no usable counters when the time was up${why}` } : void 0;
}
function sharedCause(assessments) {
  const shared = assessments.find((assessment) => assessment.attribution === "shared-cause" && !isRelief(assessment));
  if (shared === void 0) return void 0;
  const { candidate, stable } = shared.burnRate;
  const rates = `${evidenceText(candidate ?? 0)}× on candidate, ${evidenceText(stable ?? 0)}× on stable`;
  const text = `${shared.indicator} burn on both arms (${rates}): the whole service, not this release`;
  return { kind: "inconclusive", reason: "shared-cause", text };
}
function isRelief({ provenGood, burnRate: { candidate, stable } }) {
  return provenGood && candidate !== void 0 && stable !== void 0 && 2 * candidate < stable;
}
function passOrWait(unmet, assessments, state, poll, policy) {
  const [gravest] = unmet;
  if (gravest === void 0) return { kind: "pass", text: passText(assessments) };
  const missing = unmet.map(({ text: text2 }) => text2).join("; ");
  const elapsedMs = poll.atMs - state.stepStartedAtMs;
  if (elapsedMs < policy.maxDurationMs) return { kind: "continue", text: `observing: ${missing}` };
  const text = `undecided after ${(elapsedMs / 1e3).toFixed(1)} s: ${missing}`;
  return { kind: "inconclusive", reason: gravest.reason, text };
}
function passText(assessments) {
  if (assessments.length === 0) return "ready, and no guard was hit";
  return assessments.map((a) => `${contrastText(a)} (evidence ${evidenceText(toEvidence(a.logEvidence))} of ${evidenceText(a.limit)})`).join("; ");
}

// src/slo/judge-policy.ts
var share = external_exports.number().gt(0).lt(1);
var durationMs = external_exports.number().int().min(0);
var judgePolicySchema = external_exports.object({
  objectives: external_exports.array(objectiveSchema),
  /** `statistics` compares the arms' requests; `guards` looks at readiness, outright failure and burn alone. */
  gate: external_exports.enum(["statistics", "guards"]),
  /** Chance of failing a candidate no worse than `riskRatio` × stable, over the whole rollout and all indicators. */
  alpha: share,
  /** The candidate may have this many times stable's failure ratio before it counts as worse. */
  riskRatio: external_exports.number().min(1),
  /** A step needs this many requests on the candidate, compared with concurrent ones on stable, to pass. */
  minRequests: external_exports.number().int().min(1),
  /** A passing step must have been able to see a failure ratio of this many times the allowed one. */
  detectRatio: external_exports.number().gt(1),
  /** A step passes no earlier than this. */
  minDurationMs: durationMs,
  /** Without a decision by then the step is inconclusive. */
  maxDurationMs: durationMs,
  /** Chance of calling a candidate proven good, before the power is reached, that is `inferiorRatio` × stable. */
  beta: share,
  inferiorRatio: external_exports.number().gt(1),
  /** A pass needs counters no older than this. */
  maxSampleAgeMs: durationMs,
  /** This many polls without counters in a row, or none for longer than `maxStaleMs`, is a provider error. */
  maxProviderErrors: external_exports.number().int().min(1),
  maxStaleMs: durationMs,
  /** How often the candidate's instances may end by themselves. */
  maxRestarts: external_exports.number().int().min(0),
  /** Decide and report, but answer `skipped`. */
  dryRun: external_exports.boolean()
});
function judgePolicy(options) {
  const { alpha, riskRatio, minRequests, detectRatio } = options.settings;
  const policy = {
    objectives: [...options.objectives],
    gate: options.step.gate,
    alpha,
    riskRatio,
    minRequests,
    detectRatio,
    minDurationMs: options.step.observeMs,
    maxDurationMs: options.step.maxObserveMs,
    beta: 0.05,
    inferiorRatio: 2 * riskRatio,
    maxSampleAgeMs: 2 * options.pollMs + 3e4,
    maxProviderErrors: 5,
    maxStaleMs: 12e4,
    maxRestarts: 0,
    dryRun: false
  };
  assertPolicy(policy);
  return policy;
}
function assertPolicy(policy) {
  const problems = [...rangeProblems(policy), ...ruleProblems(policy)];
  if (problems.length === 0) return;
  throw new TidegateError("invalid-configuration", `The judge cannot work like this: ${problems.join("; ")}.`);
}
function rangeProblems(policy) {
  const parsed = judgePolicySchema.safeParse(policy);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}
function ruleProblems(policy) {
  const indicators = policy.objectives.map(indicatorOf);
  const repeated = indicators.filter((name, index) => indicators.indexOf(name) !== index);
  const problems = repeated.map((name) => `two objectives are about ${name}; keep one`);
  if (policy.gate === "statistics" && indicators.length === 0) {
    problems.push("there is no objective to compare the releases by; declare one, for example an availability");
  }
  if (policy.detectRatio <= policy.riskRatio) {
    problems.push(`detectRatio (${policy.detectRatio}) must be above riskRatio (${policy.riskRatio})`);
  }
  if (policy.maxDurationMs < policy.minDurationMs) {
    problems.push(`maxDurationMs (${policy.maxDurationMs}) is below minDurationMs (${policy.minDurationMs})`);
  }
  return problems;
}

// src/slo/msprt.ts
var burnIn = 100;
function msprt({ stable, candidate }, tauSquared = 1e-4) {
  assertCounts(stable);
  assertCounts(candidate);
  if (stable.requests < burnIn || candidate.requests < burnIn) return 1;
  const stableRatio = stable.failures / stable.requests;
  const candidateRatio = candidate.failures / candidate.requests;
  const variance = candidateRatio * (1 - candidateRatio) / candidate.requests + stableRatio * (1 - stableRatio) / stable.requests;
  if (variance === 0) return 1;
  const difference = candidateRatio - stableRatio;
  const exponent = tauSquared * difference ** 2 / (2 * variance * (variance + tauSquared));
  return Math.sqrt(variance / (variance + tauSquared)) * Math.exp(exponent);
}

// src/slo/take-reading.ts
var maxClockSkewMs = 6e4;
var errors = "errors";
function takeReading(state, poll, policy) {
  switch (poll.reading.kind) {
    case "none":
      return policy.gate === "guards" ? state : providerError2(state, "no metrics are configured");
    case "unavailable":
      return providerError2(state, poll.reading.message);
    case "sample":
      return takeSample(state, poll.reading.sample, poll.atMs, policy);
    default:
      return assertNever(poll.reading);
  }
}
function takeSample(state, sample, atMs, policy) {
  if (sample.atMs > atMs + maxClockSkewMs) {
    return providerError2(state, `the counters were read ${(sample.atMs - atMs) / 1e3} s in the future`);
  }
  const declared = policy.objectives.map(indicatorOf);
  const read = increment(state.mark, sample, declared.includes(errors) ? declared : [...declared, errors]);
  switch (read.kind) {
    case "invalid":
      return providerError2(state, read.message);
    case "repeat":
      return { ...state, provider: { consecutiveErrors: 0, lastSampleAtMs: state.provider.lastSampleAtMs } };
    case "first":
    case "tick": {
      const answered = { ...state, mark: read.mark, provider: { consecutiveErrors: 0, lastSampleAtMs: sample.atMs } };
      return read.kind === "first" ? answered : takeTicks(answered, read.ticks, sample.atMs, policy);
    }
    default:
      return assertNever(read);
  }
}
function providerError2(state, message) {
  const { consecutiveErrors, lastSampleAtMs } = state.provider;
  return { ...state, provider: { consecutiveErrors: consecutiveErrors + 1, lastSampleAtMs, lastError: message } };
}
function takeTicks(state, ticks, atMs, policy) {
  const indicators = Object.entries(state.indicators).map(([name, indicator]) => {
    const tick2 = ticks[name];
    return [name, tick2 === void 0 ? indicator : takeTick(indicator, tick2, atMs, policy)];
  });
  const ofErrors = ticks[errors];
  const failingRun = ofErrors === void 0 ? state.failingRun : failingRunAfter(state.failingRun, ofErrors);
  return { ...state, failingRun, indicators: Object.fromEntries(indicators) };
}
function takeTick(state, tick2, atMs, policy) {
  const counted = {
    ...state,
    rollout: addTicks(state.rollout, tick2),
    step: addTicks(state.step, tick2),
    recent: addRecent(state.recent, atMs, tick2)
  };
  if (policy.gate === "guards") return counted;
  return {
    ...counted,
    degraded: advance(state.degraded, tick2),
    nonInferior: advance(state.nonInferior, tick2),
    safe2x2: advanceSafe2x2(state.safe2x2, tick2)
  };
}
function failingRunAfter(run, tick2) {
  const answeredWell = tick2.candidate.failures < tick2.candidate.requests;
  const none = { requests: 0, failures: 0 };
  return answeredWell ? { stable: none, candidate: none } : addTicks(run, tick2);
}

// src/slo/judge.ts
function judge(state, poll, policy) {
  assertPolicy(policy);
  if (!Number.isFinite(poll.atMs)) {
    throw new TidegateError("invalid-input", `A poll needs the time it was taken at, not ${poll.atMs}.`);
  }
  const next = takeReading(state, poll, policy);
  const assessments = assessAll(next, poll, policy);
  const decision = decide2(assessments, next, poll, policy);
  return { state: next, verdict: toVerdict(decision, assessments, policy) };
}
function assessAll(state, poll, policy) {
  return policy.objectives.map((objective) => {
    const indicator = state.indicators[indicatorOf(objective)];
    if (indicator !== void 0) return assess2(objective, indicator, poll.atMs, policy);
    const known = Object.keys(state.indicators).join(", ");
    throw new TidegateError(
      "invalid-input",
      `The judge's memory knows ${known || "no indicators"}, not ${indicatorOf(objective)}. Start the step anew.`
    );
  });
}
function toVerdict(decision, assessments, policy) {
  const indicators = assessments.map((assessment) => toIndicatorEvidence(assessment, policy));
  const evidence = { summary: decision.text, indicators };
  if (policy.dryRun) {
    return {
      kind: "skipped",
      evidence: { ...evidence, summary: `dry run, would be ${decision.kind}: ${decision.text}` }
    };
  }
  if (decision.kind === "inconclusive") return { kind: "inconclusive", reason: decision.reason, evidence };
  if (decision.kind === "provider-error") return { kind: "provider-error", message: decision.text, evidence };
  return { kind: decision.kind, evidence };
}
function toIndicatorEvidence(assessment, policy) {
  const { indicator, compared, state, limit, burnRate: burnRate2, requiredRequests: requiredRequests2 } = assessment;
  return {
    indicator,
    arms: compared,
    evidence: toEvidence(assessment.logEvidence),
    limit,
    burnRate: burnRate2,
    step: state.step,
    ...Number.isFinite(requiredRequests2) ? { requiredRequests: requiredRequests2 } : {},
    nonInferiority: { evidence: toEvidence(assessment.logNonInferiority), limit: 1 / policy.beta },
    information: { safe2x2: toEvidence(state.safe2x2.logEvidence), msprt: finite(msprt(compared)) }
  };
}

// src/rollout/assess-metrics.ts
function createAssess(request, ports) {
  for (const step2 of request.plan.steps) policyFor(request, step2);
  const indicators = countedIndicators(request.objectives);
  let judging;
  return async (rollout, observation) => {
    if (!isCounting(rollout, observation)) return {};
    const reading = await readMetrics(ports.metrics, ports.clock, limitMs(rollout));
    const counted = reading.kind === "sample" ? countServed(rollout, reading.sample, indicators) : {};
    const step2 = judgedStep(rollout);
    if (step2 === void 0) return counted;
    const atMs = ports.clock.nowMs();
    if (judging?.key !== step2.key) {
      const state2 = startStep(judging?.state, policyFor(request, step2.step), rollout.phaseSinceMs);
      judging = { key: step2.key, state: state2 };
    }
    const policy = policyUntil(request, step2.step, rollout, judging.state);
    const { verdict, state } = judge(judging.state, pollOf(observation, reading, atMs), policy);
    judging.state = state;
    return { ...counted, verdict, judge: state, judgedAtMs: atMs };
  };
}
function policyFor(request, step2) {
  const { objectives, judge: settings, plan } = request;
  return judgePolicy({ objectives, settings, step: step2, pollMs: plan.pollMs });
}
function policyUntil(request, step2, { deadlineMs }, state) {
  const untilDeadlineMs = Math.round((deadlineMs ?? 0) - state.stepStartedAtMs);
  const maxObserveMs = Math.max(step2.observeMs, untilDeadlineMs);
  return policyFor(request, { ...step2, maxObserveMs });
}
function judgedStep(rollout) {
  const phase = rollout.phase === "holding" ? rollout.hold?.resume : rollout.phase;
  const step2 = rollout.plan.steps[rollout.stepIndex];
  if (phase === "baking") {
    return { key: "bake", step: { gate: "guards", observeMs: 0, maxObserveMs: rollout.plan.bakeMs } };
  }
  return phase === "observing" && step2 !== void 0 ? { key: `step ${rollout.stepIndex}`, step: step2 } : void 0;
}
function limitMs({ phase, plan }) {
  if (phase === "rolling-back" || phase === "rollback-failed") return lastLookMs / 2;
  return Math.min(Math.max(plan.pollMs, 2 * lastLookMs), plan.leaseMs / 2);
}
function pollOf({ arms }, reading, atMs) {
  const { candidate } = arms;
  if (candidate === void 0) return { atMs, reading };
  const { ready: ready2, restarts, notReadyReason } = candidate;
  return { atMs, reading, candidate: { ready: ready2, restarts, notReadyReason } };
}

// src/rollout/refuse.ts
function refusalOf(record, candidate) {
  const where = `${record.service} in ${record.environment}`;
  if (record.live?.digest === candidate.digest) {
    return {
      refusal: "already-live",
      message: `${candidate.version} is live already for ${where}; nothing was changed.`
    };
  }
  const quarantined = record.quarantine.find(({ digest }) => digest === candidate.digest);
  if (quarantined === void 0) return void 0;
  const since = new Date(quarantined.atMs).toISOString();
  return {
    refusal: "quarantined",
    message: `${candidate.version} failed here on ${since} and is quarantined: ${quarantined.reason}. Deliver a version that fixes it.`
  };
}
function unsupportedBy(capabilities, plan) {
  const tooFine = plan.steps.find(({ candidatePercent }) => candidatePercent < capabilities.granularityPercent);
  if (tooFine === void 0) return void 0;
  return {
    refusal: "unsupported",
    message: `The target cannot route ${tooFine.candidatePercent} % of the requests; its smallest share is ${capabilities.granularityPercent} %. Choose larger steps, or the strategy recreate.`
  };
}
function olderThanLive(live, candidate) {
  return {
    refusal: "older-than-live",
    message: `${candidate.version} is older than ${live.version}, which is live: its commit ${candidate.commit.slice(0, 8)} is an ancestor of the live one. To go back, use the rollback workflow.`
  };
}

// src/rollout/engine.ts
var maxAttempts2 = 5;
async function runRollout(request, ports, signal) {
  return startRollout(request, ports, createAssess(request, ports), signal);
}
async function startRollout(request, ports, assess3, signal) {
  for (let attempt = 0; attempt < maxAttempts2; attempt++) {
    if (signal?.aborted) return refused2({ refusal: "cancelled", message: "Cancelled before anything was done." });
    const stored = await ports.target.read();
    const refusal = await clearTheWay(request, ports, stored);
    if (refusal === "look-again") continue;
    if (refusal !== void 0) return refused2(refusal);
    const begun = await tryBegin(request, ports, stored);
    if (begun === void 0) continue;
    ports.log.info(begun.record.rollout?.timeline[0]?.text ?? "");
    const access = openSession(ports.target, begun);
    return drive({ access, holder: request.holder, assess: assess3, ...signal === void 0 ? {} : { signal } }, ports);
  }
  return refused2({ refusal: "in-progress", message: "Others kept changing the record. Try again." });
}
function refused2({ refusal, message }) {
  return { kind: "refused", refusal, message, undelivered: [] };
}
async function clearTheWay(request, ports, stored) {
  const record = stored?.record ?? emptyRecord(request);
  const { rollout } = record;
  if (rollout !== void 0 && !isTerminal(rollout.phase)) {
    const isOurs = isOwnRun(rollout, request);
    if (isDriven(record, ports.clock.nowMs()) && !isOurs) return inProgress(record);
    ports.log.warning(`${rollout.candidate.version} was left unfinished in ${rollout.phase}; it is ended first`);
    const ended2 = await reconcile({ ...request, mode: isOurs ? "recover" : "watch" }, ports);
    const isEnded = ended2.kind !== "rollback-failed" && ended2.kind !== "in-progress" && ended2.kind !== "lost";
    return isEnded ? "look-again" : { refusal: "in-progress", message: ended2.message };
  }
  const byRecord = refusalOf(record, request.candidate) ?? unsupportedBy(ports.target.capabilities, request.plan);
  return byRecord ?? refusalByAge(request, record);
}
function inProgress({ rollout, service, environment }) {
  const where = rollout?.runUrl === void 0 ? "" : ` (${rollout.runUrl})`;
  return {
    refusal: "in-progress",
    message: `${rollout?.candidate.version} is being rolled out to ${service} in ${environment} by ${rollout?.lease?.holder}${where}. Wait for it, or take it back with the rollback workflow.`
  };
}
async function refusalByAge(request, { live }) {
  const { candidate } = request;
  if (live === void 0 || live.commit === candidate.commit) return void 0;
  try {
    return await request.isAncestor(candidate.commit, live.commit) ? olderThanLive(live, candidate) : void 0;
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    const message = `It cannot be known whether ${candidate.version} is newer than ${live.version}: ${error.message}`;
    return { refusal: "older-than-live", message };
  }
}
async function tryBegin(request, ports, stored) {
  const { candidate, plan } = request;
  const beginning = { id: ports.newId(), candidate, plan, errand: request, nowMs: ports.clock.nowMs() };
  const record = begin(stored?.record ?? emptyRecord(request), { ...beginning, audience: ports.channels });
  const revision = await writeFirst(ports.target, record, stored?.revision);
  return revision === void 0 ? void 0 : { record, revision };
}

export {
  runnerLog,
  toHarmlessLine,
  planOf,
  deliverInTime,
  reconcile,
  runRollout
};
