import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  bounded,
  enter,
  failRollout,
  isPastReturn,
  kept,
  withoutStaleNotices
} from "./shared-10.mjs";
import {
  budgetRefusal,
  checkBudget,
  firingAlerts,
  freezeAt,
  serviceAlerts,
  within
} from "./shared-3.mjs";
import {
  broughtBy,
  findUndo,
  whoBrought
} from "./shared-11.mjs";
import {
  addContrast,
  addRecent,
  addTicks,
  advance,
  advanceBy,
  advanceChange,
  advanceSafe2x2,
  alternativesOf,
  assertCounts,
  assertPolicy,
  assumedSpread,
  assumedWarmUpRatio,
  attribute,
  burnRate,
  burnTiers,
  burns,
  errors,
  increment,
  indicatorOf,
  isAtRest,
  isGoingBack,
  isTerminal,
  judgePolicy,
  learnMargin,
  logChangeEvidence,
  logEvidence,
  logLikelihoodRatios,
  logNullBeyond,
  logSumExp,
  marginOf,
  reasonOf,
  startSequentialTest,
  startStep,
  weightOf,
  windowCounts
} from "./shared-5.mjs";
import {
  DeliveryError
} from "./shared-7.mjs";
import {
  abTestPlan,
  areSameRules,
  assertNever,
  blueGreenPlan,
  canaryPlan,
  computedCanaryPlan,
  fullStep,
  noGovernance,
  recreatePlan,
  rollingPlan,
  shadowPlan
} from "./shared-6.mjs";
import {
  ConflictError,
  FencedError,
  TidegateError,
  UnavailableError
} from "./shared-2.mjs";

// src/rollout/plan-of.ts
function shapeOf(strategy) {
  switch (strategy.kind) {
    case "canary":
      return canaryPlan(strategy);
    case "computed-canary":
      return computedCanaryPlan(strategy);
    case "rolling":
      return rollingPlan(strategy);
    case "recreate":
      return recreatePlan();
    case "blue-green":
      return blueGreenPlan(strategy);
    case "ab-test":
      return abTestPlan(strategy);
    case "shadow":
      return shadowPlan(strategy, shapeOf(strategy.followedBy));
    default:
      return assertNever(strategy);
  }
}
function planOf(strategy, limits, hasStable) {
  const { bakeMs } = strategy.kind === "shadow" ? strategy.followedBy : strategy;
  const plan = { ...shapeOf(strategy), bakeMs, ...limits };
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

// src/rollout/rollback-target.ts
function rollbackTarget(record, to) {
  if (to === "last-good") return lastGood(record);
  const { live } = record;
  const isNamed = (release2) => namesRelease(to, release2, record.service);
  if (live !== void 0 && isNamed(live))
    return { kind: "nothing-to-do", message: `${live.version} is live already.` };
  const release = record.previous.find(isNamed);
  if (release === void 0) return { kind: "refused", refusal: "not-in-record", message: unknownText(record, to) };
  const bad = record.quarantine.find(({ digest }) => digest === release.digest);
  if (bad === void 0 || bad.kind === "withdrawn") return { kind: "release", release };
  return { kind: "refused", refusal: "quarantined", message: `${release.version} is quarantined: ${bad.reason}.` };
}
var shownDigits = 12;
var digestStart = new RegExp(`^sha256:[0-9a-f]{${shownDigits},64}$`);
function namesRelease(to, { version, digest }, service) {
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
  const known2 = previous.length === 0 ? "No release was live here before" : `Live here before: ${namesOf(previous)}`;
  return `${JSON.stringify(to)} is none of the releases that ${service} can go back to in ${environment}. ${known2}.`;
}
function namesOf(releases) {
  return releases.map(({ version, digest }) => `${version} (${digest.slice(0, "sha256:".length + shownDigits)})`).join(", ");
}

// src/rollout/governance/audit.ts
function withAudit(record, entry) {
  return { ...record, audit: [entry, ...record.audit] };
}

// src/rollout/governance/quarantine.ts
function withoutEntry(record, digest) {
  return { ...record, quarantine: record.quarantine.filter((entry) => entry.digest !== digest) };
}
function liftQuarantine(record, lift) {
  const { release, actor, reason, nowMs } = lift;
  const entry = record.quarantine.find(({ digest, version }) => digest === release || version === release);
  if (entry === void 0) return void 0;
  const result = `${entry.version} may be delivered again; it was refused because: ${entry.reason}`;
  const line = { atMs: nowMs, actor, action: "lift-quarantine", reason, rolloutId: entry.rolloutId, result };
  return withAudit(withoutEntry(record, entry.digest), line);
}

// src/rollout/learn.ts
function withLearnt(record, rollout) {
  const { id: rolloutId, judge: judge2, candidate, pass, hotfix } = rollout;
  if (judge2 === void 0 || hotfix !== void 0 || pass?.by !== "judge") return record;
  const compared = Object.entries(judge2.indicators).filter(
    ([, { degraded }]) => degraded.compared.candidate.requests > 0
  );
  if (compared.length === 0) return record;
  const contrasts = Object.fromEntries(compared.map(([name, { contrast }]) => [name, contrast]));
  const line = { rolloutId, digest: candidate.digest, contrasts };
  return { ...record, learnt: [line, ...record.learnt ?? []].slice(0, kept.learnt) };
}
function withoutLearnt(record, digest) {
  if (record.learnt === void 0) return record;
  return { ...record, learnt: record.learnt.filter((line) => line.digest !== digest) };
}
function learntMargins({ learnt = [] }, objectives, { riskRatio }) {
  const declared = {
    riskRatio,
    spread: assumedSpread,
    warmUpRiskRatio: assumedWarmUpRatio,
    laterWarmUpRiskRatio: assumedWarmUpRatio
  };
  const margins = objectives.map(indicatorOf).map((name) => {
    const past = learnt.flatMap(({ contrasts }) => contrasts[name] ?? []);
    return [name, learnMargin(past, declared)];
  });
  return Object.fromEntries(margins.filter(([, margin2]) => margin2 !== declared));
}

// src/rollout/lease.ts
var longestAttendedBakeMs = 15 * 6e4;
var graceMs = 15 * 6e4;
var renewAfterRatio = 1 / 3;
function renewalDueMs(leaseMs) {
  return leaseMs * renewAfterRatio;
}
function keepLease(record, holder, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || isAtRest(rollout.phase) || isUnattended(rollout)) return record;
  const { leaseMs } = rollout.plan;
  const leftMs = rollout.lease?.holder === holder ? rollout.lease.untilMs - nowMs : 0;
  if (leftMs > leaseMs - renewalDueMs(leaseMs)) return record;
  return { ...record, rollout: { ...rollout, lease: driveLease(holder, nowMs + leaseMs) } };
}
function driveLease(holder, untilMs) {
  return { mode: "drive", holder, untilMs };
}
function isUnattended({ phase, lease }) {
  return (phase === "baking" || phase === "observing") && lease?.mode === "unattended";
}
function releasedLease(rollout) {
  const { deadlineMs, lease, governance } = rollout;
  if (governance.longBake === "attended" || !isLong(rollout) || deadlineMs === void 0) return {};
  const onExpiry = rollout.phase === "baking" ? governance.longBake : "rollback";
  return { lease: { mode: "unattended", holder: lease?.holder ?? "nobody", untilMs: deadlineMs + graceMs, onExpiry } };
}
function isLong({ phase, phaseSinceMs, deadlineMs, plan, stepIndex, hotfix }) {
  if (phase === "baking") return plan.bakeMs > longestAttendedBakeMs && hotfix === void 0;
  const isTest = phase === "observing" && plan.steps[stepIndex]?.end !== void 0;
  return isTest && deadlineMs !== void 0 && deadlineMs - phaseSinceMs > longestAttendedBakeMs;
}
function endLease(record, nowMs) {
  const { rollout } = record;
  if (rollout?.lease === void 0 || rollout.lease.untilMs <= nowMs || isUnattended(rollout)) return record;
  return { ...record, rollout: { ...rollout, lease: { ...rollout.lease, untilMs: nowMs } } };
}
function isDriven(record, nowMs) {
  const lease = record.rollout?.lease;
  return lease?.mode === "drive" && nowMs < lease.untilMs;
}
function isOwnRun({ lease, runUrl }, errand) {
  return lease?.holder === errand.holder || runUrl !== void 0 && runUrl === errand.runUrl;
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
  const tell2 = (kind, text) => noticeOf(record, rollout, kind, text, nowMs);
  const latest = rollout.timeline.at(-1)?.text ?? "";
  switch (rollout.phase) {
    case "settling":
      return tell2("progress", `${rollout.candidatePercent} % of the requests are on ${rollout.candidate.version}`);
    case "holding":
    case "paused":
    case "rolling-back":
      return tell2("progress", latest);
    case "rollback-failed":
      return tell2("rollback-failed", `${rollout.failure?.text}; ${latest}`);
    case "frozen":
      return tell2("frozen", latest);
    case "succeeded":
      return tell2("succeeded", successText(record, rollout, nowMs));
    case "rolled-back":
      return tell2(rollout.stable === void 0 ? "failed" : "rolled-back", failureText(rollout));
    case "abandoned":
      return tell2("failed", failureText(rollout));
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
  const kept2 = record.outbox.filter(({ notice: old }) => old.kind !== "progress" || old.rolloutId !== rollout.id);
  return { ...record, rollout: { ...rollout, noticeSequence }, outbox: [...kept2, ...added2] };
}
function enqueueApart(record, notice, audience) {
  const added2 = audience.map(({ name }) => {
    return { key: `${notice.rolloutId}/1`, destination: name, notice, attempts: 0, dueMs: notice.atMs };
  });
  return { ...record, outbox: [...record.outbox, ...added2] };
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
  const lists = { previous: [], quarantine: [], history: [], outbox: [], commands: [], audit: [] };
  return { formatVersion: 2, service, environment, epoch: 0, ...lists };
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
    governance: beginning.governance ?? noGovernance,
    ...byHand(beginning),
    ...marginsFor(record, beginning),
    stepIndex: -1,
    phase: "admitted",
    phaseSinceMs: nowMs,
    deadlineMs: nowMs + beginning.plan.readyTimeoutMs,
    candidatePercent: 0,
    lease: driveLease(errand.holder, nowMs + beginning.plan.leaseMs),
    messages: {},
    noticeSequence: 0,
    startedAtMs: nowMs,
    timeline: [{ atMs: nowMs, phase: "admitted", candidatePercent: 0, text: startText(record, beginning) }]
  };
  const fresh = withDecisions(withoutStaleNotices(keepMessages(record), nowMs), beginning);
  const begun = { ...fresh, epoch: record.epoch + 1, rollout, commands: [] };
  const notice = noticeOf(begun, rollout, "started", startText(record, beginning), nowMs);
  return bounded(enqueue(begun, notice, beginning.audience));
}
function marginsFor(record, { objectives, judge: judge2 }) {
  if (objectives === void 0 || judge2 === void 0) return {};
  const margins = learntMargins(record, objectives, judge2);
  return Object.keys(margins).length === 0 ? {} : { margins };
}
function byHand(beginning) {
  const { irreversibleFromPercent, overrideFreezeReason, isHotfix = false, errand, nowMs } = beginning;
  const { actor } = errand;
  return {
    ...irreversibleFromPercent === void 0 ? {} : { irreversibleFromPercent },
    ...overrideFreezeReason === void 0 ? {} : { freezeOverride: { actor, reason: overrideFreezeReason, atMs: nowMs } },
    ...isHotfix ? { hotfix: { by: actor, text: errand.reason, atMs: nowMs } } : {}
  };
}
function withDecisions(record, beginning) {
  const { candidate, errand, nowMs, id, retryReason, overrideFreezeReason, isHotfix = false } = beginning;
  const { overrideBudgetReason } = beginning;
  const by = { atMs: nowMs, actor: errand.actor, rolloutId: id };
  const retry = { release: candidate.digest, actor: errand.actor, nowMs };
  let decided = record;
  if (retryReason !== void 0) decided = liftQuarantine(decided, { ...retry, reason: retryReason }) ?? decided;
  if (overrideFreezeReason !== void 0) {
    const result = "freezes do not hold this rollout up";
    decided = withAudit(decided, { ...by, action: "override-freeze", reason: overrideFreezeReason, result });
  }
  if (overrideBudgetReason !== void 0) {
    const result = "begun whatever is left of the error budget";
    decided = withAudit(decided, { ...by, action: "override-budget", reason: overrideBudgetReason, result });
  }
  if (isHotfix) decided = withAudit(decided, { ...by, action: "hotfix", reason: errand.reason, result: "not baked" });
  return decided;
}
function startText({ environment, live }, { candidate, errand, plan }) {
  const instead = live === void 0 ? "for the first time" : `instead of ${live.version}`;
  const verb = plan.strategy === "restore" ? "goes back" : "goes";
  return `${candidate.version} ${verb} to ${environment} ${instead}: ${errand.reason}`;
}

// src/rollout/describe-step.ts
function describeStep(step2) {
  if (step2 === void 0) return "an unknown share";
  const { match = [], sticky, mirrorPercent } = step2.rules ?? {};
  const parts = [
    `${step2.candidatePercent} %${sticky === void 0 ? "" : ` of the users, by their ${sticky.name}`}`,
    ...match.map(({ kind, name, value }) => kind === "header" ? `${name}: ${value}` : `${name}=${value}`),
    ...mirrorPercent === void 0 ? [] : [`a copy of ${mirrorPercent} %`]
  ];
  return parts.join(" and ");
}

// src/rollout/governance/pause.ts
var longestPauseMs = 864e5;
var looksAfterPause = 5;
var pausablePhases = ["preparing", "settling", "observing", "holding", "baking"];
function isPausable({ phase }) {
  return pausablePhases.includes(phase);
}
function pauseRollout(rollout, { untilMs, ...by }, nowMs) {
  const { hold: hold2, pause: _, ...rest } = rollout;
  const deadlineMs = hold2 === void 0 ? rollout.deadlineMs : hold2.resumeDeadlineMs + Math.max(0, nowMs - hold2.sinceMs);
  const pause2 = {
    ...by,
    sinceMs: nowMs,
    resume: hold2?.resume ?? rollout.phase,
    ...deadlineMs === void 0 ? {} : { leftMs: Math.max(0, deadlineMs - nowMs) }
  };
  const text = `paused by ${by.actor} at ${rollout.candidatePercent} %: ${by.reason}`;
  return enter({ ...rest, pause: pause2 }, "paused", nowMs, text, untilMs);
}
function endPause(rollout, nowMs, text) {
  const { pause: pause2, ...rest } = rollout;
  if (pause2 === void 0) return rollout;
  const { pollMs, readyTimeoutMs } = rollout.plan;
  const leftMs = pause2.resume === "preparing" ? readyTimeoutMs : pause2.leftMs ?? 0;
  return enter(rest, pause2.resume, nowMs, text, nowMs + Math.max(leftMs, looksAfterPause * pollMs));
}

// src/rollout/governance/go-forward.ts
function freezeFor(rollout, nowMs) {
  return rollout.freezeOverride === void 0 ? freezeAt(rollout.governance.freezes, nowMs) : void 0;
}
function goForward(rollout, nowMs, go) {
  const freeze = freezeFor(rollout, nowMs);
  if (freeze === void 0) return go();
  const { onFreeze, finishWithinMs } = rollout.governance;
  const reason = `the freeze ${freeze.name} is on until ${new Date(freeze.untilMs).toISOString()}`;
  const hold2 = () => pauseRollout(rollout, { kind: "freeze", actor: "tidegate", reason, untilMs: freeze.untilMs }, nowMs);
  switch (onFreeze) {
    case "finish":
      return nowMs + restMs(rollout) <= freeze.sinceMs + finishWithinMs ? go() : hold2();
    case "hold":
      return hold2();
    case "rollback":
      return failRollout(rollout, { kind: "freeze", text: `${reason}, and what is under way goes back` }, nowMs);
    default:
      return assertNever(onFreeze);
  }
}
function restMs({ plan, stepIndex, phase, hotfix }) {
  const steps = plan.steps.slice(stepIndex + 1).reduce((sum, { settleMs, observeMs }) => sum + settleMs + observeMs, 0);
  return phase === "baking" ? 0 : steps + (hotfix === void 0 ? plan.bakeMs : 0);
}

