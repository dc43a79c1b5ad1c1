import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { startLoopback } from "../../src/testing/loopback.ts";
import { quickManifest, RolloutBench } from "./rollout-bench.ts";

const anyRelease = { version: "1.0.0", digest: `sha256:${"a".repeat(64)}`, commit: "b".repeat(40) };

async function startBench(context: TestContext) {
  const bench = await RolloutBench.start();
  context.onTestFinished(() => bench.stop());
  return bench;
}

/** 1.0.0 serves under traffic. */
async function startLive(context: TestContext, { isTrafficOn = true } = {}) {
  const bench = await startBench(context);
  const live = await bench.build("1.0.0");
  const { outputs } = await bench.rollOut(live, { GITHUB_RUN_ID: "41" });
  expect(outputs.outcome).toBe("succeeded");
  if (isTrafficOn) bench.startTraffic(outputs.url ?? "");
  return { bench, live };
}

const finalsOf = ({ sink }: RolloutBench, version: string) =>
  sink.notices.filter((notice) => isFinal(notice) && notice.version === version).map(({ kind }) => kind);

const edited = (change: (manifest: ReturnType<typeof quickManifest>) => object) =>
  JSON.stringify(change(structuredClone(quickManifest())));

describe.concurrent("the rollout action refuses before it touches anything", () => {
  it.for<[string, string | undefined, RegExp]>([
    ["no manifest", undefined, /is not there\. Run `npx projen`/],
    ["a manifest that is not JSON", "{", /is not JSON/],
    ["an empty manifest", "", /is not JSON/],
    [
      "a manifest of a newer tidegate",
      edited((manifest) => ({ ...manifest, schema: 2, generator: "9.1.0", extra: 1 })),
      /schema 2 and was written by tidegate "9\.1\.0"; this action reads schema 1/,
    ],
    [
      "a manifest edited into nonsense, all of it at once",
      edited((manifest) => ({
        ...manifest,
        generator: 5,
        services: [{ ...manifest.services[0], tagPrefix: null, x: 1 }],
      })),
      /3 problems:[\s\S]*\$\.generator[\s\S]*\$\.services\[0\]\.tagPrefix[\s\S]*\$\.services\[0\]: /,
    ],
  ])("%s", async ([_, text, expected], context) => {
    const bench = await startBench(context);
    if (text === undefined) await expectFailure(bench, { manifest: "nowhere.json" }, expected);
    else {
      bench.writeManifest(text);
      await expectFailure(bench, {}, expected);
    }
  });

  it.for<[string, Record<string, string>, RegExp]>([
    ["an unknown service", { service: "inof" }, /no service named "inof"\. There is: info/],
    ["an unknown environment", { environment: "prod" }, /no environment of info named "prod"\. There is: production/],
    ["a version with shell in it", { version: "1.0.0$(touch /tmp/x)" }, /version/],
    ["a digest that is none, and a commit that is none", { digest: "latest", commit: "main" }, /digest[\s\S]*commit/],
    ["no digest", { digest: "" }, /digest/],
  ])("%s", async ([_, inputs, expected], context) => {
    await expectFailure(await startBench(context), inputs, expected);
  });

  async function expectFailure(bench: RolloutBench, inputs: Record<string, string>, expected: RegExp) {
    const run = await bench.run("rollout", { ...anyRelease, reason: "a test", ...inputs });
    expect(run.exitCode).toBe(1);
    const message = run.log.replaceAll("%0A", "\n");
    expect(message).toMatch(expected);
    expect(message).not.toContain("defect in tidegate");
    expect(existsSync(join(bench.directory, ".git", "home"))).toBe(false);
    expect(bench.sink.requests).toBe(0);
  }
});

