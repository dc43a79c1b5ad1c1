import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnavailableError } from "../../src/errors/tidegate-error.ts";
import { CommandMetrics } from "../../src/metrics/command-metrics.ts";
import { PrometheusMetrics } from "../../src/metrics/prometheus-metrics.ts";
import { ScrapeMetrics } from "../../src/metrics/scrape-metrics.ts";
import { TargetMetrics } from "../../src/metrics/target-metrics.ts";
import type { Release } from "../../src/release/release.ts";
import type { Objective } from "../../src/slo/objective.ts";
import {
  describeMetrics,
  type Fault,
  type MetricsHarness,
  type Served,
  type ServedByArm,
} from "../contracts/metrics-contract.ts";
import { v1, v2, v3 } from "../rollout/bench.ts";
import { type Behaviour, InMemoryMetrics, outage } from "../rollout/in-memory-metrics.ts";
import { InMemoryTarget } from "../rollout/in-memory-target.ts";
import { CountedArms } from "./counted-arms.ts";
import { FakePrometheus } from "./fake-prometheus.ts";
import { type FaultyServer, startFaultyServer } from "./faulty-server.ts";

const objectives: readonly Objective[] = [{ kind: "availability", target: 0.999 }];

/** An answer of a few hundred bytes comes well within this. */
const impatient = { timeoutMs: 1_000, maxBytes: 256 * 1024 };

const onTheWay = {
  refuses: /cannot be reached \(ECONNRESET\)/,
  hangs: /did not answer within 1 s/,
  "hangs half-way": /did not answer within 1 s/,
  "asks for patience": /answered 429 and is left alone for 1 s/,
  fails: /answered (status )?502/,
  "answers half": /stopped in the middle of its answer/,
  "answers too much": /answers with more than 262144 bytes/,
} as const;

const prometheusFaults = {
  ...onTheWay,
  "answers garbage": /nothing that the Prometheus API answers: "<html>Sign in/,
  "answers old numbers": /has no number of the last 60 s/,
  "lives in another time": /disagree on the time by 3600 s/,
  "answers no number": /is NaN, which is no count/,
  "lost an indicator": /There is no tidegate_requests_total of the stable arm/,
  "counts twice": /count the same requests/,
  "answers in part": /only in part: "store 10.0.0.7 did not answer"/,
};

describeMetrics("a server of the Prometheus API", faultsOf(prometheusFaults), async () => {
  const fake = await FakePrometheus.start();
  const clock = { nowMs: () => fake.nowMs };
  const options = { url: fake.server.url, objectives, clock, select: {}, scrapeMs: 15_000, ...impatient };
  return {
    metrics: new PrometheusMetrics(options),
    serve: async (more) => fake.serve(more),
    restart: async (arm) => fake.arms.reset(arm),
    faults: prometheusFaults,
    break: async (fault) => {
      fake.server.fault = fault;
    },
    close: () => fake.server.close(),
  };
});

const scrapeFaults = {
  ...onTheWay,
  "answers garbage": /is not Prometheus text: "<html>Sign in/,
  "answers old numbers": /is 3600 s old/,
  "lives in another time": /is 3600 s in the future/,
  "answers no number": /is NaN, which is no count/,
  "lost an indicator": /There is no tidegate_requests_total of the stable arm/,
  "counts twice": /is not Prometheus text/,
};

describeMetrics("a page in the Prometheus text format", faultsOf(scrapeFaults), async () => {
  const arms = new CountedArms();
  let nowMs = Date.UTC(2026, 10, 21);
  const server: FaultyServer = await startFaultyServer((_, fault) => distortedPage(arms.page(), fault, nowMs));
  const pages = [{ url: `${server.url}/metrics` }];
  return {
    metrics: new ScrapeMetrics({ pages, objectives, clock: { nowMs: () => nowMs }, ...impatient }),
    serve: async (more) => {
      nowMs += 10_000;
      arms.serve(more);
    },
    restart: async (arm) => arms.reset(arm),
    faults: scrapeFaults,
    break: async (fault) => {
      server.fault = fault;
    },
    close: () => server.close(),
  };
});

function distortedPage(page: string, fault: Fault | undefined, nowMs: number): string {
  switch (fault) {
    case "answers old numbers":
      return page.replace(/\n$/, ` ${nowMs - 3_600_000}\n`);
    case "lives in another time":
      return page.replace(/\n$/, ` ${nowMs + 3_600_000}\n`);
    case "answers no number":
      return page.replace(/\d+\n/, "NaN\n");
    case "lost an indicator":
      return page.replaceAll("tidegate_requests_total", "tidegate_request_duration_seconds_bucket");
    case "counts twice":
      return page + page;
    default:
      return page;
  }
}

const commandFaults = {
  refuses: /could not be started: spawn .* ENOENT/,
  hangs: /did not end within 2 s and was killed/,
  fails: /ended with exit code 3: "the tide table is wet"/,
  "answers garbage": /printed no JSON: "<html>/,
  "answers half": /printed no JSON/,
  "answers too much": /wrote more than 1048576 bytes and was killed/,
  "answers old numbers": /are 3600 s old/,
  "lives in another time": /of 3600 s in the future/,
  "answers no number": /no sample: .*requests/,
  "lost an indicator": /no bad.errors of the stable arm/,
};