// src/rollout/hard-guards.ts
var shareTolerancePercent = 0.05;
function isShare(seenPercent, wantedPercent) {
  return Math.abs(seenPercent - wantedPercent) <= Math.min(shareTolerancePercent, wantedPercent / 10);
}
function isRouted({ candidatePercent, rules }, step2) {
  return isShare(candidatePercent, step2.candidatePercent) && areSameRules(rules, step2.rules);
}
function percentOn(rollout, observation) {
  return isPromoted(rollout, observation) ? 100 : observation.candidatePercent;
}
function isPromoted(rollout, { arms: arms2 }) {
  const inCandidateArm = arms2.candidate?.release.digest === rollout.candidate.digest;
  return arms2.stable?.release.digest === rollout.candidate.digest && !inCandidateArm;
}
function isRestored(rollout, observation) {
  if (!isShare(observation.candidatePercent, 0) || !areSameRules(observation.rules, void 0)) return false;
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
  const wanted = rollout.plan.steps[rollout.stepIndex];
  if (wanted !== void 0 && isRouted(observation, wanted)) return void 0;
  const seen = describeStep(wanted && { ...wanted, ...observation, rules: observation.rules });
  const text = `${seen} of the requests are on the candidate instead of ${describeStep(wanted)}`;
  return { kind: "drift", text: `${text}; something else moves the traffic` };
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
  const blind = seen.preflight ?? (seen.problem === void 0 ? [] : [seen.problem]);
  const arm = observation?.arms.candidate;
  const isOurs = arm?.release.digest === rollout.candidate.digest;
  if (observation !== void 0 && isOurs) {
    const failure = hardGuard(rollout, observation);
    if (failure === void 0 && blind.length === 0) {
      return goForward(rollout, nowMs, () => shiftTo(rollout, 0, nowMs, `${rollout.candidate.version} is ready`));
    }
    if (failure?.kind === "crashed") return failRollout(rollout, failure, nowMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const limit = `within ${rollout.plan.readyTimeoutMs / 1e3} s`;
  if (isOurs && arm.ready && blind.length > 0) {
    const text2 = `nothing was shifted, because its requests could not be counted ${limit}: ${blind.join("; ")}`;
    return failRollout(rollout, { kind: "no-metrics", text: text2 }, nowMs);
  }
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
  const next = { ...rollout, stepIndex, heldMs: 0 };
  const text = `${why}; going to ${describeStep(rollout.plan.steps[stepIndex])}`;
  return enter(next, "shifting", nowMs, text, nowMs + rollout.plan.readyTimeoutMs);
}
function stepShifting(rollout, { observation, nowMs }) {
  const step2 = rollout.plan.steps[rollout.stepIndex];
  const failure = observation === void 0 ? void 0 : hardGuard(rollout, observation);
  if (failure !== void 0) return failRollout(rollout, failure, nowMs);
  if (step2 !== void 0 && observation !== void 0 && isRouted(observation, step2)) {
    return enter(rollout, "settling", nowMs, `${describeStep(step2)} read back`, nowMs + step2.settleMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const why = rollout.operation?.error ?? `it stays at ${rollout.candidatePercent} %`;
  const text = `the target did not route ${describeStep(step2)} to ${rollout.candidate.version}: ${why}`;
  return failRollout(rollout, { kind: "target", text }, nowMs);
}

// src/rollout/governance/hotfix.ts
var stableBurns = 6;
var candidateShare = 0.5;
function hotfixProof({ kind, evidence }) {
  if (kind === "fail" || kind === "provider-error" || kind === "skipped") return void 0;
  const burning = evidence.indicators.filter(({ burnRate: burnRate2 }) => (burnRate2.stable ?? 0) >= stableBurns);
  const isMended = burning.every(({ burnRate: burnRate2, nonInferiority }) => {
    const isBetter = (burnRate2.candidate ?? Number.NaN) <= (burnRate2.stable ?? Number.NaN) * candidateShare;
    return isBetter && nonInferiority !== void 0 && nonInferiority.evidence >= nonInferiority.limit;
  });
  const isSuspect = evidence.indicators.some(({ evidence: value, limit }) => !(value < limit));
  if (burning.length === 0 || !isMended || isSuspect) return void 0;
  const rates = burning.map(({ indicator, burnRate: burnRate2 }) => {
    return `${indicator} burns ${rounded(burnRate2.stable)} × on stable, ${rounded(burnRate2.candidate)} × here`;
  });
  return `hot fix: ${rates.join(", ")}`;
}
function rounded(rate) {
  return rate === void 0 ? "?" : String(Math.round(rate * 10) / 10);
}

// src/rollout/demand.ts
function demandOf(rollout, { observation, verdict, problem }) {
  if (observation === void 0) {
    return { kind: "hold", failure: { kind: "target", text: "the target does not answer" } };
  }
  const failure = hardGuard(rollout, observation) ?? driftGuard(rollout, observation);
  if (failure !== void 0) return { kind: "go-back", failure };
  if (verdict === void 0) {
    const why = problem === void 0 ? "" : `: ${problem}`;
    return { kind: "hold", failure: { kind: "no-metrics", text: `nothing was judged${why}` } };
  }
  const hotfix = rollout.governance.hotfix === "auto" ? hotfixProof(verdict) : void 0;
  if (hotfix !== void 0) return { kind: "advance", text: hotfix, hotfix };
  return byVerdict(verdict);
}
function byVerdict(verdict) {
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
      if (verdict.reason === "routing") return { kind: "hold", failure: { kind: "routing", text } };
      if (verdict.reason === "uncounted") return { kind: "hold", failure: { kind: "no-metrics", text } };
      return { kind: "undecided", failure: { kind: "inconclusive", text } };
    default:
      return assertNever(verdict);
  }
}
function failureIn(rollout, seen) {
  if (rollout.stepIndex >= 0) {
    const asked = demandOf(rollout, seen);
    return asked.kind === "go-back" ? asked.failure : void 0;
  }
  const { observation } = seen;
  const isOurs = observation?.arms.candidate?.release.digest === rollout.candidate.digest;
  const failure = observation !== void 0 && isOurs ? hardGuard(rollout, observation) : void 0;
  return failure?.kind === "crashed" ? failure : void 0;
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
  const isUntouched = !hasReachedUsers(rollout) && !blamesCandidate(kind);
  const where = rollout.stable === void 0 ? "nothing serves" : `all requests are on ${rollout.stable.version}`;
  return enter(rollout, isUntouched ? "abandoned" : "rolled-back", nowMs, where);
}
function hasReachedUsers({ plan, stepIndex }) {
  const begun = plan.steps.slice(0, stepIndex + 1);
  return begun.some(({ candidatePercent, rules }) => candidatePercent > 0 || rules?.match !== void 0);
}
function blamesCandidate(failureKind) {
  return failureKind === "verdict" || failureKind === "not-ready" || failureKind === "crashed";
}

// src/rollout/finish.ts
function finish(record, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || !isTerminal(rollout.phase) || rollout.endedAtMs !== void 0) return record;
  const { lease: _, deadlineMs: __, ...rest } = rollout;
  const candidatePercent = rollout.phase === "succeeded" ? 100 : 0;
  const ended2 = { ...rest, candidatePercent, endedAtMs: nowMs };
  const told = { ...withLineInHistory(record, rollout, nowMs), rollout: ended2 };
  return rollout.phase === "succeeded" ? withLive(told, rollout) : withQuarantine(told, rollout, nowMs);
}
function withLineInHistory(record, rollout, nowMs) {
  const { irreversibleFromPercent } = rollout;
  const line = {
    rolloutId: rollout.id,
    release: rollout.candidate,
    phase: rollout.phase,
    text: rollout.failure?.text ?? rollout.reason,
    startedAtMs: rollout.startedAtMs,
    endedAtMs: nowMs,
    strategy: rollout.plan.strategy,
    ...rollout.runUrl === void 0 ? {} : { runUrl: rollout.runUrl },
    ...rollout.stable === void 0 ? {} : { replaced: rollout.stable },
    ...irreversibleFromPercent === void 0 ? {} : { irreversibleFromPercent }
  };
  return { ...record, history: [line, ...record.history].slice(0, kept.rollouts) };
}
function withLive(record, rollout) {
  const isOther = (release) => release.digest !== rollout.candidate.digest;
  const replaced = rollout.stable === void 0 ? [] : [rollout.stable];
  const earlier = record.previous.filter((release) => release.digest !== rollout.stable?.digest);
  const previous = [...replaced, ...earlier].filter(isOther).slice(0, kept.releases);
  return withWithdrawn(withLearnt({ ...record, live: rollout.candidate, previous }, rollout), rollout);
}
function withWithdrawn(record, { plan, candidate, stable, ...by }) {
  if (plan.strategy !== "restore") return record;
  const wasWithdrawn = record.quarantine.some(
    ({ digest: digest2, kind }) => digest2 === candidate.digest && kind === "withdrawn"
  );
  if (wasWithdrawn) return withoutEntry(record, candidate.digest);
  if (stable === void 0 || stable.digest === candidate.digest) return record;
  const { digest, version } = stable;
  const reason = `taken back by ${by.actor}: ${by.reason}`;
  const entry = { kind: "withdrawn", digest, version, rolloutId: by.id, reason, atMs: by.phaseSinceMs };
  const known2 = withoutLearnt(record, digest);
  return { ...known2, quarantine: [entry, ...withoutEntry(known2, digest).quarantine] };
}
function withQuarantine(record, rollout, nowMs) {
  const { failure, candidate } = rollout;
  if (failure === void 0 || rollout.plan.strategy === "restore" || !blamesCandidate(failure.kind)) return record;
  const others = withoutEntry(record, candidate.digest).quarantine;
  const { digest, version } = candidate;
  const entry = { kind: "failed", digest, version, rolloutId: rollout.id, reason: failure.text, atMs: nowMs };
  return { ...record, quarantine: [entry, ...others] };
}

// src/rollout/judged.ts
function stepSettling(rollout, seen) {
  const { observation, nowMs, verdict } = seen;
  const failure = observation && (hardGuard(rollout, observation) ?? driftGuard(rollout, observation));
  if (failure !== void 0) return failRollout(rollout, failure, nowMs);
  if (observation !== void 0 && verdict?.kind === "fail") {
    return failRollout(rollout, { kind: "verdict", text: verdict.evidence.summary }, nowMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const step2 = rollout.plan.steps[rollout.stepIndex];
  const text = `counting requests at ${describeStep(step2)}`;
  return enter(rollout, "observing", nowMs, text, step2 === void 0 ? nowMs : latestEndMs(step2, nowMs));
}
function latestEndMs({ observeMs, maxObserveMs, end }, nowMs) {
  const longestMs = Math.max(maxObserveMs, observeMs);
  return end?.kind === "date" ? Math.max(end.atMs, nowMs) + longestMs : nowMs + longestMs;
}
function stepObserving(rollout, seen) {
  const { version } = rollout.candidate;
  const step2 = rollout.plan.steps[rollout.stepIndex];
  const { nowMs } = seen;
  const isGuarded = step2?.gate === "guards";
  return decide(rollout, seen, (text, hotfix) => {
    const ended2 = hotfix === void 0 ? stepEnd(step2 ?? {}, rollout, nowMs) : void 0;
    if (ended2 !== void 0) return ended2;
    return goForward(rollout, nowMs, () => {
      const mended = hotfix === void 0 ? {} : { hotfix: { by: "judge", text: hotfix, atMs: nowMs } };
      const passed = { ...rollout, ...mended, pass: passOf(rollout, seen, "judge") };
      return advance2(passed, nowMs, isGuarded ? `${version} is well` : text);
    });
  });
}
function stepEnd({ end }, rollout, nowMs) {
  if (end === void 0) return void 0;
  const { version } = rollout.candidate;
  switch (end.kind) {
    case "decision":
      if (!isOverdue(rollout.deadlineMs, nowMs)) return leaveAlone(rollout, nowMs);
      return failRollout(rollout, { kind: "ended", text: `nobody decided about ${version} in time` }, nowMs);
    case "date": {
      if (nowMs < end.atMs) return leaveAlone(rollout, nowMs);
      if (end.outcome === "advance") return void 0;
      const text = `the test of ${version} ended at ${new Date(end.atMs).toISOString()}, as planned`;
      return failRollout(rollout, { kind: "ended", text }, nowMs);
    }
    default:
      return assertNever(end);
  }
}
function leaveAlone(rollout, nowMs) {
  const step2 = rollout.plan.steps[rollout.stepIndex];
  if (step2?.end === void 0 || nowMs - rollout.phaseSinceMs < step2.observeMs) return rollout;
  const { lease } = releasedLease(rollout);
  return lease === void 0 ? rollout : { ...rollout, lease };
}
function passOf({ stepIndex }, { epoch, nowMs }, by) {
  return { epoch, stepIndex: Math.max(0, stepIndex), atMs: nowMs, by };
}
function stepBaking(rollout, seen) {
  return decide(
    rollout,
    seen,
    () => isOverdue(rollout.deadlineMs, seen.nowMs) ? goForward(rollout, seen.nowMs, () => promote({ ...rollout, pass: passOf(rollout, seen, "judge") }, seen.nowMs)) : rollout
  );
}
function promote(rollout, nowMs) {
  const text = `making ${rollout.candidate.version} the stable release`;
  return enter(rollout, "promoting", nowMs, text, nowMs + rollout.plan.readyTimeoutMs);
}
function decide(rollout, seen, onPass) {
  const asked = demandOf(rollout, seen);
  const isLate = isOverdue(rollout.deadlineMs, seen.judgedAtMs ?? seen.nowMs);
  switch (asked.kind) {
    case "advance":
      return onPass(asked.text, asked.hotfix);
    case "go-back":
      return failRollout(rollout, asked.failure, seen.nowMs);
    case "hold":
      return hold(rollout, asked.failure, seen.nowMs);
    case "undecided":
      return isLate ? failRollout(rollout, asked.failure, seen.nowMs) : rollout;
    case "wait":
      return isLate ? failRollout(rollout, undecided(rollout, seen), seen.nowMs) : leaveAlone(rollout, seen.nowMs);
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
  const bakeMs = rollout.hotfix === void 0 ? rollout.plan.bakeMs : 0;
  const stays = rollout.hotfix === void 0 ? `${rollout.stable?.version ?? "nothing"} stays warm for ${bakeMs / 1e3} s` : "a hot fix is not baked";
  const baking = enter({ ...rollout, heldMs: 0 }, "baking", nowMs, `${why}; ${stays}`, nowMs + bakeMs);
  return { ...baking, ...releasedLease(baking) };
}
function hold(rollout, failure, nowMs) {
  const { kind, text } = failure;
  const resume3 = { resume: rollout.phase, resumeDeadlineMs: rollout.deadlineMs ?? nowMs };
  const held = { ...rollout, hold: { kind, reason: text, sinceMs: nowMs, ...resume3 } };
  const deadlineMs = nowMs + rollout.plan.maxHoldMs - (rollout.heldMs ?? 0);
  return enter(held, "holding", nowMs, `holding at ${rollout.candidatePercent} %: ${text}`, deadlineMs);
}
function stepHolding(rollout, seen) {
  const { nowMs } = seen;
  const asked = demandOf(rollout, seen);
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
  const isOwnReason = kind === "no-traffic" || kind === "shared-cause" || kind === "routing" || kind === "target";
  return isOwnReason ? kind : "no-metrics";
}
function resume(rollout, nowMs) {
  const { hold: held, ...rest } = rollout;
  if (held === void 0) return failRollout(rollout, { kind: "target", text: "held without a reason" }, nowMs);
  const heldMs = Math.max(0, nowMs - held.sinceMs);
  const resumed = { ...rest, heldMs: (rollout.heldMs ?? 0) + heldMs };
  return enter(resumed, held.resume, nowMs, "evidence is back", held.resumeDeadlineMs + heldMs);
}

// src/rollout/governance/obey.ts
function obey(rollout, command, moment) {
  const { nowMs } = moment;
  if (isGoingBack(rollout.phase)) return unchanged(rollout, "came too late: it is going back already");
  switch (command.kind) {
    case "pause":
      return pause(rollout, command, nowMs);
    case "resume":
      return resume2(rollout, command, nowMs);
    case "abort": {
      const text = `aborted by ${command.actor}: ${command.reason}`;
      return { rollout: failRollout(rollout, { kind: "manual", text }, nowMs), result: "goes back" };
    }
    case "promote-now":
      return promoteNow(rollout, command, moment);
    case "override-freeze":
      return overrideFreeze(rollout, command, nowMs);
    default:
      return assertNever(command.kind);
  }
}
var unchanged = (rollout, result) => ({ rollout, result });
function pause(rollout, { actor, reason, untilMs }, nowMs) {
  const { phase } = rollout;
  const limitMs2 = nowMs + longestPauseMs;
  const asked = { kind: "manual", actor, reason, untilMs: Math.min(untilMs ?? limitMs2, limitMs2) };
  if (phase === "promoting") return unchanged(rollout, "came too late: it is being made the stable release");
  if (phase === "frozen") return unchanged(rollout, "it is frozen: abort it, or promote it");
  if (phase === "paused") return pausedAgain(rollout, asked);
  return isPausable(rollout) ? { rollout: pauseRollout(rollout, asked, nowMs), result: "paused" } : "later";
}
function pausedAgain(rollout, { untilMs, ...by }) {
  const { pause: before } = rollout;
  if (before === void 0 || before.kind === "manual") return unchanged(rollout, "it is paused already");
  return { rollout: { ...rollout, deadlineMs: untilMs, pause: { ...before, ...by } }, result: "paused" };
}
function resume2(rollout, { actor, reason }, nowMs) {
  if (rollout.phase === "frozen") return unchanged(rollout, "it is frozen: abort it, or promote it");
  if (rollout.phase !== "paused") return unchanged(rollout, `it is not paused but in ${rollout.phase}`);
  if (rollout.pause?.kind === "freeze") return unchanged(rollout, "a freeze holds it: override that, or wait");
  return { rollout: endPause(rollout, nowMs, `resumed by ${actor}: ${reason}`), result: "goes on" };
}
function promoteNow(rollout, { actor, reason }, moment) {
  const { nowMs } = moment;
  const { phase, plan, hold: hold2, pause: paused } = rollout;
  if (phase === "promoting") return unchanged(rollout, "it is being promoted already");
  const freeze = freezeFor(rollout, nowMs);
  if (freeze !== void 0) return unchanged(rollout, `the freeze ${freeze.name} is on: override it first`);
  if (rollout.stepIndex < 0 || phase === "shifting") return "later";
  const { hold: _, pause: __, failure: ___, ...rest } = rollout;
  const text = `promoted by ${actor} without waiting: ${reason}`;
  const lastStep = plan.steps.length - 1;
  const going = { ...rest, pass: passOf({ stepIndex: lastStep }, moment, actor) };
  const stage = hold2?.resume ?? paused?.resume ?? phase;
  if (stage === "baking") return { rollout: promote(going, nowMs), result: "the bake is left out" };
  if (rollout.stepIndex === lastStep) return { rollout: advance2(going, nowMs, text), result: "goes to the bake" };
  return { rollout: shiftTo(going, lastStep, nowMs, text), result: "the steps are left out" };
}
function overrideFreeze(rollout, { actor, reason }, nowMs) {
  const overridden = { ...rollout, freezeOverride: { actor, reason, atMs: nowMs } };
  const result = "freezes do not hold this rollout up";
  if (rollout.phase !== "paused" || rollout.pause?.kind !== "freeze") return { rollout: overridden, result };
  return { rollout: endPause(overridden, nowMs, `freeze overridden by ${actor}: ${reason}`), result };
}

// src/rollout/governance/apply-commands.ts
function applyCommands(record, nowMs) {
  return record.commands.reduce((current, command) => applyOne(current, command, nowMs), record);
}
function applyOne(record, command, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || rollout.id !== command.rolloutId || isTerminal(rollout.phase)) {
    return noted(record, command, "came too late: that rollout is over", nowMs);
  }
  const obeyed = obey(rollout, command, { nowMs, epoch: record.epoch });
  if (obeyed === "later") return record;
  return noted({ ...record, rollout: obeyed.rollout }, command, obeyed.result, nowMs);
}
function noted(record, command, result, nowMs) {
  const { id, kind, actor, reason, rolloutId } = command;
  const commands = record.commands.filter((other) => other.id !== id);
  return withAudit({ ...record, commands }, { atMs: nowMs, actor, action: kind, reason, rolloutId, result });
}

// src/rollout/paused.ts
function stepPaused(rollout, seen) {
  const { pause: pause2 } = rollout;
  const { nowMs } = seen;
  const failure = failureIn(rollout, seen);
  if (failure !== void 0) return failRollout(rollout, failure, nowMs);
  if (pause2 === void 0) return failRollout(rollout, { kind: "target", text: "paused without a reason" }, nowMs);
  if (pause2.kind === "freeze" && freezeFor(rollout, nowMs) === void 0) {
    return endPause(rollout, nowMs, "the freeze is over");
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  if (pause2.kind === "freeze") return endPause(rollout, nowMs, "looking again whether the freeze is over");
  const hours = Math.round((nowMs - pause2.sinceMs) / 36e4) / 10;
  const text = `paused by ${pause2.actor} for ${hours} h, and nobody has resumed it`;
  return failRollout(rollout, { kind: "inconclusive", text }, nowMs);
}

// src/rollout/trace.ts
var keptTrace = { points: 160, words: 30, summaryLength: 500 };
var emptyTrace = { points: [], words: [] };
function withTrace(rollout, seen) {
  const { points, words } = rollout.trace ?? emptyTrace;
  const last = points.at(-1);
  if (last !== void 0 && last.atMs >= seen.nowMs) return rollout;
  const trace = { points: thinned([...points, toPoint(rollout, seen)]), words: withWord(words, rollout, seen) };
  return { ...rollout, trace };
}
function toPoint({ candidatePercent, served }, { nowMs, verdict }) {
  const compared = verdict?.evidence.indicators.filter(isCompared) ?? [];
  return {
    atMs: nowMs,
    candidatePercent,
    ...served === void 0 ? {} : { served },
    ...compared.length === 0 ? {} : { evidence: Object.fromEntries(compared.map(({ indicator, evidence }) => [indicator, rounded2(evidence)])) },
    ...verdict === void 0 ? {} : { verdict: verdict.kind }
  };
}
function isCompared({ evidence, limit, ratio }) {
  return ratio !== void 0 && Number.isFinite(limit) && Number.isFinite(evidence);
}
function thinned(points, most = keptTrace.points) {
  if (points.length <= most) return [...points];
  const fewer = points.filter(
    (point, index) => index % 2 === 0 || isLandmark(point, points[index - 1], points[index + 1])
  );
  if (fewer.length <= most) return fewer;
  return points.filter((_, index) => index % 2 === 0 || index === points.length - 1);
}
function isLandmark(point, before, after) {
  if (before === void 0 || after === void 0) return true;
  return point.candidatePercent !== before.candidatePercent || point.verdict !== before.verdict;
}
function withWord(words, rollout, { nowMs, verdict }) {
  const { judgedStep: step2 } = rollout;
  if (verdict === void 0 || step2 === void 0) return [...words];
  const last = words.at(-1);
  const sinceMs = last?.step === step2 ? last.sinceMs : nowMs;
  const earlier = last?.step === step2 ? words.slice(0, -1) : words;
  const word = { step: step2, candidatePercent: rollout.candidatePercent, sinceMs, atMs: nowMs, ...toWord(verdict) };
  return [...earlier, word].slice(-keptTrace.words);
}
function toWord(verdict) {
  const { kind, evidence } = verdict;
  return {
    kind,
    ...verdict.kind === "inconclusive" ? { reason: verdict.reason } : {},
    summary: evidence.summary.slice(0, keptTrace.summaryLength),
    indicators: evidence.indicators.map(toIndicatorWord)
  };
}
function toIndicatorWord({ indicator, arms: arms2, evidence, limit, ratio, toDecide }) {
  return {
    indicator,
    arms: arms2,
    evidence: rounded2(evidence),
    ...Number.isFinite(limit) ? { limit: rounded2(limit) } : {},
    ...ratio === void 0 ? {} : { ratio: finiteOnly(ratio) },
    ...toDecide === void 0 ? {} : finiteOnly(toDecide)
  };
}
function finiteOnly(numbers) {
  const kept2 = Object.entries(numbers).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(kept2);
}
function rounded2(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : 0;
}

// src/rollout/step.ts
function step(record, seen, audience) {
  const { rollout: before } = record;
  if (before === void 0 || isTerminal(before.phase)) return record;
  const commanded = applyCommands(record, seen.nowMs);
  const told = commanded.rollout ?? before;
  const looked = withReadBack(told, seen);
  const isObeyed = told.phase !== before.phase;
  const rollout = isObeyed ? afterCommand(before, looked, seen) : stepRollout(looked, { ...seen, epoch: record.epoch });
  if (rollout === before && commanded === record) return record;
  return announce(bounded(finish({ ...commanded, rollout }, seen.nowMs)), before, seen.nowMs, audience);
}
function afterCommand(before, obeyed, seen) {
  const failure = before.phase === "frozen" ? void 0 : failureIn(before, seen);
  return failure === void 0 ? obeyed : failRollout(obeyed, failure, seen.nowMs);
}
function announce(record, before, nowMs, audience) {
  const news = newsOf(record, before, nowMs);
  return news === void 0 ? record : enqueue(record, news, audience);
}
function withReadBack(rollout, seen) {
  const { observation, judge: judge2, judgedStep: judgedStep2, evidence, served, counted } = seen;
  const candidatePercent = observation === void 0 ? rollout.candidatePercent : percentOn(rollout, observation);
  const isNew = candidatePercent !== rollout.candidatePercent || judge2 !== void 0 || counted !== void 0;
  if (!isNew) return rollout;
  const looked = {
    ...rollout,
    candidatePercent,
    judge: judge2 ?? rollout.judge,
    judgedStep: judgedStep2 ?? rollout.judgedStep,
    evidence: evidence ?? rollout.evidence,
    served: served ?? rollout.served,
    counted: counted ?? rollout.counted
  };
  return withTrace(looked, seen);
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
    case "paused":
      return stepPaused(rollout, seen);
    case "baking":
      return stepBaking(rollout, seen);
    case "promoting":
      return stepPromoting(rollout, seen);
    case "rolling-back":
    case "rollback-failed":
      return stepGoingBack(rollout, seen);
    case "frozen":
    case "succeeded":
    case "rolled-back":
    case "abandoned":
      return rollout;
    default:
      return assertNever(rollout.phase);
  }
}

// src/rollout/take-over.ts
function takeOver(record, options) {
  const { rollout } = record;
  if (rollout === void 0) return record;
  const { errand, failure, nowMs, audience } = options;
  const lease = driveLease(errand.holder, nowMs + rollout.plan.leaseMs);
  const { pass: _, ...unearned } = rollout;
  const isFinishing = rollout.phase === "promoting" && !options.evenPromoting;
  const turned = isFinishing ? { ...unearned, deadlineMs: nowMs + rollout.plan.readyTimeoutMs } : failure === void 0 ? unearned : failRollout(unearned, failure, nowMs);
  return announce({ ...record, epoch: record.epoch + 1, rollout: { ...turned, lease } }, rollout, nowMs, audience);
}

// src/rollout/tell-undone.ts
function withToldUndone(record, errand, telling) {
  const { digest, text, needsSomebody, id, nowMs, audience } = telling;
  const { reason, actor, runUrl } = errand;
  const { live, rollout } = record;
  if (findUndo(record, { digest, runUrl, result: text }) !== void 0) return record;
  const known2 = [live, rollout?.candidate, ...record.previous];
  const release = known2.find((one) => one?.digest === digest) ?? live ?? rollout?.candidate;
  const notice = {
    ...stateOf(record, digest, needsSomebody),
    service: record.service,
    environment: record.environment,
    version: release?.version ?? "unknown",
    ...release === void 0 ? {} : { digest: release.digest, commit: release.commit },
    ...live === void 0 ? {} : { stableVersion: live.version },
    rolloutId: id,
    text,
    reason,
    actor,
    ...runUrl === void 0 ? {} : { runUrl },
    atMs: nowMs
  };
  const team = audience.filter(({ name }) => name !== "ledger");
  return bounded(enqueueApart(withUndo(record, errand, { digest, id, nowMs, result: text }), notice, team));
}
function withUndo(record, errand, { digest, id, nowMs, result }) {
  const { reason, actor, runUrl } = errand;
  const by = broughtBy(record, digest);
  return withAudit(record, {
    atMs: nowMs,
    actor,
    action: "undo",
    reason,
    rolloutId: id,
    digest,
    ...runUrl === void 0 ? {} : { runUrl },
    ...by === void 0 ? {} : { broughtBy: by },
    result
  });
}
function stateOf({ live, rollout }, digest, needsSomebody) {
  const isLive = live?.digest === digest;
  if (needsSomebody) {
    return { kind: "frozen", phase: "frozen", candidatePercent: isLive ? 100 : rollout?.candidatePercent ?? 0 };
  }
  if (isLive) return { kind: "succeeded", phase: "succeeded", candidatePercent: 100 };
  return { kind: "failed", phase: "abandoned", candidatePercent: 0 };
}

// src/rollout/decide-undo.ts
function decideUndo(record, request, now) {
  const { rollout, live } = record;
  const { digest } = request;
  if (digest === void 0) return nothing("No release is named.", rollout);
  const undo = { record, request, digest, now };
  const active = rollout === void 0 || isTerminal(rollout.phase) ? void 0 : rollout;
  if (active !== void 0 && isOwnRun(active, request)) return endOwn(undo, active);
  const bringer = whoBrought(record, digest, request);
  if (live?.digest !== digest) return isGone(undo, bringer);
  switch (bringer.kind) {
    case "unknown":
      return stuck(undo, "the record was lost, or is too short, and nobody knows who brought it");
    case "other": {
      const { runUrl } = bringer.line;
      return left(undo, `${live.version} is live through another run${runUrl === void 0 ? "" : `, ${runUrl}`}`);
    }
    case "gone-back":
      return left(undo, `${live.version} had gone back here, and was brought again`);
    case "own":
      return active === void 0 ? goBack(undo, bringer.line) : endOther(undo, active);
    default:
      return assertNever(bringer);
  }
}
function endOwn(undo, rollout) {
  const { request, digest, now } = undo;
  const { candidate, candidatePercent, plan } = rollout;
  const what = `${candidate.version} is frozen at ${candidatePercent} %`;
  const text = `${request.reason}, but ${what} in ${undo.record.environment}: abort it, or promote it`;
  if (rollout.phase === "frozen") {
    const ending = { kind: "frozen", message: `${what}: abort it, or promote it.`, rollout };
    return { kind: "tell", digest, text, needsSomebody: true, ending };
  }
  const failure = { kind: "cancelled", text: "the run ended before its rollout did" };
  const taken = takenOver(undo, failure, plan.strategy !== "restore");
  if (taken.record.rollout?.phase !== "frozen") return taken;
  return {
    ...taken,
    record: withUndo(taken.record, request, { digest, id: now.newId, nowMs: now.nowMs, result: text })
  };
}
function endOther(undo, other) {
  const { candidate, actor, lease } = other;
  if (isAlive(undo, other)) {
    return stuck(undo, `${candidate.version} is being rolled out by ${actor}`, "in-progress");
  }
  const text = `${lease?.holder ?? "whoever drove it"} stopped before the end`;
  return takenOver(undo, { kind: "lease-expired", text }, false);
}
function isAlive({ record, now: { nowMs } }, rollout) {
  const { lease, phase } = rollout;
  if (!isUnattended(rollout)) return phase === "frozen" || isDriven(record, nowMs);
  return lease?.mode !== "unattended" || lease.untilMs > nowMs || lease.onExpiry === "keep";
}
function takenOver({ record, request, now }, failure, evenPromoting) {
  const { nowMs, audience } = now;
  const taken = takeOver(record, { errand: request, failure, evenPromoting, nowMs, audience });
  return { kind: "own", record: taken, isVisit: false };
}
function isGone(undo, bringer) {
  const { rollout, live } = undo.record;
  const hasGoneBack = rollout !== void 0 && isOwnRun(rollout, undo.request);
  const wasOurs = bringer.kind === "own" || bringer.kind === "gone-back" && !bringer.isByUs;
  if (wasOurs && !hasGoneBack) return left(undo, `${live?.version ?? "nothing"} has taken its place`);
  if (rollout === void 0) return nothing("Nothing was delivered yet.", void 0);
  return nothing(`${live === void 0 ? "Nothing" : live.version} serves; nothing of this run is left here.`, rollout);
}
function goBack(undo, { replaced, irreversibleFromPercent }) {
  const { record, request, digest, now } = undo;
  const { rollout } = record;
  if (replaced === void 0 || rollout === void 0) return stuck(undo, "it is the first release here");
  if (irreversibleFromPercent !== void 0) {
    return stuck(undo, "it cannot be taken back, so a person has to decide");
  }
  const bad = record.quarantine.find((entry) => entry.digest === replaced.digest);
  if (bad !== void 0) {
    return stuck(undo, `${replaced.version}, which it replaced, is in quarantine: ${bad.reason}`);
  }
  const { nowMs, audience, newId: id } = now;
  const noted2 = withUndo(record, request, { digest, id, nowMs, result: `${replaced.version} is brought back` });
  const plan = restorePlan(rollout.plan);
  const begun = begin(noted2, { id, candidate: replaced, plan, errand: request, nowMs, audience });
  return { kind: "own", record: begun, isVisit: false };
}
function nothing(message, rollout) {
  return {
    kind: "leave",
    ending: { kind: "nothing-to-do", message, ...rollout === void 0 ? {} : { rollout } }
  };
}
function left({ record, request, digest }, why) {
  const text = `${request.reason}, but ${record.environment} is left as it is: ${why}`;
  return { kind: "tell", digest, text, needsSomebody: false, ending: { kind: "nothing-to-do", message: `${text}.` } };
}
function stuck({ record, request, digest }, why, refusal = "needs-decision") {
  const { live, environment, rollout } = record;
  const text = `${request.reason}, but ${live?.version} stays in ${environment}: ${why}`;
  const ending = {
    kind: "refused",
    refusal,
    message: `${text}.`,
    ...rollout === void 0 ? {} : { rollout }
  };
  return { kind: "tell", digest, text, needsSomebody: true, ending };
}

// src/rollout/decide-reconcile.ts
function decideReconcile(record, request, now) {
  if (request.mode === "undo") return decideUndo(record, request, now);
  const { rollout } = record;
  const isActive = rollout !== void 0 && !isTerminal(rollout.phase);
  return isActive ? decideActive(record, rollout, request, now) : decideIdle(record, request, now);
}
function decideActive(record, rollout, request, now) {
  const { nowMs, audience } = now;
  const own = (failure) => {
    const evenPromoting = request.mode === "rollback";
    const options = { errand: request, evenPromoting, nowMs, audience };
    if (failure !== void 0)
      return { kind: "own", record: takeOver(record, { ...options, failure }), isVisit: false };
    const obeyed = applyCommands(takeOver(record, options), nowMs);
    return { kind: "own", record: announce(obeyed, rollout, nowMs, audience), isVisit: true };
  };
  if (request.mode === "rollback") {
    return own({ kind: "manual", text: `taken back by ${request.actor}: ${request.reason}` });
  }
  if (rollout.phase === "frozen") return decideFrozen(record, rollout, request, own);
  if (isUnattended(rollout)) return decideUnattended(rollout, request, nowMs, own);
  if (isDriven(record, nowMs) && !(request.mode === "recover" && isOwnRun(rollout, request))) {
    return leave(rollout, `is in ${rollout.phase}, driven by ${rollout.lease?.holder}`);
  }
  return own(
    request.mode === "recover" ? { kind: "cancelled", text: "the run ended before its rollout did" } : { kind: "lease-expired", text: `${rollout.lease?.holder ?? "whoever drove it"} stopped before the end` }
  );
}
function decideFrozen(record, rollout, { judging }, own) {
  const wanted = record.commands.some(({ rolloutId }) => rolloutId === rollout.id);
  if (wanted && judging !== void 0) return own();
  return leave(rollout, `is frozen at ${rollout.candidatePercent} %: abort it, or promote it`);
}
function decideUnattended(rollout, { mode, judging }, nowMs, own) {
  const { lease } = rollout;
  const isOver = lease === void 0 || lease.untilMs <= nowMs;
  if (isOver && lease?.mode === "unattended" && lease.onExpiry === "rollback") {
    return own({ kind: "lease-expired", text: "nobody finished the bake in time" });
  }
  if (mode === "watch" && judging !== void 0) return own();
  const untilMs = rollout.deadlineMs ?? nowMs;
  return leave(rollout, `is being baked until ${new Date(untilMs).toISOString()}; the watchdog finishes it`);
}
function leave(rollout, what) {
  return {
    kind: "leave",
    ending: { kind: "in-progress", message: `${rollout.candidate.version} ${what}.`, rollout }
  };
}
function decideIdle(record, request, now) {
  const { rollout } = record;
  const nothing2 = (message) => ({
    kind: "leave",
    ending: { kind: "nothing-to-do", message, ...rollout === void 0 ? {} : { rollout } }
  });
  if (request.mode !== "rollback") return nothing2("Nothing is under way.");
  const target = rollbackTarget(record, request.to ?? "last-good");
  if (target.kind === "refused") return { kind: "leave", ending: target };
  if (target.kind === "nothing-to-do") return nothing2(target.message);
  if (rollout === void 0) return nothing2("Nothing was delivered yet.");
  const { nowMs, audience, newId: id } = now;
  const plan = restorePlan(rollout.plan);
  const begun = begin(record, { id, candidate: target.release, plan, errand: request, nowMs, audience });
  return { kind: "own", record: begun, isVisit: false };
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
  const names = new Set(channels.map(({ name }) => name));
  const heads = dueEntries(access.current(), names, Number.POSITIVE_INFINITY);
  return heads.length === 0 ? void 0 : Math.min(...heads.map(({ dueMs }) => dueMs));
}
function undeliveredLines(access) {
  return access.current().outbox.map(({ destination, notice, lastError }) => {
    return `${destination} has not taken "${notice.kind}" yet: ${lastError ?? "not tried"}`;
  });
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
    refresh: () => (bystander ?? owner).refresh(),
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
  function inTurn(work) {
    const done = queue.then(work);
    queue = done.catch(() => void 0);
    return done;
  }
  return {
    current: () => latest.record,
    update: (change) => inTurn(() => updateNow(change)),
    refresh: () => inTurn(() => reread().then(() => latest.record))
  };
}

// src/rollout/flush-outbox.ts
var budgetMs = 9e4;
async function flushOutbox(ports) {
  const stored = await ports.target.read();
  if (stored === void 0) return [];
  const access = openBystander(ports.target, stored);
  const nowMs = ports.clock.nowMs();
  const fresh = await access.update((record) => withoutStaleNotices(record, nowMs));
  const given = stored.record.outbox.length - fresh.outbox.length;
  if (given > 0) ports.log.warning(`${given} notices are a week old and were given up: nobody takes them any more`);
  return createCourier(access, ports).drain(nowMs + budgetMs);
}

// src/slo/beyond-chance.ts
function exceeds({ requests, failures }, allowed, level) {
  if (allowed >= 1 || failures <= requests * allowed) return false;
  const ratio = failures / requests;
  const rest = ratio < 1 ? (1 - ratio) * Math.log((1 - ratio) / (1 - allowed)) : 0;
  return requests * (ratio * Math.log(ratio / allowed) + rest) > Math.log(1 / level);
}

// src/slo/cold-burn.ts
var minColdFailures = 3;
var coldLevel = 1e-3;
function burnsCold({ riskRatio, compared }, objective) {
  const { stable, candidate } = compared;
  if (candidate.failures < minColdFailures || stable.requests === 0) return false;
  const ofStable = Math.max(1 - objective.target, (stable.failures + 1) / (stable.requests + 1));
  return exceeds(candidate, riskRatio * ofStable, coldLevel);
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
  candidateShare: share = 0
}) {
  if (!(ratio > border) || share >= 1) return 0;
  if (share <= 0) return ratio * Math.log(ratio / border) - ratio + border;
  const underRatio = share * ratio / (share * ratio + 1 - share);
  const underBorder = share * border / (share * border + 1 - share);
  const onStable = (1 - share) / share * Math.log((1 - underRatio) / (1 - underBorder));
  return ratio * Math.log(underRatio / underBorder) + onStable;
}

// src/slo/assessment.ts
function assess(objective, state, atMs, policy) {
  const indicator = indicatorOf(objective);
  const compared = comparedCounts(state, policy);
  const evidence = policy.gate === "statistics" ? evidenceOf(state, indicator, policy) : evidenceAgainstHistory(compared, indicator, policy);
  const alpha = policy.alpha * weightOf(policy, indicator);
  const hasWarmUp = policy.warmUpMs > 0;
  const limit = 1 / (alpha * (hasWarmUp ? 1 - (policy.rules === 1 ? warmUpPart : coldBurnPart) : 1));
  const candidate = windowCounts(state.recent, atMs, "candidate");
  const stable = stableWindows(state, atMs);
  return {
    indicator,
    objective,
    state,
    compared,
    logEvidence: evidence,
    limit,
    warmUp: {
      logEvidence: policy.rules === 1 ? logEvidence(state.warmUp) : 0,
      limit: hasWarmUp && policy.rules === 1 ? 1 / (alpha * warmUpPart) : Number.POSITIVE_INFINITY,
      burns: policy.rules !== 1 && burnsCold(state.warmUp, objective)
    },
    burnRate: burnRates(candidate, stable, objective),
    blamedTier: blamedTier(candidate, stable, objective, evidence),
    attribution: attributionOf(candidate, stable, objective),
    // Only a pass asks for these.
    get requiredRequests() {
      return plannedRequests(objective, state, limit, policy);
    },
    get logNonInferiority() {
      return logEvidence(state.nonInferior);
    },
    get provenGood() {
      return logEvidence(state.nonInferior) >= Math.log(1 / policy.beta);
    },
    get suspicious() {
      return isSuspicious(state.step.candidate, warmCounts(state, policy).stable, objective, policy);
    }
  };
}
var coldBurnPart = 0.2;
var warmUpPart = 0.1;
var stakes = { settled: 0.55, warmUp: 0.1, both: 0.35 };
var logWarmUpStake = Math.log(stakes.warmUp);
function evidenceOf(state, indicator, policy) {
  const { spread } = marginOf(policy, indicator);
  const settled = beyond(state.degraded, spread, logChangeEvidence(state.changed));
  if (policy.rules === 1 || policy.warmUpMs === 0) return settled;
  if (state.warmUp.compared.candidate.requests === 0)
    return logSumExp([Math.log(1 - stakes.warmUp) + settled, logWarmUpStake]);
  const warmUp = logEvidence(state.warmUp);
  return logSumExp([
    Math.log(stakes.settled) + settled,
    Math.log(stakes.warmUp) + warmUp,
    Math.log(stakes.both) + settled + warmUp
  ]);
}
function warmCounts(state, policy) {
  if (policy.gate === "statistics") return state.degraded.compared;
  return { stable: state.rollout.stable, candidate: state.step.candidate };
}
function comparedCounts(state, policy) {
  const { compared } = state.degraded;
  const isAll = policy.gate === "statistics" && policy.rules !== 1;
  return isAll ? addTicks(compared, state.warmUp.compared) : warmCounts(state, policy);
}
function evidenceAgainstHistory(compared, indicator, policy) {
  const { riskRatio, spread } = marginOf(policy, indicator);
  const test = advance(startSequentialTest({ riskRatio }), compared);
  return beyond(test, spread, logEvidence(test));
}
function beyond(test, spread, evidence) {
  return evidence > 0 ? evidence - logNullBeyond(test, spread) : evidence;
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
  if (burnTiers.some((tier) => burns(stable, objective, tier))) return void 0;
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
    riskRatio: marginOf(policy, indicatorOf(objective)).riskRatio,
    candidateShare: requests === 0 ? 0 : candidate.requests / requests
  });
}
var suspicionLevel = 0.01;
function isSuspicious(candidate, stable, objective, policy) {
  if (!exceeds(candidate, 1 - objective.target, suspicionLevel)) return false;
  if (stable.requests === 0) return true;
  const border = policy.riskRatio * stable.failures / stable.requests;
  return candidate.failures / candidate.requests > border;
}

// src/slo/evidence-text.ts
var mostEvidence = 1e12;
function toEvidence(logEvidence2) {
  return finite(Math.exp(logEvidence2));
}
function finite(evidence) {
  return Math.min(evidence, mostEvidence);
}
function contrastText({ indicator, compared }) {
  return countsText(indicator, compared);
}
function countsText(indicator, { candidate, stable }) {
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
  const rank = ["no-traffic", "routing", "shared-cause", "conflicting", "low-power"];
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
function seconds(durationMs) {
  return `${(durationMs / 1e3).toFixed(1)} s`;
}

// src/slo/sample-ratio.ts
var tolerated = 1.25;
var gridSize = 16;
var furthest = 100;
var splitLimit = 1e3;
function splitEvidence(requests, askedShare) {
  const tooMuch = oneSided(requests.candidate, requests.stable, askedShare);
  const tooLittle = oneSided(requests.stable, requests.candidate, 1 - askedShare);
  return logSumExp([tooMuch, tooLittle]) - Math.log(2);
}
function isSplitWrong(requests, askedShare) {
  const { stable, candidate } = requests;
  const most = Math.max(largestTerm(candidate, stable, askedShare), largestTerm(stable, candidate, 1 - askedShare));
  return most >= Math.log(splitLimit) - 1e-6 && splitEvidence(requests, askedShare) >= Math.log(splitLimit);
}
function largestTerm(first, second, share) {
  const { onFirst, onSecond } = oddsGrid(share);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < gridSize; k += 1) most = Math.max(most, first * (onFirst[k] ?? 0) + second * (onSecond[k] ?? 0));
  return most;
}
function oneSided(first, second, share) {
  const { onFirst, onSecond } = oddsGrid(share);
  const logs = new Float64Array(gridSize);
  for (let k = 0; k < gridSize; k += 1) logs[k] = first * (onFirst[k] ?? 0) + second * (onSecond[k] ?? 0);
  return logSumExp(logs) - Math.log(gridSize);
}
var known = /* @__PURE__ */ new Map();
var mostKnown = 64;
function oddsGrid(share) {
  const found = known.get(share);
  if (found !== void 0) return found;
  const border = shareAt(share, tolerated);
  const step2 = Math.log(furthest / (1.25 * tolerated)) / (gridSize - 1);
  const alternatives = Float64Array.from(
    { length: gridSize },
    (_, k) => shareAt(share, 1.25 * tolerated * Math.exp(step2 * k))
  );
  const grid = {
    onFirst: alternatives.map((alternative) => Math.log(alternative / border)),
    onSecond: alternatives.map((alternative) => Math.log((1 - alternative) / (1 - border)))
  };
  if (known.size >= mostKnown) known.clear();
  known.set(share, grid);
  return grid;
}
function shareAt(share, oddsFactor) {
  return share * oddsFactor / (share * oddsFactor + 1 - share);
}

// src/slo/decision.ts
function decide2(assessments, state, poll, policy) {
  return decideFailure(assessments, state, poll, policy) ?? providerError(state, poll, policy) ?? wrongSplit(assessments, policy) ?? sharedCause(assessments) ?? passOrWait(unmetConditions(assessments, state, poll, policy), assessments, state, poll, policy);
}
function decideFailure(assessments, state, poll, policy) {
  return failByGuard(state, poll, policy) ?? failByEvidence(assessments, policy) ?? failByColdBurn(assessments, policy) ?? failByBurn(assessments);
}
function failByGuard(state, poll, policy) {
  const guard = hardGuard2(state, poll, policy);
  return guard === void 0 ? void 0 : { kind: "fail", text: guard };
}
function failByEvidence(assessments, policy) {
  if (policy.gate === "guards") return void 0;
  const sum = assessments.reduce(
    (total, { logEvidence: logEvidence2, limit, warmUp }) => total + Math.exp(logEvidence2) / limit + Math.exp(warmUp.logEvidence) / warmUp.limit,
    0
  );
  if (!(sum >= 1)) return void 0;
  const cold = assessments.find(({ warmUp }) => Math.exp(warmUp.logEvidence) >= warmUp.limit);
  if (cold !== void 0) return { kind: "fail", text: `while warming up, ${warmUpText(cold, policy)}` };
  const worst = assessments.reduce((a, b) => b.logEvidence > a.logEvidence ? b : a);
  const evidence = toEvidence(worst.logEvidence);
  if (evidence >= worst.limit) return { kind: "fail", text: againstLimit(worst, evidence) };
  const together = `, and together with the other indicators ${evidenceText(sum / policy.alpha)} ≥ ${evidenceText(1 / policy.alpha)}`;
  return { kind: "fail", text: `${contrastText(worst)}: evidence ${evidenceText(evidence)}${together}` };
}
function failByColdBurn(assessments, policy) {
  const burning = assessments.find(({ warmUp }) => warmUp.burns);
  if (burning === void 0 || policy.gate === "guards") return void 0;
  const ratio = evidenceText(burning.state.warmUp.riskRatio);
  const counts = countsText(burning.indicator, burning.state.warmUp.compared);
  return { kind: "fail", text: `while warming up, ${counts}: more than ${ratio}× what stable does or may` };
}
function warmUpText({ indicator, state, warmUp }, policy) {
  const evidence = evidenceText(toEvidence(warmUp.logEvidence));
  const ratio = evidenceText(marginOf(policy, indicator).warmUpRiskRatio);
  const counts = countsText(indicator, state.warmUp.compared);
  return `${counts}, far beyond the ${ratio}× that a cold start may have: evidence ${evidence} ≥ ${evidenceText(warmUp.limit)}`;
}
function againstLimit(assessment, evidence) {
  const isCold = assessment.state.degraded.compared.candidate.requests === 0;
  const when = isCold && assessment.state.warmUp.compared.candidate.requests > 0 ? "while warming up, " : "";
  return `${when}${contrastText(assessment)}: evidence ${evidenceText(evidence)} ≥ ${evidenceText(assessment.limit)}`;
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
function wrongSplit(assessments, { askedShare, gate }) {
  const served = assessments[0]?.state.step;
  if (askedShare === void 0 || gate === "guards" || served === void 0) return void 0;
  const [stable, candidate] = [served.stable.requests, served.candidate.requests];
  if (!isSplitWrong({ stable, candidate }, askedShare)) return void 0;
  const evidence = toEvidence(splitEvidence({ stable, candidate }, askedShare));
  const observed = 100 * candidate / (stable + candidate);
  const asked = Number((100 * askedShare).toFixed(3));
  const text = `the router gives the candidate ${observed.toFixed(1)} % of the requests instead of ${asked} %: evidence ${evidenceText(evidence)} ≥ ${evidenceText(splitLimit)}`;
  return { kind: "inconclusive", reason: "routing", text };
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

// src/slo/ratio-interval.ts
function ratioInterval(state, level) {
  const mixture = logEvidence(state);
  const tried = [
    { ratio: state.riskRatio, log: 0 },
    ...alternativesOf(state).map((ratio, k) => ({ ratio, log: state.logLikelihoods[k] ?? 0 }))
  ];
  const likeliest = tried.reduce((best, each) => each.log > best.log ? each : best);
  const isExcluded = ({ log }) => mixture - log >= Math.log(1 / level);
  const low = tried.filter((each) => each.ratio < likeliest.ratio && isExcluded(each)).at(-1);
  const high = tried.find((each) => each.ratio > likeliest.ratio && isExcluded(each));
  return {
    estimate: likeliest.ratio,
    ...low === void 0 ? {} : { low: low.ratio },
    ...high === void 0 ? {} : { high: high.ratio }
  };
}

// src/slo/moved-instance.ts
var inFlightMs = 10;
var knownAfterTicks = 5;
var outlierLevel = 1e-3;
function lostInFlight(before, tick2, elapsedMs) {
  const { candidate, stable } = tick2;
  if (!(elapsedMs > 0) || before.candidate.requests < knownAfterTicks * candidate.requests) return 0;
  const most = Math.floor(candidate.requests * Math.min(inFlightMs, elapsedMs) / elapsedMs);
  if (most === 0) return 0;
  const usual = Math.max(cautiousRatio(before.candidate), cautiousRatio(before.stable), ratioOf(stable));
  if (!exceeds(candidate, usual, outlierLevel)) return 0;
  return Math.min(most, candidate.failures);
}
function cautiousRatio({ requests, failures }) {
  return (failures + 1) / (requests + 1);
}
function ratioOf({ requests, failures }) {
  return requests === 0 ? 0 : failures / requests;
}

// src/slo/compare-tick.ts
var quietWarmUpRatio = 1.5;
function coldRatio(phase, name, policy) {
  if (phase === "settled") return void 0;
  const { warmUpRiskRatio, laterWarmUpRiskRatio } = marginOf(policy, name);
  const ratio = phase === "warmUp" ? warmUpRiskRatio : laterWarmUpRiskRatio;
  return ratio > quietWarmUpRatio ? ratio : void 0;
}
function compareTick(state, { tick: tick2, phase, elapsedMs }, name, policy) {
  const contrast = { ...state.contrast, [phase]: addContrast(state.contrast[phase], tick2) };
  const riskRatio = coldRatio(phase, name, policy);
  if (riskRatio !== void 0) return { ...state, contrast, warmUp: advance({ ...state.warmUp, riskRatio }, tick2) };
  const forgiven = forgivenFailures(state, { tick: tick2, elapsedMs }, name, policy);
  const ratios = logLikelihoodRatios(state.degraded, less(tick2, forgiven));
  return {
    ...state,
    hasForgiven: state.hasForgiven || forgiven > 0,
    contrast,
    degraded: advanceBy(state.degraded, tick2, ratios),
    changed: advanceChange(state.changed, ratios, elapsedMs),
    nonInferior: advance(state.nonInferior, tick2),
    safe2x2: advanceSafe2x2(state.safe2x2, tick2)
  };
}
function forgivenFailures(state, { tick: tick2, elapsedMs }, name, { rules }) {
  if (rules < 3 || state.hasForgiven || name !== errors) return 0;
  return lostInFlight(state.degraded.compared, tick2, elapsedMs);
}
function less({ stable, candidate }, failures) {
  return { stable, candidate: { ...candidate, failures: candidate.failures - failures } };
}

// src/slo/take-reading.ts
var maxClockSkewMs = 6e4;
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
      if (read.kind === "first") return takeProbes(answered, sample, "settled", policy);
      const fromMs = state.mark?.atMs ?? sample.atMs;
      const isWarm = fromMs >= state.stepStartedAtMs + policy.warmUpMs;
      const phase = isWarm ? "settled" : state.isFirstStep ? "warmUp" : "laterWarmUps";
      const time = { atMs: sample.atMs, elapsedMs: sample.atMs - fromMs, phase };
      return takeProbes(takeTicks(answered, read.ticks, time, policy), sample, phase, policy);
    }
    default:
      return assertNever(read);
  }
}
function providerError2(state, message) {
  const { consecutiveErrors, lastSampleAtMs } = state.provider;
  return { ...state, provider: { consecutiveErrors: consecutiveErrors + 1, lastSampleAtMs, lastError: message } };
}
function takeProbes(state, sample, phase, policy) {
  const { atMs, probes } = sample;
  if (probes === void 0 || policy.gate === "guards") return state;
  const read = increment(state.probeMark, { atMs, arms: probes }, Object.keys(state.indicators));
  if (read.kind === "repeat" || read.kind === "invalid") return state;
  const marked = { ...state, probeMark: read.mark };
  if (read.kind === "first") return marked;
  const indicators = Object.entries(state.indicators).map(([name, indicator]) => {
    const tick2 = read.ticks[name];
    return [
      name,
      tick2 === void 0 ? indicator : compareTick(indicator, { tick: tick2, phase, elapsedMs: 0 }, name, policy)
    ];
  });
  const ofErrors = policy.rules === 1 ? void 0 : read.ticks[errors];
  const failingRun = ofErrors === void 0 ? state.failingRun : failingRunAfter(state.failingRun, ofErrors);
  return { ...marked, failingRun, indicators: Object.fromEntries(indicators) };
}
function takeTicks(state, ticks, time, policy) {
  const indicators = Object.entries(state.indicators).map(([name, indicator]) => {
    const tick2 = ticks[name];
    return [name, tick2 === void 0 ? indicator : takeTick(name, indicator, tick2, time, policy)];
  });
  const ofErrors = ticks[errors];
  const failingRun = ofErrors === void 0 ? state.failingRun : failingRunAfter(state.failingRun, ofErrors);
  return { ...state, failingRun, indicators: Object.fromEntries(indicators) };
}
function takeTick(name, state, tick2, { atMs, elapsedMs, phase }, policy) {
  const isCold = coldRatio(phase, name, policy) !== void 0;
  const counted = {
    ...state,
    rollout: addTicks(state.rollout, tick2),
    step: isCold ? state.step : addTicks(state.step, tick2),
    recent: isCold ? state.recent : addRecent(state.recent, atMs, tick2)
  };
  return policy.gate === "guards" ? counted : compareTick(counted, { tick: tick2, phase, elapsedMs }, name, policy);
}
function failingRunAfter(run, tick2) {
  const answeredWell = tick2.candidate.failures < tick2.candidate.requests;
  const none = { requests: 0, failures: 0 };
  return answeredWell ? { stable: none, candidate: none } : addTicks(run, tick2);
}