describe.concurrent("metrics that cannot be trusted", () => {
  it.for<[string, (context: TestContext) => Promise<string>, RegExp]>([
    ["refuse the connection", async () => "http://127.0.0.1:9/", /metrics|counters/i],
    ["never answer", (context) => serve(context, () => undefined), /the metrics gave no answer in 1 s/],
    ["answer garbage", (context) => serve(context, (end) => end(200, "<html>hello</html>")), /metrics|counters/i],
    ["answer 500", (context) => serve(context, (end) => end(500, "tidegate_requests_total 1")), /metrics|counters/i],
    [
      "answer a page without our series",
      (context) => serve(context, (end) => end(200, "up 1\n")),
      /Nobody counts the stable arm/,
    ],
  ])("that %s: nobody meets the candidate, and the rollout ends", async ([_, start, expected], context) => {
    const { bench, live } = await startLive(context, { isTrafficOn: true });
    const pages = [{ url: await start(context) }];
    const metrics: EnvironmentSettings["metrics"] = { kind: "scrape", pages, timeoutMs: 5_000 };
    bench.writeManifest(JSON.stringify(quickManifest({ environment: { metrics } })));
    const run = await bench.rollOut(await bench.build("1.1.0", { SALT: "1" }));
    expect([run.exitCode, run.outputs.outcome]).toEqual([1, "abandoned"]);
    expect(run.log).toMatch(expected);
    const record = await bench.record();
    expect(largestShareOf(record)).toBe(0);
    expect(record?.live).toEqual(live);
    // It is not the candidate's fault, so it may be tried again.
    expect(record?.quarantine).toEqual([]);
    expect(finalsOf(bench, "1.1.0")).toEqual(["failed"]);
  });

  it("that count no traffic: the rollout holds, never advances, and goes back at the limit", async (context) => {
    const { bench, live } = await startLive(context, { isTrafficOn: false });
    const run = await bench.rollOut(await bench.build("1.1.0", { SALT: "1" }));
    expect([run.exitCode, run.outputs.outcome]).toEqual([1, "rolled-back"]);
    expect(run.log).toMatch(/requests|traffic/i);
    const record = await bench.record();
    expect(largestShareOf(record)).toBe(20);
    expect(record?.rollout?.timeline.filter(({ phase }) => phase === "holding")).toHaveLength(1);
    expect(record?.live).toEqual(live);
    expect(record?.quarantine).toEqual([]);
    expect(finalsOf(bench, "1.1.0")).toEqual(["rolled-back"]);
  });

  /** The largest share that the candidate had. */
  function largestShareOf(record: Awaited<ReturnType<RolloutBench["record"]>>): number {
    return Math.max(...(record?.rollout?.timeline ?? []).map(({ candidatePercent }) => candidatePercent));
  }

  async function serve(
    context: TestContext,
    answer: (end: (status: number, body: string) => void) => void,
  ): Promise<string> {
    const server = createServer((_, response) => answer((status, body) => response.writeHead(status).end(body)));
    const { url, close } = await startLoopback(server);
    context.onTestFinished(close);
    return `${url}/metrics`;
  }
});