describeMetrics("a command", faultsOf(commandFaults), async () => {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-command-"));
  const program = join(folder, "counters");
  const arms = new CountedArms();
  let nowMs = Date.UTC(2026, 10, 21);
  let fault: Fault | undefined;
  const print = (text: string) => {
    writeFileSync(join(folder, "reply"), text);
    return `cat '${join(folder, "reply")}'`;
  };
  const write = () => {
    rmSync(program, { force: true });
    if (fault === "refuses") return;
    writeFileSync(program, `#!/bin/sh\n${scriptFor(fault, commandReply(arms.totals()), nowMs, print)}\n`, {
      mode: 0o755,
    });
  };
  const env = { PATH: process.env.PATH ?? "" };
  return {
    metrics: new CommandMetrics({
      argv: [program],
      objectives,
      clock: { nowMs: () => nowMs },
      env,
      secrets: [],
      timeoutMs: 2_000,
    }),
    serve: async (more) => {
      nowMs += 10_000;
      arms.serve(more);
      write();
    },
    restart: async (arm) => arms.reset(arm),
    faults: commandFaults,
    break: async (next) => {
      fault = next;
      write();
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

interface CommandReply {
  readonly atMs?: number;
  readonly arms: Readonly<Record<string, unknown>>;
}

function commandReply(totals: ServedByArm): CommandReply {
  const arms = Object.entries(totals).map(([arm, { requests, errors }]) => [arm, { requests, bad: { errors } }]);
  return { arms: Object.fromEntries(arms) };
}

function scriptFor(
  fault: Fault | undefined,
  reply: CommandReply,
  nowMs: number,
  print: (text: string) => string,
): string {
  const text = JSON.stringify(reply);
  switch (fault) {
    case "hangs":
      return "sleep 60";
    case "fails":
      return "echo 'the tide table is wet' >&2; exit 3";
    case "answers garbage":
      return print("<html>Sign in</html>");
    case "answers half":
      return print(text.slice(0, text.length / 2));
    case "answers too much":
      return "yes";
    case "answers old numbers":
      return print(JSON.stringify({ ...reply, atMs: nowMs - 3_600_000 }));
    case "lives in another time":
      return print(JSON.stringify({ ...reply, atMs: nowMs + 3_600_000 }));
    case "answers no number":
      return print(text.replace(/"requests":\d+/, '"requests":null'));
    case "lost an indicator":
      return print(text.replaceAll('"errors"', '"failures"'));
    default:
      return print(text);
  }
}

const targetFaults = { refuses: /the gate is gone/, "answers garbage": /is not Prometheus text/ };

describeMetrics("a target that counts for itself", faultsOf(targetFaults), async () => {
  const arms = new CountedArms();
  let nowMs = Date.UTC(2026, 10, 21);
  let fault: Fault | undefined;
  const target = {
    async metricsPage() {
      if (fault === "refuses") throw new UnavailableError("the gate is gone");
      return fault === undefined ? arms.page() : "<html>";
    },
  };
  return {
    metrics: new TargetMetrics(target, objectives, { nowMs: () => nowMs }),
    serve: async (more) => {
      nowMs += 10_000;
      arms.serve(more);
    },
    restart: async (arm) => arms.reset(arm),
    faults: targetFaults,
    break: async (next) => {
      fault = next;
    },
    close: async () => undefined,
  };
});

const fakeFaults = { refuses: /connection refused/ };

describeMetrics("the in-memory fake", faultsOf(fakeFaults), async (): Promise<MetricsHarness> => {
  let nowMs = Date.UTC(2026, 10, 21);
  const clock = { nowMs: () => nowMs, until: async () => undefined };
  const metrics = new InMemoryMetrics(clock);
  const target = new InMemoryTarget(clock);
  metrics.target = target;
  const running = (release: Release) => ({ release, readyAtMs: 0, instances: 1, restarts: 0 });
  return {
    metrics,
    serve: async ({ stable, candidate }) => {
      if (stable !== undefined) target.arms.stable ??= running(v1);
      if (candidate !== undefined) target.arms.candidate ??= running(v2);
      const none = { requests: 0, errors: 0 };
      const [old, next] = [stable ?? none, candidate ?? none];
      metrics.requestsPerSecond = old.requests + next.requests;
      target.candidatePercent = (100 * next.requests) / (metrics.requestsPerSecond || 1);
      metrics.behaviours = { [v1.version]: behaviour(old), [v2.version]: behaviour(next) };
      nowMs += 1_000;
      // Requests are made of the time that passed when it is asked.
      await metrics.read();
    },
    restart: async (arm) => {
      const before = target.arms[arm];
      // The fake counts for each digest.
      if (before !== undefined) before.release = { ...before.release, digest: v3.digest };
    },
    faults: fakeFaults,
    break: async (fault) => {
      metrics.provider = fault === undefined ? () => undefined : outage;
    },
    close: async () => undefined,
  };
});

function behaviour({ requests, errors }: Served): Behaviour {
  return { errorRatio: requests === 0 ? 0 : errors / requests, slowRatio: 0 };
}

function faultsOf(faults: Partial<Readonly<Record<Fault, RegExp>>>): Fault[] {
  return Object.keys(faults) as Fault[];
}