// src/slo/judge.ts
function judge(state, poll, policy) {
  const { decision, assessments, state: next } = decideAt(state, poll, policy);
  return { state: next, verdict: toVerdict(decision, assessments, policy) };
}
function decideAt(state, poll, policy) {
  assertPolicy(policy);
  if (!Number.isFinite(poll.atMs)) {
    throw new TidegateError("invalid-input", `A poll needs the time it was taken at, not ${poll.atMs}.`);
  }
  const next = takeReading(state, poll, policy);
  const assessments = assessAll(next, poll, policy);
  return { state: next, assessments, decision: decide2(assessments, next, poll, policy) };
}
function assessAll(state, poll, policy) {
  return policy.objectives.map((objective) => {
    const indicator = state.indicators[indicatorOf(objective)];
    if (indicator !== void 0) return assess(objective, indicator, poll.atMs, policy);
    const known2 = Object.keys(state.indicators).join(", ");
    throw new TidegateError(
      "invalid-input",
      `The judge's memory knows ${known2 || "no indicators"}, not ${indicatorOf(objective)}. Start the step anew.`
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
    ...policy.gate === "statistics" ? comparison(assessment, policy) : {},
    nonInferiority: { evidence: toEvidence(assessment.logNonInferiority), limit: 1 / policy.beta },
    information: { safe2x2: toEvidence(state.safe2x2.logEvidence), msprt: finite(msprt(compared)) }
  };
}
function comparison(assessment, policy) {
  const { compared, state, limit, requiredRequests: requiredRequests2, provenGood } = assessment;
  const requests = compared.stable.requests + compared.candidate.requests;
  const share = requests === 0 ? 0.5 : Math.max(compared.candidate.requests, 1) / (requests + 1);
  const missing = Math.max(0, Math.log(limit) - assessment.logEvidence) / Math.log(1 / share);
  const needed = provenGood ? policy.minRequests : Math.max(policy.minRequests, requiredRequests2);
  const lacking = Math.max(0, needed - state.nonInferior.compared.candidate.requests);
  return {
    ratio: ratioInterval(state.degraded, policy.alpha),
    toDecide: {
      failuresToFail: Math.ceil(missing),
      ...Number.isFinite(lacking) ? { requestsToPass: lacking } : {}
    }
  };
}

// src/rollout/assess.ts
var lastLookMs = 1e3;

// src/rollout/check-counted.ts
var surely = 10;
var arms = ["stable", "candidate"];
function createCheckCounted() {
  const users = new Tally();
  const probes = new Tally();
  return ({ gate, candidatePercent, rules }, reading) => {
    if (reading.kind !== "sample") return [];
    const { sample } = reading;
    const ratio = expectedRatio({ candidatePercent, rules });
    const isCompared2 = gate === "statistics" && ratio !== void 0;
    const uncounted = isCompared2 ? ofUsers(users.add(sample, sample.arms), sample, ratio) : [];
    const asked = gate === "guards" ? void 0 : rules?.probes;
    if (asked === void 0) return uncounted;
    const tally = probes.add(sample, sample.probes ?? {});
    const expected = asked.requestsPerSecond * (tally.forMs / 1e3);
    const silent = asked.arms.flatMap(
      (arm) => problemOf(arm, "probes", tally.counted[arm], expected, sample.probes?.[arm])
    );
    return [...uncounted, ...silent];
  };
}
function expectedRatio({
  candidatePercent,
  rules
}) {
  if (rules?.match !== void 0 || rules?.sticky !== void 0) return void 0;
  if (rules?.mirrorPercent !== void 0) return rules.mirrorPercent / 100;
  return candidatePercent > 0 && candidatePercent < 100 ? candidatePercent / (100 - candidatePercent) : void 0;
}
function ofUsers({ counted }, { arms: seen }, ratio) {
  const expected = { stable: counted.candidate / ratio, candidate: counted.stable * ratio };
  return arms.flatMap((arm) => problemOf(arm, "requests", counted[arm], expected[arm], seen[arm]));
}
function problemOf(arm, what, counted, expected, series) {
  if (counted > 0 || !(expected >= surely)) return [];
  const why = series === void 0 ? `there is no series of the ${arm} arm` : "its series does not move";
  return [`none of about ${Math.floor(expected)} ${what} to the ${arm} arm was counted: ${why}`];
}
var Tally = class {
  #mark;
  #firstAtMs;
  #counted = { stable: 0, candidate: 0 };
  add({ atMs }, counters) {
    this.#firstAtMs ??= atMs;
    const read = increment(this.#mark, { atMs, arms: counters }, ["errors"]);
    if (read.kind === "first" || read.kind === "tick") this.#mark = read.mark;
    const tick2 = read.kind === "tick" ? read.ticks.errors : void 0;
    for (const arm of arms) this.#counted[arm] += tick2?.[arm].requests ?? 0;
    return { counted: this.#counted, forMs: atMs - this.#firstAtMs };
  }
};
function withUncounted(verdict, problems) {
  const { kind } = verdict;
  if (problems.length === 0 || kind !== "pass" && kind !== "continue" && kind !== "inconclusive") return verdict;
  const evidence = { ...verdict.evidence, summary: problems.join("; ") };
  return { kind: "inconclusive", reason: "uncounted", evidence };
}

// src/rollout/count-served.ts
function isCounting(rollout, observation) {
  if (rollout.plan.strategy === "restore" || rollout.stepIndex < 0) return false;
  const isGoingBack2 = rollout.phase === "rolling-back" || rollout.phase === "rollback-failed";
  return isGoingBack2 ? isRestored(rollout, observation) : rollout.phase !== "promoting";
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
  const names = declared.length > 0 ? declared : Object.keys(served?.candidate.bad ?? {});
  return names.length > 0 ? names : ["errors"];
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

// src/slo/replay.ts
var emptyTrace2 = { format: 1, steps: [] };
function memoryAt({ memory, policy, startedAtMs }, before) {
  return memory ?? startStep(before, policy, startedAtMs);
}
function withoutOldestPoll(trace) {
  const [first, ...rest] = trace.steps;
  if (first === void 0) return trace;
  const [oldest, ...polls] = first.polls;
  const before = memoryAt(first, void 0);
  const memory = oldest === void 0 ? before : judge(before, toPoll(oldest), policyAt(first, oldest)).state;
  if (polls.length > 0) return { ...trace, steps: [{ ...first, memory, polls }, ...rest] };
  const [next, ...others] = rest;
  return { ...trace, steps: next === void 0 ? [] : [{ ...next, memory: memoryAt(next, memory) }, ...others] };
}
function toPoll({ atMs, reading, candidate }) {
  return { atMs, reading, ...candidate === void 0 ? {} : { candidate } };
}
function policyAt({ policy }, { maxDurationMs }) {
  return maxDurationMs === void 0 ? policy : { ...policy, maxDurationMs };
}
function traceStep(trace, policy, startedAtMs, memory) {
  const step2 = { startedAtMs, policy, ...memory === void 0 ? {} : { memory }, polls: [] };
  return { ...trace, steps: [...trace.steps, step2] };
}
function tracePoll(trace, poll, verdict, maxDurationMs) {
  const step2 = trace.steps.at(-1);
  if (step2 === void 0) {
    throw new TidegateError(
      "invalid-input",
      "A poll belongs to a step, and this trace has none. Begin with traceStep."
    );
  }
  const { candidate, ...rest } = poll;
  const traced = {
    ...rest,
    ...candidate === void 0 ? {} : { candidate },
    ...maxDurationMs === void 0 || maxDurationMs === step2.policy.maxDurationMs ? {} : { maxDurationMs },
    ...verdict === void 0 ? {} : { verdict: { kind: verdict.kind, summary: verdict.evidence.summary } }
  };
  return { ...trace, steps: [...trace.steps.slice(0, -1), { ...step2, polls: [...step2.polls, traced] }] };
}

// src/rollout/evidence.ts
var keptPolls = 40;
function withStep(evidence, policy, memory) {
  return traceStep(evidence ?? emptyTrace2, policy, memory.stepStartedAtMs, memory);
}
function withPoll(evidence, poll, verdict, maxDurationMs) {
  let traced = tracePoll(evidence, poll, verdict, maxDurationMs);
  while (countPolls(traced) > keptPolls) traced = withoutOldestPoll(traced);
  return traced;
}
function countPolls({ steps }) {
  return steps.reduce((total, { polls }) => total + polls.length, 0);
}

// src/rollout/judge-smoke.ts
var maxFailedProbes = 3;
var minRounds = 3;
var noSmoke = { requests: 0, failures: 0 };
function countSmoke(before, { atMs, probes = {} }) {
  const read = increment(before.mark, { atMs, arms: probes }, ["errors"]);
  if (read.kind === "first") return { ...before, mark: read.mark };
  const tick2 = read.kind === "tick" ? read.ticks.errors?.candidate : void 0;
  if (read.kind !== "tick" || tick2 === void 0) return before;
  return {
    requests: before.requests + tick2.requests,
    failures: before.failures + tick2.failures,
    mark: read.mark
  };
}
function judgeSmoke(guards, { requests, failures }, { paths }) {
  if (failures >= maxFailedProbes) {
    const summary2 = `the candidate answered ${failures} of ${requests} probes badly (${paths.join(", ")})`;
    return { kind: "fail", evidence: { ...guards.evidence, summary: summary2 } };
  }
  if (guards.kind !== "pass") return guards;
  const needed = minRounds * paths.length;
  if (failures === 0 && requests >= needed) {
    const summary2 = `${requests} probes answered well; ${guards.evidence.summary}`;
    return { kind: "pass", evidence: { ...guards.evidence, summary: summary2 } };
  }
  const summary = failures > 0 ? `${failures} of ${requests} probes answered badly` : `${requests} of ${needed} probes answered`;
  return { kind: "continue", evidence: { ...guards.evidence, summary } };
}

// src/rollout/judged-step.ts
var bakeKey = "bake";
function judgedStep(rollout) {
  const phase = rollout.hold?.resume ?? rollout.pause?.resume ?? rollout.phase;
  const step2 = rollout.plan.steps[rollout.stepIndex];
  const { phaseSinceMs, plan, stepIndex } = rollout;
  if (phase === "baking") {
    const bake = {
      candidatePercent: 100,
      gate: "guards",
      settleMs: 0,
      observeMs: 0,
      maxObserveMs: plan.bakeMs
    };
    return { key: bakeKey, step: bake, startedAtMs: phaseSinceMs, isSettling: false };
  }
  if (step2 === void 0 || phase !== "settling" && phase !== "observing") return void 0;
  const isSettling = phase === "settling";
  const startedAtMs = isSettling ? phaseSinceMs : phaseSinceMs - step2.settleMs;
  return { key: `step ${stepIndex}`, step: step2, startedAtMs, isSettling };
}

// src/rollout/policy-for.ts
function policyFor({ objectives, judge: settings, plan }, step2, margins = {}) {
  const { gate, settleMs, observeMs, maxObserveMs } = step2;
  return judgePolicy({
    objectives,
    settings,
    step: {
      gate: gate === "smoke" ? "guards" : gate,
      observeMs: settleMs + observeMs,
      maxObserveMs: settleMs + maxObserveMs
    },
    pollMs: plan.pollMs,
    warmUpMs: settleMs,
    askedShare: askedShareOf(step2),
    margins
  });
}
function askedShareOf({ candidatePercent, gate, rules }) {
  const { match, sticky, mirrorPercent } = rules ?? {};
  const isSplit = match === void 0 && sticky === void 0 && mirrorPercent === void 0;
  if (gate !== "statistics" || !isSplit || candidatePercent <= 0 || candidatePercent >= 100) return void 0;
  return candidatePercent / 100;
}
function policyUntil(request, { step: step2, isSettling }, { deadlineMs, margins }, startedAtMs) {
  if (isSettling) return policyFor(request, step2, margins);
  const untilDeadlineMs = Math.round((deadlineMs ?? 0) - startedAtMs);
  const maxObserveMs = Math.max(step2.observeMs, untilDeadlineMs - step2.settleMs);
  return policyFor(request, { ...step2, maxObserveMs }, margins);
}

// src/slo/check-instrumentation.ts
var lateShare = 0.5;
var doubleFactor = 1.5;
function checkInstrumentation(looks) {
  const { areProbes = false, sent, indicators } = looks;
  const before = toCounted(looks.before, areProbes);
  const after = toCounted(looks.after, areProbes);
  const first = increment(void 0, before, indicators);
  if (first.kind === "invalid") return [`The counters make no sense: ${first.message}.`];
  const read = first.kind === "first" ? increment(first.mark, after, indicators) : first;
  if (read.kind === "invalid") return [`The counters make no sense: ${read.message}.`];
  if (read.kind !== "tick") return ["The counters were not collected again between two looks."];
  const ticks = Object.values(read.ticks)[0];
  return ["stable", "candidate"].flatMap((arm) => {
    const asked = sent[arm];
    if (asked === void 0) return [];
    if (after.arms[arm] === void 0) return [`Nobody counts the ${arm} arm: it has no series.`];
    return problemsOf(arm, { asked, counted: ticks?.[arm].requests ?? Number.NaN, areProbes });
  });
}
function toCounted({ atMs, arms: arms2, probes = {} }, areProbes) {
  return { atMs, arms: areProbes ? probes : arms2 };
}
function problemsOf(arm, { asked, counted, areProbes }) {
  if (asked === 0) return [];
  const was = `${counted} of ${asked} requests to the ${arm} arm were counted`;
  if (!(counted >= Math.max(1, asked * lateShare))) return [`${was}; its counters do not move as they should.`];
  if (areProbes && counted > Math.max(asked + 1, asked * doubleFactor)) return [`${was}; they are counted twice.`];
  return [];
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

// src/rollout/preflight.ts
function createPreflight({ objectives }, { metrics, clock }) {
  const indicators = [.../* @__PURE__ */ new Set(["errors", ...objectives.map(indicatorOf)])];
  let before;
  return async (rollout, limitMs2) => {
    if (rollout.plan.steps[0]?.gate !== "statistics" || rollout.stable === void 0) return [];
    const reading = await readMetrics(metrics, clock, limitMs2);
    if (reading.kind !== "sample") return [reading.kind === "none" ? "no metrics are configured" : reading.message];
    const first = before;
    before ??= reading.sample;
    if (first === void 0) return ["the counters were looked at only once"];
    return checkInstrumentation({ before: first, after: reading.sample, sent: { stable: 0 }, indicators });
  };
}

// src/rollout/watch-service.ts
var pages = serviceAlerts.filter(({ severity }) => severity === "page");
var quiet = { kind: "quiet", text: "" };
var everyMs = 6e4;
var maxUnknownMs = 2 * everyMs;
function createServiceWatch({ objectives }, { metrics, clock }) {
  let known2 = quiet;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answeredAtMs = Number.NEGATIVE_INFINITY;
  return async (sinceMs, limitMs2) => {
    const nowMs = clock.nowMs();
    const due = pages.filter(({ shortMs }) => nowMs - sinceMs >= shortMs);
    const servedIn = metrics.servedIn?.bind(metrics);
    if (servedIn === void 0 || due.length === 0) return quiet;
    if (nowMs - askedAtMs < everyMs) return known2;
    askedAtMs = nowMs;
    try {
      const windows = [...new Set(due.flatMap(({ longMs, shortMs }) => [longMs, shortMs]))];
      const read = Promise.all(windows.map(async (windowMs) => [windowMs, await servedIn(windowMs)]));
      const done = await within(read, { clock, untilMs: nowMs + limitMs2 });
      if (done === void 0) throw new UnavailableError(`the metrics gave no answer in ${limitMs2 / 1e3} s`);
      known2 = stateOf2(new Map(done.value), due, objectives);
      answeredAtMs = nowMs;
    } catch (error) {
      const text = `nobody can tell whether the service burns: ${reasonOf(error)}`;
      if (nowMs - answeredAtMs >= maxUnknownMs) known2 = { kind: "unknown", text };
    }
    return known2;
  };
}
function stateOf2(served, due, objectives) {
  const burning = objectives.flatMap((objective) => {
    const indicator = indicatorOf(objective);
    const [alert] = firingAlerts((windowMs) => served.get(windowMs)?.[indicator], objective, due);
    return alert === void 0 ? [] : [`${indicator} burn the budget at more than ${alert.factor}× ${spanText(alert)}`];
  });
  return burning.length === 0 ? quiet : { kind: "burning", text: `the whole service: ${burning.join("; ")}` };
}
function spanText({ longMs, shortMs }) {
  return `over the last ${longMs / 36e5} h and over the last ${shortMs / 6e4} min`;
}
function withServiceState(verdict, { kind, text }) {
  if (kind === "quiet" || verdict.kind !== "pass" && verdict.kind !== "continue") return verdict;
  const evidence = { ...verdict.evidence, summary: text };
  if (kind === "unknown") return { kind: "provider-error", message: text, evidence };
  return { kind: "inconclusive", reason: "shared-cause", evidence };
}

// src/rollout/assess-metrics.ts
function createAssess(request, ports) {
  for (const step2 of request.plan.steps) policyFor(request, step2);
  const indicators = countedIndicators(request.objectives);
  const preflight = createPreflight(request, ports);
  const watchService = createServiceWatch(request, ports);
  let judging;
  return async (rollout, observation) => {
    if (rollout.phase === "preparing") return { preflight: await preflight(rollout, limitMs(rollout)) };
    if (!isCounting(rollout, observation)) return {};
    const reading = await readMetrics(ports.metrics, ports.clock, limitMs(rollout));
    const counted = reading.kind === "sample" ? countServed(rollout, reading.sample, indicators) : {};
    const asked = judgedStep(rollout);
    if (asked === void 0) return counted;
    const poll = pollOf(observation, readingFor(asked.step, reading), ports.clock.nowMs());
    if (judging?.key !== asked.key) judging = remember(request, rollout, asked, judging);
    const policy = policyUntil(request, asked, rollout, judging.state.stepStartedAtMs);
    const judged = judge(judging.state, poll, policy);
    judging.state = judged.state;
    judging.evidence = withPoll(judging.evidence, poll, judged.verdict, policy.maxDurationMs);
    const { state, evidence, key } = judging;
    const service = key === bakeKey ? await watchService(state.stepStartedAtMs, limitMs(rollout)) : quiet;
    const smoked = withSmoke(judging, asked, reading, judged.verdict);
    const counting = withUncounted(smoked, judging.checkCounted(asked.step, readingFor(asked.step, reading)));
    const verdict = withServiceState(counting, service);
    return { ...counted, verdict, judge: state, judgedStep: key, judgedAtMs: poll.atMs, evidence };
  };
}
function remember(request, rollout, asked, own) {
  const { key, step: step2 } = asked;
  const indicators = countedIndicators(request.objectives);
  const known2 = isAbout(rollout.judge, indicators) ? rollout.judge : void 0;
  const evidence = own?.evidence ?? rollout.evidence;
  const fresh = { key, smoke: noSmoke, checkCounted: createCheckCounted() };
  const policy = policyFor(request, step2, rollout.margins);
  if (own === void 0 && known2 !== void 0 && rollout.judgedStep === key) {
    return { ...fresh, state: known2, evidence: evidence ?? withStep(void 0, policy, known2) };
  }
  const state = startStep(own?.state ?? known2, policy, asked.startedAtMs);
  return { ...fresh, state, evidence: withStep(evidence, policy, state) };
}
function withSmoke(memory, { step: step2, isSettling }, reading, guards) {
  const probes = step2.gate === "smoke" ? step2.rules?.probes : void 0;
  if (reading.kind === "sample") memory.smoke = countSmoke(isSettling ? noSmoke : memory.smoke, reading.sample);
  return probes === void 0 || isSettling ? guards : judgeSmoke(guards, memory.smoke, probes);
}
function readingFor({ rules }, reading) {
  if (rules?.mirrorPercent === void 0 || reading.kind !== "sample") return reading;
  return { kind: "sample", sample: withMirrored(reading.sample) };
}
function withMirrored({ mirrored, ...sample }) {
  const { stable } = sample.arms;
  const arms2 = {
    ...stable === void 0 ? {} : { stable },
    ...mirrored === void 0 ? {} : { candidate: mirrored }
  };
  return { ...sample, arms: arms2 };
}
function isAbout(state, indicators) {
  return state !== void 0 && indicators.every((name) => state.indicators[name] !== void 0);
}
function limitMs({ phase, plan }) {
  if (phase === "rolling-back" || phase === "rollback-failed") return lastLookMs / 2;
  return Math.min(Math.max(plan.pollMs, 2 * lastLookMs), plan.leaseMs / 2);
}
function pollOf({ arms: arms2 }, reading, atMs) {
  const { candidate } = arms2;
  if (candidate === void 0) return { atMs, reading };
  const { ready: ready2, restarts, notReadyReason } = candidate;
  return { atMs, reading, candidate: { ready: ready2, restarts, notReadyReason } };
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
  const cause = failure === void 0 || phase === "frozen" ? latest : `${failure.text}; ${latest}`;
  if (isUnattended(rollout)) return { kind: "baking", message: latest, rollout };
  switch (phase) {
    case "succeeded":
    case "abandoned":
    case "frozen":
    case "rolled-back":
      return { kind: phase, message: cause, rollout };
    case "rolling-back":
    case "rollback-failed":
      return { kind: "rollback-failed", message: `${cause}. Reconcile goes on trying.`, rollout };
    default:
      return { kind: "lost", message: `The target stopped answering in ${phase}; its lease takes over.`, rollout };
  }
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

// src/rollout/take-back.ts
var cancelBudgetMs = 5e3;
async function takeBack(loop) {
  delete loop.signal;
  const record = loop.access.current();
  const rollout = rolloutOf(record);
  if (isAtRest(rollout.phase) || rollout.phase === "promoting") return "done";
  const effect = { kind: "restore", stable: rollout.stable };
  const key = operationKey(record, rollout, effect);
  if (isPastReturn(rollout)) return retryRecording(loop, { key, intendedAtMs: loop.ports.clock.nowMs() });
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
  const next = failed.phase === "frozen" ? failed : { ...failed, operation: { ...restore, effect: "restore" } };
  return announce({ ...record, epoch: record.epoch + 1, rollout: next }, rollout, nowMs, audienceOf(loop));
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
  const noted2 = withError(record, key, error.message);
  const rollout = rolloutOf(noted2);
  if (!permanentCodes.has(error.code)) return noted2;
  const nowMs = loop.ports.clock.nowMs();
  const failed = failRollout(rollout, { kind: "target", text: error.message }, nowMs);
  return failed === rollout ? noted2 : announce({ ...noted2, rollout: failed }, rollout, nowMs, audienceOf(loop));
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
  const counts = verdict.evidence.indicators.map(({ indicator, arms: arms2 }) => badText(indicator, arms2.candidate.failures));
  const served = `candidate ${requests.toLocaleString("en-US")} requests, ${counts.join(", ")}`;
  if (!Number.isFinite(worst.limit)) return [served];
  return [served, `evidence ${rounded3(worst.evidence)} of ${rounded3(worst.limit)}`];
}
function badText(indicator, failures) {
  const count = failures.toLocaleString("en-US");
  if (indicator.startsWith("slow-")) return `${count} over ${indicator.slice("slow-".length)}`;
  return failures === 1 && indicator === "errors" ? "1 error" : `${count} ${indicator}`;
}
function closeness({ evidence, limit }) {
  return evidence / limit;
}
function rounded3(value) {
  return value >= 10 ? Math.round(value).toLocaleString("en-US") : String(Math.round(value * 10) / 10);
}

// src/rollout/timed-target.ts
var readLimitMs = 1e4;
function timedTarget(target, clock) {
  const inTime = async (what, work) => {
    const done = await within(work, { clock, untilMs: clock.nowMs() + readLimitMs });
    if (done !== void 0) return done.value;
    throw new UnavailableError(`The record gave no answer to ${what} in ${readLimitMs / 1e3} s. Look at the target.`);
  };
  const records = {
    read: () => inTime("read", target.read()),
    write: (record, expected) => inTime("write", target.write(record, expected))
  };
  return {
    ...records,
    get capabilities() {
      return target.capabilities;
    },
    observe: () => target.observe(),
    apply: (effect, fence) => target.apply(effect, fence)
  };
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
    case "paused":
    case "baking":
    case "frozen":
    case "succeeded":
    case "rolled-back":
    case "abandoned":
      return void 0;
    default:
      return assertNever(rollout.phase);
  }
}
function prepareEffect(rollout, { arms: arms2 }) {
  if (rollout.plan.stopStableFirst && (arms2.stable?.instances ?? 0) > 0) return { kind: "stop-stable" };
  const isThere = arms2.candidate?.release.digest === rollout.candidate.digest;
  return isThere ? void 0 : { kind: "prepare", release: rollout.candidate };
}
function shiftEffect(rollout, observation) {
  const { candidate } = observation.arms;
  const wanted = rollout.plan.steps[rollout.stepIndex];
  const isReady = candidate?.release.digest === rollout.candidate.digest && candidate.ready;
  if (wanted === void 0 || !isReady || isRouted(observation, wanted)) return void 0;
  const { candidatePercent, rules } = wanted;
  if (candidatePercent > observation.candidatePercent && !isEarned(rollout)) return void 0;
  return { kind: "set-weight", candidatePercent, ...rules === void 0 ? {} : { rules } };
}
function isEarned({ stepIndex, pass }) {
  return stepIndex === 0 || pass !== void 0 && pass.stepIndex >= stepIndex - 1;
}
function restoreEffect(rollout, observation) {
  const isDone = isRestored(rollout, observation) && observation.arms.candidate === void 0;
  return isDone ? void 0 : { kind: "restore", stable: rollout.stable };
}

// src/rollout/turn.ts
function turn(record, seen, { holder, audience, appliedKey }) {
  const { observation, nowMs } = seen;
  const acknowledged = observation === void 0 ? record : withObserved(record, appliedKey, nowMs);
  const next = step(acknowledged, seen, audience);
  const { rollout } = next;
  const effect = observation === void 0 || rollout === void 0 ? void 0 : effectFor(rollout, observation);
  const stored = keepLease(withIntent(next, effect, nowMs), holder, nowMs);
  return { record: stored, ...effect === void 0 ? {} : { effect } };
}

// src/rollout/tick.ts
async function tick(loop) {
  await refresh(loop);
  const before = loop.access.current();
  const observation = await look(loop);
  const assessed = observation === void 0 ? {} : await assess2(loop, rolloutOf(before), observation);
  const nowMs = loop.ports.clock.nowMs();
  const seen = { nowMs, ...observation === void 0 ? {} : { observation }, ...assessed };
  let effect;
  const after = await loop.access.update((record) => {
    const { holder, appliedKey } = loop;
    const turned = (loop.ports.turn ?? turn)(record, seen, { holder, appliedKey, audience: audienceOf(loop) });
    effect = turned.effect;
    return turned.record;
  });
  report(loop, rolloutOf(before), rolloutOf(after), assessed, nowMs);
  throwIfCancelled(loop);
  const isNews = effect !== void 0 && await perform(loop, effect);
  return isNews || rolloutOf(before).phase !== rolloutOf(after).phase;
}
async function refresh(loop) {
  try {
    await attend(loop, "The record", loop.access.refresh(), loop.ports.clock.nowMs() + readLimitMs);
  } catch (error) {
    if (error instanceof CancelledError || error instanceof FencedError) throw error;
    if (!(error instanceof TidegateError) || error.code === "corrupt-record") throw error;
    loop.ports.log.warning(`The record cannot be read: ${error.message}`);
  }
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
async function assess2(loop, rollout, observation) {
  const { clock, log } = loop.ports;
  const isGoingBack2 = rollout.phase === "rolling-back" || rollout.phase === "rollback-failed";
  const limitMs2 = clock.nowMs() + (isGoingBack2 ? lastLookMs : rollout.plan.leaseMs);
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
  const news = linesAfter(after.timeline, before.timeline.at(-1));
  if (news.length === 0 && verdict !== void 0) log.info(progressLine(after, verdict, nowMs));
  for (const { phase, candidatePercent, text } of news) {
    const line = `${candidatePercent} % · ${phase} · ${text}`;
    if (phase === "rolling-back" || phase === "rollback-failed" || phase === "holding") log.warning(line);
    else log.info(line);
  }
}
function linesAfter(timeline, last) {
  const index = timeline.findLastIndex(({ atMs, text }) => atMs === last?.atMs && text === last.text);
  return timeline.slice(index + 1);
}

// src/rollout/drive.ts
var noticeBudgetMs = 2e4;
var cancelledNoticeBudgetMs = 2e3;
async function drive(actor, ports) {
  const { isVisit = false, ...own } = actor;
  const loop = { ...own, ports };
  try {
    return await driveOn(loop, isVisit);
  } catch (error) {
    await letGo(loop);
    throw error;
  }
}
async function driveOn(loop, isVisit) {
  const { access, ports } = loop;
  const courier = createCourier(openObserver(access, ports.target), ports);
  let cancelledAtMs;
  let isLost = false;
  let idle = startIdling(ports.clock.nowMs());
  while (!isLeftAlone(rolloutOf(access.current()))) {
    const nowMs = ports.clock.nowMs();
    if (loop.signal?.aborted) {
      cancelledAtMs = nowMs;
      isLost = await takeBack(loop) === "lost";
    }
    if (isLost || isGivingUp(rolloutOf(access.current()), idle, cancelledAtMs, nowMs)) break;
    const result = await tryTick(loop);
    courier.nudge();
    isLost = result === "lost";
    if (isVisit && result === "wait") await endVisit(loop);
    idle = nextIdle(idle, result, ports.clock.nowMs());
    if (isLeftAlone(rolloutOf(access.current()))) break;
    if (result === "wait" || result === "unreachable") await ports.clock.until(wakeMs(loop, idle), loop.signal);
  }
  return close(loop, courier, isLost, cancelledAtMs !== void 0);
}
function isLeftAlone(rollout) {
  return isAtRest(rollout.phase) || isUnattended(rollout);
}
async function endVisit({ access, ports: { clock, log } }) {
  try {
    await access.update((record) => {
      const { rollout } = record;
      if (rollout === void 0 || isOverdue(rollout.deadlineMs, clock.nowMs())) return record;
      return { ...record, rollout: { ...rollout, ...releasedLease(rollout) } };
    });
  } catch (error) {
    log.warning(`The bake could not be left alone: ${reasonOf(error)}`);
  }
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

// src/rollout/own-and-drive.ts
async function ownAndDrive({ holder, judging }, ports, stored, { record, isVisit }) {
  const assess3 = assessFor(record, judging, ports, isVisit);
  const revision = await writeFirst(ports.target, record, stored?.revision);
  if (revision === void 0) return "conflict";
  ports.log.info(record.rollout?.timeline.at(-1)?.text ?? "");
  const access = openSession(ports.target, { record, revision });
  return drive({ access, holder, isVisit, assess: assess3 }, ports);
}
function assessFor({ rollout }, judging, ports, isVisit) {
  const mayGoForward = isVisit && judging !== void 0 && rollout !== void 0;
  return mayGoForward ? createAssess({ ...judging, plan: rollout.plan }, ports) : createReadinessAssess(ports);
}

// src/rollout/recover-record.ts
function recoverRecord(place, { arms: arms2 }) {
  const live = arms2.stable?.release;
  return { ...emptyRecord(place), ...live === void 0 ? {} : { live } };
}
var usualLimits = { readyTimeoutMs: 12e4, maxHoldMs: 6e5, leaseMs: 9e4, pollMs: 1e4 };
function recoverRollout(errand, observation, { id, nowMs, audience }) {
  const { candidate, stable } = observation.arms;
  if (candidate === void 0 || stable === void 0) return void 0;
  const plan = { ...restorePlan(usualLimits), strategy: "canary" };
  const begun = begin(recoverRecord(errand, observation), {
    id,
    candidate: candidate.release,
    plan,
    errand,
    nowMs,
    audience
  });
  const { rollout } = begun;
  if (rollout === void 0) return void 0;
  const text = `the record was lost, and ${candidate.release.version} was under way`;
  const seen = { ...rollout, stepIndex: 0, candidatePercent: observation.candidatePercent };
  return announce(
    { ...begun, rollout: failRollout(seen, { kind: "lease-expired", text }, nowMs) },
    rollout,
    nowMs,
    audience
  );
}

// src/rollout/reconcile.ts
var maxAttempts = 8;
async function reconcile(request, given) {
  const ports = { ...given, target: timedTarget(given.target, given.clock) };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const stored = await ports.target.read();
    if (stored === void 0) {
      const begun = await withoutRecord(request, ports);
      if (begun === "look-again") continue;
      return begun;
    }
    const { clock, channels } = ports;
    const now = { nowMs: clock.nowMs(), newId: ports.newId(), audience: channels };
    const decision = decideReconcile(stored.record, request, now);
    const result = await carryOut(decision, request, ports, stored);
    if (result !== "conflict" && !isOnlyTheFirstHalf(request, stored.record, result)) return result;
  }
  return { kind: "in-progress", message: "Others keep changing the record; look again later.", undelivered: [] };
}
async function withoutRecord(request, ports) {
  const observation = await ports.target.observe();
  const mayGoBack = request.mode !== "undo" || isOwnCandidate(request, observation);
  if (!mayGoBack)
    return isOwnAnywhere(request, observation) ? keepUnknown(request, ports, observation) : nothingThere(request);
  const record = recoverRollout(request, observation, {
    id: ports.newId(),
    nowMs: ports.clock.nowMs(),
    audience: ports.channels
  });
  if (record === void 0) return nothingThere(request);
  ports.log.warning(`There is no record, but ${record.rollout?.candidate.version} is under way: it is taken back`);
  const result = await ownAndDrive(request, ports, void 0, { record, isVisit: false });
  return result === "conflict" ? "look-again" : result;
}
function isOwnCandidate({ digest }, { arms: { candidate, stable } }) {
  return candidate?.release.digest === digest && stable !== void 0 && stable.release.digest !== digest;
}
function isOwnAnywhere({ digest }, { arms: arms2 }) {
  return arms2.candidate?.release.digest === digest || arms2.stable?.release.digest === digest;
}
async function keepUnknown(request, ports, { arms: arms2 }) {
  const { candidate, stable } = arms2;
  if (candidate === void 0) {
    await writeFirst(ports.target, recoverRecord(request, { arms: arms2 }), void 0);
    return "look-again";
  }
  const { service, environment, reason, digest } = request;
  const isFirst = stable === void 0 || candidate.release.digest === digest;
  const why = isFirst ? "nothing else is there to go back to" : `${candidate.release.version} is being rolled out by somebody`;
  const { version } = (stable ?? candidate).release;
  const message = `${reason}, but ${version} stays in ${environment}: the record of ${service} was lost, and ${why}.`;
  ports.log.warning(message);
  return { kind: "refused", refusal: "needs-decision", message, undelivered: [] };
}
function nothingThere({ service, environment }) {
  return { kind: "nothing-to-do", message: `${service} was never delivered to ${environment}.`, undelivered: [] };
}
async function carryOut(decision, request, ports, stored) {
  if (decision.kind === "own") return ownAndDrive(request, ports, stored, decision);
  const { ending } = decision;
  if (decision.kind === "tell") {
    ports.log.warning(decision.text);
    const isStillSo = await tell(request, ports, stored);
    return isStillSo ? { ...ending, undelivered: await flushOutbox(ports) } : "conflict";
  }
  const isTold = ending.kind === "refused" || ending.kind === "in-progress" && ending.rollout?.phase !== "frozen";
  return { ...ending, undelivered: isTold ? [] : await flushOutbox(ports) };
}
async function tell(request, ports, stored) {
  const now = { nowMs: ports.clock.nowMs(), newId: ports.newId(), audience: ports.channels };
  let isStillSo = true;
  await openBystander(ports.target, stored).update((record) => {
    const decision = decideReconcile(record, request, now);
    isStillSo = decision.kind === "tell";
    return decision.kind === "tell" ? withToldUndone(record, request, { ...decision, ...now, id: now.newId }) : record;
  });
  return isStillSo;
}
function isOnlyTheFirstHalf(request, { rollout, service }, { kind }) {
  const { mode, to } = request;
  const isBack = kind === "rolled-back" || kind === "abandoned";
  if (rollout === void 0 || isTerminal(rollout.phase)) return false;
  if (mode === "undo" && !isOwnRun(rollout, request)) return isBack || kind === "succeeded";
  if (!isBack) return false;
  if (mode === "undo") return rollout.plan.strategy === "restore";
  if (mode !== "rollback" || to === void 0 || to === "last-good") return false;
  const { stable } = rollout;
  return stable === void 0 || !namesRelease(to, stable, service);
}

// src/rollout/capabilities.ts
var roundingPercent = 0.05;
function unsupportedBy(plan, capabilities) {
  const needs = [...planNeeds(plan), ...plan.steps.flatMap((step2, index) => stepNeeds(step2, index, capabilities))];
  const lacking = needs.filter(({ capability }) => capability === "granularityPercent" || !capabilities[capability]);
  return lacking.filter(
    ({ capability, text }, index) => lacking.findIndex(
      (other) => other.capability === capability && (other.text === text || capability !== "granularityPercent")
    ) === index
  );
}
function planNeeds({ bakeMs, strategy }) {
  const readsBack = { capability: "readsBack", text: "say which share it routes" };
  if (strategy === "restore") return [readsBack];
  return bakeMs === 0 ? [readsBack] : [readsBack, { capability: "manualBakeRelease", text: "keep the old release warm until it is told to let it go" }];
}
function stepNeeds(step2, stepIndex, { granularityPercent }) {
  const { match = [], sticky, mirrorPercent, probes } = step2.rules ?? {};
  const needs = [
    shareNeed(step2.candidatePercent, granularityPercent),
    ...match.map(({ kind, name, value }) => ({
      capability: kind === "header" ? "headers" : "cookies",
      text: `route requests by ${kind} (${name}: ${value})`
    })),
    sticky && { capability: "sticky", text: `keep a user on one release, by the ${sticky.kind} ${sticky.name}` },
    mirrorPercent === void 0 ? void 0 : { capability: "mirror", text: `copy ${mirrorPercent} % of the requests` },
    probes && { capability: "probes", text: `send requests of its own (${probes.paths.join(", ")})` },
    step2.atomic ? { capability: "atomicSwitch", text: "switch all requests at one moment" } : void 0
  ];
  return needs.flatMap((need) => need === void 0 ? [] : [{ ...need, stepIndex }]);
}
function shareNeed(percent, granularityPercent) {
  if (percent === 0 || percent === 100) return void 0;
  const nearest = Math.round(percent / granularityPercent) * granularityPercent;
  const isSettable = nearest > 0 && nearest < 100 && Math.abs(nearest - percent) <= Math.min(roundingPercent, percent / 10);
  if (isSettable) return void 0;
  const text = `route ${percent} % of the requests; it splits them in steps of ${granularityPercent} %`;
  return { capability: "granularityPercent", text: granularityPercent >= 100 ? "split requests at all" : text };
}

// src/rollout/refuse.ts
function refusalOf(record, candidate, isRetry = false) {
  const where = `${record.service} in ${record.environment}`;
  if (record.live?.digest === candidate.digest) {
    return {
      refusal: "already-live",
      message: `${candidate.version} is live already for ${where}; nothing was changed.`
    };
  }
  const quarantined = record.quarantine.find(({ digest }) => digest === candidate.digest);
  if (quarantined === void 0 || isRetry) return void 0;
  const what = quarantined.kind === "failed" ? "failed here" : "was withdrawn";
  const since = new Date(quarantined.atMs).toISOString();
  return {
    refusal: "quarantined",
    message: `${candidate.version} ${what} on ${since} and is quarantined: ${quarantined.reason}. Deliver a version that fixes it, or lift the quarantine with \`tidegate retry\` and a reason.`
  };
}
function frozenUntil(freeze) {
  const until = new Date(freeze.untilMs).toISOString();
  return {
    refusal: "freeze",
    message: `The freeze ${freeze.name} is on until ${until}, so nothing was begun. Wait for its end, or override it with a reason. Going back is not affected.`
  };
}
function refusalByCapabilities(capabilities, plan) {
  const lacking = unsupportedBy(plan, capabilities);
  if (lacking.length === 0) return void 0;
  const texts = lacking.map(
    ({ text, stepIndex }) => stepIndex === void 0 ? text : `${text} (step ${stepIndex + 1} of ${plan.steps.length})`
  );
  return {
    refusal: "unsupported",
    message: `The target cannot ${texts.join("; it cannot ")}. Choose another strategy, or another target.`
  };
}
function olderThanLive(live, candidate) {
  return {
    refusal: "older-than-live",
    message: `${candidate.version} is older than ${live.version}, which is live: its commit ${candidate.commit.slice(0, 8)} is an ancestor of the live one. To go back, use the rollback workflow.`
  };
}
function inProgress({ rollout, service, environment }) {
  const where = rollout?.runUrl === void 0 ? "" : ` (${rollout.runUrl})`;
  const by = rollout?.lease === void 0 ? rollout?.actor : rollout.lease.holder;
  const what = rollout?.phase === "frozen" ? "is frozen on its way to" : "is being rolled out to";
  return {
    refusal: "in-progress",
    message: `${rollout?.candidate.version} ${what} ${service} in ${environment} by ${by}${where}. Wait for it, or take it back with the rollback workflow.`
  };
}

// src/rollout/step-over.ts
async function stepOver(record, rollout, request, { target, clock, channels }) {
  if (rollout.candidate.digest === request.candidate.digest) return refused2(inProgress(record).message);
  let observation;
  try {
    observation = await target.observe();
  } catch (error) {
    return refused2(`${blocked(rollout)}, and the target does not answer: ${reasonOf(error)} ${repair}`);
  }
  if (isRestored(rollout, observation)) return { kind: "end-it" };
  const { candidatePercent, rules } = observation;
  if (!isShare(candidatePercent, 0) || !areSameRules(rules, void 0)) {
    const where = `${candidatePercent} % of the requests are still on ${rollout.candidate.version}`;
    const why = rollout.operation?.error ?? "the target gives no reason";
    return refused2(
      `${blocked(rollout)}: ${where}, where a fix would have to be started in its place. What stands in the way: ${why} ${repair}`
    );
  }
  const over = steppedOver(record, rollout, { request, nowMs: clock.nowMs(), audience: channels });
  return { kind: "over", record: over, plan: planWithoutStable(request.plan) };
}
var repair = "Repair the target, then run the watchdog workflow or deliver the fix again.";
function blocked({ candidate, stable }) {
  return `${candidate.version} could not be taken back to ${stable?.version ?? "nothing"}`;
}
function refused2(message) {
  return { kind: "refused", refused: { refusal: "in-progress", message } };
}
function steppedOver(record, rollout, { request, nowMs, audience }) {
  const { candidate, actor, reason } = request;
  const text = `${rollout.failure?.text ?? "taken back"}; ${blocked(rollout)}, and the hot fix ${candidate.version} takes its place`;
  const told = enqueue(record, noticeOf(record, rollout, "failed", text, nowMs), audience);
  const line = { atMs: nowMs, actor, action: "step-over", reason, rolloutId: rollout.id, result: text };
  return bounded(withAudit(withQuarantine(withLineInHistory(told, rollout, nowMs), rollout, nowMs), line));
}

// src/rollout/clear-the-way.ts
async function clearTheWay(request, ports, record, stored) {
  const { rollout } = record;
  if (rollout !== void 0 && !isTerminal(rollout.phase)) return whileActive(request, ports, rollout, stored);
  return refusalOfIdle(request, ports, record);
}
async function refusalOfIdle(request, ports, record) {
  const { target, clock } = ports;
  const byRecord = refusalOf(record, request.candidate, request.retryReason !== void 0) ?? refusalByCapabilities(target.capabilities, request.plan) ?? refusalByFreeze(request, clock.nowMs());
  return byRecord ?? await refusalByAge(request, record) ?? await refusalByBudget(request, ports, record);
}
async function refusalByBudget(request, { metrics, clock, log }, { live }) {
  const { objectives, isHotfix, overrideBudgetReason } = request;
  const rules = request.governance?.errorBudget;
  if (rules === void 0 || live === void 0 || isHotfix === true || overrideBudgetReason !== void 0)
    return void 0;
  const check = await checkBudget(rules, objectives, { metrics, clock });
  const message = budgetRefusal(check, rules);
  if (message !== void 0) return { refusal: "error-budget", message };
  if (check.kind === "left") log.info(check.text);
  else log.warning(`Nobody can tell what is left of the error budget (${check.text}); allowed: ${rules.allowUnknown}`);
  return void 0;
}
async function whileActive(request, ports, rollout, stored) {
  if (stored === void 0) return "look-again";
  if (rollout.phase === "frozen" && request.isHotfix === true) return takeFrozenBack(request, ports, stored);
  if (rollout.phase === "rollback-failed" && request.isHotfix === true) {
    const over = await overFailed(request, ports, stored.record, rollout);
    if (over !== "end-it") return over;
  }
  const isOurs = isOwnRun(rollout, request) && !isUnattended(rollout);
  const isBusy2 = isDriven(stored.record, ports.clock.nowMs()) || isUnattended(rollout) || rollout.phase === "frozen";
  if (isBusy2 && !isOurs) return makeRoom(request, ports, rollout, stored);
  ports.log.warning(`${rollout.candidate.version} was left unfinished in ${rollout.phase}; it is ended first`);
  const ended2 = await reconcile({ ...request, mode: isOurs ? "recover" : "watch" }, ports);
  const isEnded = ["succeeded", "rolled-back", "abandoned", "nothing-to-do"].includes(ended2.kind);
  return isEnded ? "look-again" : { refusal: "in-progress", message: ended2.message };
}
async function overFailed(request, ports, record, rollout) {
  const refused3 = await refusalOfIdle(request, ports, record);
  if (refused3 !== void 0) return refused3;
  const over = await stepOver(record, rollout, request, ports);
  switch (over.kind) {
    case "end-it":
      return "end-it";
    case "refused":
      return over.refused;
    case "over":
      ports.log.warning(`${rollout.candidate.version} could not be taken back; the hot fix takes its place`);
      return over;
    default:
      return assertNever(over);
  }
}
async function takeFrozenBack(request, ports, stored) {
  const { actor, reason, candidate } = request;
  if (stored.record.rollout?.candidate.digest === candidate.digest) return inProgress(stored.record);
  const refused3 = await refusalOfIdle(request, ports, stored.record);
  if (refused3 !== void 0) return refused3;
  const text = `taken back by ${actor} for the hot fix ${candidate.version}: ${reason}`;
  const now = { nowMs: ports.clock.nowMs(), audience: ports.channels };
  const failure = { kind: "manual", text };
  const taken = takeOver(stored.record, { errand: request, failure, evenPromoting: false, ...now });
  const rolloutId = stored.record.rollout?.id;
  const line = { atMs: now.nowMs, actor, action: "abort", reason: text, result: "goes back" };
  const record = bounded(withAudit(taken, rolloutId === void 0 ? line : { ...line, rolloutId }));
  const result = await ownAndDrive(request, ports, stored, { record, isVisit: false });
  const isOver = result === "conflict" || result.kind === "rolled-back" || result.kind === "abandoned";
  return isOver ? "look-again" : inProgress(record);
}
async function makeRoom(request, ports, other, stored) {
  const { onNewer } = request.governance ?? noGovernance;
  const busy = inProgress(stored.record);
  if (onNewer === "wait" || other.phase === "frozen") return busy;
  const age = await refusalByAge(request, { live: other.candidate });
  if (age !== void 0 || other.candidate.commit === request.candidate.commit) return busy;
  const refused3 = await refusalOfIdle(request, ports, stored.record);
  if (refused3 !== void 0) return refused3;
  const text = `superseded by ${request.candidate.version}, which ${request.actor} delivers: ${request.reason}`;
  const failure = { kind: "superseded", text };
  const now = { nowMs: ports.clock.nowMs(), audience: ports.channels };
  const record = takeOver(stored.record, { errand: request, failure, evenPromoting: false, ...now });
  const result = await ownAndDrive(request, ports, stored, { record, isVisit: false });
  const isOver = result === "conflict" || ["rolled-back", "abandoned", "succeeded"].includes(result.kind);
  return isOver ? "look-again" : inProgress(record);
}
function refusalByFreeze(request, nowMs) {
  const freeze = freezeAt(request.governance?.freezes ?? [], nowMs);
  return freeze === void 0 || request.overrideFreezeReason !== void 0 ? void 0 : frozenUntil(freeze);
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

// src/rollout/engine.ts
var maxAttempts2 = 5;
var waitPollMs = 5e3;
async function runRollout(request, ports, signal) {
  return startRollout(request, ports, createAssess(request, ports), signal);
}
async function startRollout(request, given, assess3, signal) {
  const ports = { ...given, target: timedTarget(given.target, given.clock) };
  const admission = await admitted(request, ports, signal);
  if ("refusal" in admission) return { kind: "refused", ...admission, undelivered: [] };
  ports.log.info(admission.record.rollout?.timeline[0]?.text ?? "");
  const access = openSession(ports.target, admission);
  return drive({ access, holder: request.holder, assess: assess3, ...signal === void 0 ? {} : { signal } }, ports);
}
async function admitted(request, ports, signal) {
  const { clock, log } = ports;
  const waitUntilMs = clock.nowMs() + (request.governance ?? noGovernance).waitMs;
  for (let attempt = 0; attempt < maxAttempts2; ) {
    if (signal?.aborted) return { refusal: "cancelled", message: "Cancelled before anything was done." };
    const answer = await tryAdmit(request, ports);
    if (answer !== "look-again" && !isBusy(answer)) return answer;
    if (answer !== "look-again" && clock.nowMs() >= waitUntilMs) return answer;
    if (answer === "look-again") {
      attempt += 1;
      continue;
    }
    log.info(`${answer.message} Waiting.`);
    await clock.until(Math.min(waitUntilMs, clock.nowMs() + waitPollMs), signal);
  }
  return { refusal: "in-progress", message: "Others kept changing the record. Try again." };
}
var isBusy = (answer) => "refusal" in answer && answer.refusal === "in-progress";
async function tryAdmit(request, ports) {
  const stored = await ports.target.read();
  const record = stored?.record ?? await recovered(request, ports);
  const obstacle = await clearTheWay(request, ports, record, stored);
  if (obstacle === "look-again" || obstacle !== void 0 && "refusal" in obstacle) return obstacle;
  const begun = obstacle === void 0 ? tryBegin(request, ports, record, stored) : tryBegin({ ...request, plan: obstacle.plan }, ports, obstacle.record, stored);
  return await begun ?? "look-again";
}
async function recovered(request, { target, log }) {
  const record = recoverRecord(request, await target.observe());
  if (record.live !== void 0) {
    log.warning(`There is no record, but ${record.live.version} serves: it counts as the release to go back to`);
  }
  return record;
}
async function tryBegin(request, ports, known2, stored) {
  const { clock, channels: audience } = ports;
  const record = begin(known2, { ...request, id: ports.newId(), errand: request, nowMs: clock.nowMs(), audience });
  const revision = await writeFirst(ports.target, record, stored?.revision);
  return revision === void 0 ? void 0 : { record, revision };
}

// src/rollout/find-succeeded.ts
function findSucceeded({ kind, rollout }) {
  return kind === "succeeded" && rollout?.plan.strategy !== "restore" ? rollout?.candidate : void 0;
}

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

export {
  isDriven,
  openBystander,
  liftQuarantine,
  evidenceText,
  planOf,
  deliverInTime,
  namesRelease,
  reconcile,
  runRollout,
  findSucceeded,
  runnerLog,
  toHarmlessLine
};