describe.concurrent("a world that does not play along", () => {
  it("two promotions at once: one is rolled out, the other is refused and says by whom", async (context) => {
    const { bench } = await startLive(context);
    const [one, two] = [await bench.build("1.1.0", { SALT: "1" }), await bench.build("1.2.0", { SALT: "2" })];
    const runs = await Promise.all([bench.rollOut(one), bench.rollOut(two, { GITHUB_RUN_ID: "43" })]);
    expect(runs.map(({ outputs }) => outputs.outcome).sort()).toEqual(["refused", "succeeded"]);
    expect(runs.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1]);
    const refused = runs.find(({ exitCode }) => exitCode === 1);
    expect(refused?.log).toMatch(/is being rolled out to info in production by run 4[23] attempt 1/);
    expect(refused?.summary).toContain("⛔");
  });

  it("a release that never becomes ready is given up before it gets a request", async (context) => {
    const { bench, live } = await startLive(context);
    const run = await bench.rollOut(await bench.build("1.1.0", { UNHEALTHY: "1" }));
    expect(run.exitCode).toBe(1);
    const record = await bench.record();
    expect(record?.live).toEqual(live);
    expect(record?.rollout?.timeline.every(({ candidatePercent }) => candidatePercent === 0)).toBe(true);
    expect(run.log).toMatch(/503|ready/);
  });

  it("a port in use is named, and what to do", async (context) => {
    const bench = await startBench(context);
    const squatter = await startLoopback(createServer());
    context.onTestFinished(squatter.close);
    const port = Number(new URL(squatter.url).port);
    const target = { kind: "embedded", port, instances: 1, env: {}, healthPath: "/healthz", drainMs: 0 } as const;
    bench.writeManifest(JSON.stringify(quickManifest({ environment: { target } })));
    const run = await bench.rollOut(await bench.build("1.0.0"));
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain(String(port));
  });

  it("a version whose image is not in the registry is given up", async (context) => {
    const { bench, live } = await startLive(context);
    const missing = { ...(await bench.build("1.1.0")), digest: live.digest.replace(/.$/, "0") };
    const run = await bench.run("rollout", { ...missing, reason: "a test" });
    expect(run.exitCode).toBe(1);
    expect((await bench.record())?.live).toEqual(live);
  });

  it.for<[number, string | undefined]>([
    [429, "1"],
    [500, undefined],
  ])("a webhook that answers %d for a while hears of the end exactly once", async ([status, retryAfter], context) => {
    const { bench } = await startLive(context);
    const candidate = await bench.build("1.1.0", { FAIL_EVERY: "3" });
    bench.sink.breakDown({ status, ...(retryAfter === undefined ? {} : { retryAfter }) });
    const action = bench.begin("rollout", { ...candidate, reason: "a test" });
    await bench.untilRecord((record) => record?.rollout?.phase === "rolled-back");
    const before = bench.sink.requests;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    bench.sink.recover();
    const run = await action.ended;
    expect(run.outputs.outcome).toBe("rolled-back");
    expect(before).toBeGreaterThan(0);
    expect(finalsOf(bench, "1.1.0")).toEqual(["rolled-back"]);
    expect((await bench.record())?.outbox).toEqual([]);
  });

  it("a webhook that refuses for good changes nothing but the summary", async (context) => {
    const { bench } = await startLive(context);
    bench.sink.breakDown({ status: 410 });
    const run = await bench.rollOut(await bench.build("1.1.0", { SALT: "1" }));
    expect([run.exitCode, run.outputs.outcome]).toEqual([0, "succeeded"]);
    expect(run.summary).toContain("Not everybody was told");
    expect(run.summary).toContain("answered 410");
    const printed = run.log.replace(/^::add-mask::.*$/gm, "");
    expect(`${printed}${run.summary}`).not.toContain(new URL(bench.sink.url).pathname);
  });

  it("a channel's secret that is missing changes nothing but the summary, and does not make the job wait", async (context) => {
    const { bench } = await startLive(context);
    const startedMs = Date.now();
    const run = await bench.rollOut(await bench.build("1.1.0", { SALT: "1" }), { TEAM_URL: "" });
    expect(run.outputs.outcome).toBe("succeeded");
    expect(run.summary).toMatch(/TEAM&#95;URL is not set/);
    expect(Date.now() - startedMs).toBeLessThan(25_000);
    await bench.run("reconcile", { mode: "watch" });
    expect(JSON.stringify(bench.sink.refused)).toBe("[]");
  });

  it("GitHub's API that is down does not stop a rollout, and is said", async (context) => {
    const { bench } = await startLive(context);
    const down = await startLoopback(createServer((_, response) => response.writeHead(410).end("{}")));
    context.onTestFinished(down.close);
    const candidate = { ...(await bench.build("1.1.0", { SALT: "1" })), reason: "a test", token: "t0ken-abc" };
    const run = await bench.run("rollout", candidate, { GITHUB_API_URL: down.url });
    expect(run.outputs.outcome).toBe("succeeded");
    expect(run.summary).toMatch(/ledger/);
    expect(run.summary).not.toContain("t0ken-abc");
  });

  it("a reason with shell, workflow commands and Markdown in it is only text", async (context) => {
    const bench = await startBench(context);
    const trap = join(bench.directory, "trapped");
    const reason = `$(touch ${trap}) \`touch ${trap}\`; touch ${trap} | x\n::add-path::/evil\n## <script> \${{ github.token }} <!channel>`;
    const run = await bench.run("rollout", { ...(await bench.build("1.0.0")), reason });
    expect(run.outputs.outcome).toBe("succeeded");
    expect(existsSync(trap)).toBe(false);
    expect(run.log.split("\n").filter((line) => line.trim().startsWith("::add-path"))).toEqual([]);
    expect(run.summary).not.toMatch(/<script>|\$\{\{|^## (?!✅)/m);
    expect((await bench.record())?.rollout?.reason).toBe(reason);
    expect(bench.sink.notices[0]?.reason).toBe(reason);
  });
});
