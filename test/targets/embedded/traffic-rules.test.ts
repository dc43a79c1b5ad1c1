import { request as sendRequest } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TargetMetrics } from "../../../src/metrics/index.ts";
import type { Release } from "../../../src/release/release.ts";
import type { TrafficRules } from "../../../src/rollout/traffic-rules.ts";
import type { EmbeddedTarget } from "../../../src/targets/embedded/embedded-target.ts";
import { apply, EmbeddedBench, prepare, serve, systemClock } from "./bench.ts";

describe("requests beside the split of the embedded target", () => {
  let bench: EmbeddedBench;
  let target: EmbeddedTarget;
  let url: string;
  let stable: Release;

  beforeEach(async () => {
    bench = await EmbeddedBench.open();
    target = bench.target();
    stable = await bench.build("1.0.0");
    url = await serve(target, stable);
    await prepare(target, await bench.build("1.1.0"));
  });
  afterEach(() => bench.close());

  const follow = (candidatePercent: number, rules: TrafficRules) =>
    apply(target, { kind: "set-weight", candidatePercent, rules });
  const sample = () => new TargetMetrics(target, bench.options().objectives, systemClock).read();
  const ask = async (path = "/", init: RequestInit = {}) => {
    const answer = await fetch(`${url}${path}`, init);
    await answer.arrayBuffer();
    return answer;
  };
  const armOf = async (headers: Record<string, string>) =>
    (await ask("/", { headers })).headers.get("x-tidegate-arm") ?? "nobody";

  describe("by header or cookie", () => {
    it("shows the candidate at 0 % to those alone whose request carries exactly the value", async () => {
      await follow(0, {
        match: [
          { kind: "header", name: "x-beta", value: "yes" },
          { kind: "cookie", name: "beta", value: "1" },
        ],
      });
      const seen = await Promise.all(
        [
          {},
          { "x-beta": "yes" },
          { "X-Beta": "yes" },
          { "x-beta": "no" },
          { "x-beta": "yes, no" },
          { cookie: "a=2; beta=1" },
          { cookie: "beta=10" },
          { cookie: "alphabeta=1" },
        ].map((headers) => armOf(headers as Record<string, string>)),
      );
      expect(seen).toEqual(["stable", "candidate", "candidate", "stable", "stable", "candidate", "stable", "stable"]);
    });

    it("falls back to stable when the candidate cannot serve", async () => {
      await follow(0, { match: [{ kind: "header", name: "x-beta", value: "yes" }] });
      const headers = { "x-beta": "yes" };
      process.kill(Number(await (await fetch(`${url}/pid`, { headers })).text()), "SIGKILL");
      await expect.poll(() => armOf(headers), { interval: 20 }).toBe("stable");
      expect((await ask("/", { headers })).status).toBe(200);
    });
  });

  describe("sticky", () => {
    const users = Array.from({ length: 200 }, (_, index) => `user-${index}`);
    const arms = () => Promise.all(users.map((user) => armOf({ "x-user": user })));

    it("keeps each user on one arm, in about the share, and only moves users forward when it grows", async () => {
      await follow(20, { sticky: { kind: "header", name: "x-user" } });
      const first = await arms();
      expect(await arms()).toEqual(first);
      const share = first.filter((arm) => arm === "candidate").length / users.length;
      // Four standard deviations of 200 draws at 20 %.
      expect(Math.abs(share - 0.2)).toBeLessThan(0.114);
      await follow(60, { sticky: { kind: "header", name: "x-user" } });
      const later = await arms();
      expect(first.filter((arm, index) => arm === "candidate" && later[index] !== "candidate")).toEqual([]);
      expect(later.filter((arm) => arm === "candidate").length).toBeGreaterThan(share * users.length);
    });

    it("shows stable to those who do not say who they are", async () => {
      await follow(99, { sticky: { kind: "header", name: "x-user" } });
      expect(new Set(await Promise.all(Array.from({ length: 20 }, () => armOf({}))))).toEqual(new Set(["stable"]));
    });

    it("gives new users a cookie beside the service's own, and knows them by it", async () => {
      await follow(50, { sticky: { kind: "cookie", name: "arm" } });
      const visits = await Promise.all(Array.from({ length: 40 }, () => ask("/headers")));
      for (const visit of visits.slice(0, 10)) {
        const cookies = visit.headers.getSetCookie();
        expect(cookies.slice(0, 2)).toEqual(["a=1", "b=2"]);
        const [, value = ""] =
          /^arm=([0-9a-f-]{36}); Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/.exec(cookies[2] ?? "") ?? [];
        const again = await ask("/headers", { headers: { cookie: `arm=${value}` } });
        expect(again.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
        expect(again.headers.get("x-tidegate-arm")).toBe(visit.headers.get("x-tidegate-arm"));
      }
      expect(new Set(visits.map(({ headers }) => headers.get("x-tidegate-arm"))).size).toBe(2);
    });
  });

  describe("mirroring", () => {
    it("copies the share of stable's requests, discards the replies and counts them apart", async () => {
      await follow(0, { mirrorPercent: 50 });
      const before = await sample();
      const answers = await Promise.all(Array.from({ length: 100 }, () => ask("/")));
      expect(new Set(answers.map(({ headers }) => headers.get("x-tidegate-arm")))).toEqual(new Set(["stable"]));
      await expect.poll(async () => (await sample()).mirrored?.requests).toBe(50);
      const after = await sample();
      expect(after.mirrored?.bad.errors).toBe(0);
      expect((after.arms.stable?.requests ?? 0) - (before.arms.stable?.requests ?? 0)).toBe(100);
      expect(after.arms.candidate?.requests).toBe(0);
      expect(await target.metricsPage()).toMatch(/tidegate_mirror_comparisons_total\{[^}]*result="same"\} 50/);
    });

    it("tells the candidate that it is a copy, and gives it the body", async () => {
      await follow(0, { mirrorPercent: 100 });
      await ask("/note", { method: "POST", body: "high tide" });
      const candidate = { headers: { "x-see": "candidate" } };
      await follow(0, { mirrorPercent: 100, match: [{ kind: "header", name: "x-see", value: "candidate" }] });
      const noted = async () => JSON.parse(await (await fetch(`${url}/noted`, candidate)).text());
      await expect.poll(noted).toMatchObject([{ method: "POST", body: "high tide", mirror: "1" }]);
    });

    it("neither delays nor fails a user's request when the candidate hangs, fails or hangs up", async () => {
      await bench.close();
      bench = await EmbeddedBench.open();
      target = bench.target();
      url = await serve(target, await bench.build("1.0.0"));
      await prepare(target, await bench.build("1.1.0", "bad"));
      await follow(0, { mirrorPercent: 100 });
      for (const path of ["/as-mode/hang", "/as-mode/fail", "/as-mode/hang-up"]) {
        const startedMs = performance.now();
        expect((await ask(path)).status).toBe(200);
        expect(performance.now() - startedMs).toBeLessThan(1_000);
      }
      await expect.poll(async () => (await sample()).mirrored).toMatchObject({ requests: 2, bad: { errors: 2 } });
      expect(await target.metricsPage()).toMatch(/tidegate_mirror_comparisons_total\{[^}]*result="different"\} 2/);
      expect((await sample()).arms.stable?.bad.errors).toBe(0);
    });

    it("keeps no more copies open than it may, and says how many it left out", async () => {
      await bench.close();
      bench = await EmbeddedBench.open();
      target = bench.target();
      url = await serve(target, await bench.build("1.0.0"));
      await prepare(target, await bench.build("1.1.0", "bad"));
      await follow(0, { mirrorPercent: 100 });
      const answers = await Promise.all(Array.from({ length: 80 }, () => ask("/as-mode/hang")));
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(await target.metricsPage()).toMatch(/tidegate_mirror_dropped_total\{[^}]*reason="busy"\} 16/);
    });

    it("does not copy a body that is too large, and passes it on whole", async () => {
      await follow(0, { mirrorPercent: 100 });
      const body = Buffer.alloc(1_000_000, "tide");
      const known = await fetch(`${url}/echo`, { method: "POST", body });
      expect(Buffer.from(await known.arrayBuffer()).equals(body)).toBe(true);
      const length = await new Promise<number>((resolve, reject) => {
        const sent = sendRequest(`${url}/echo`, { method: "POST" }, (reply) => {
          let bytes = 0;
          reply.on("data", (chunk: Buffer) => {
            bytes += chunk.length;
          });
          reply.once("end", () => resolve(bytes));
        });
        sent.once("error", reject);
        for (let part = 0; part < 10; part += 1) sent.write(body.subarray(0, 100_000));
        sent.end();
      });
      expect(length).toBe(1_000_000);
      expect(await target.metricsPage()).toMatch(/tidegate_mirror_dropped_total\{[^}]*reason="body-too-large"\} 2/);
      expect((await sample()).mirrored).toBeUndefined();
    });
  });

  describe("probes", () => {
    const probes = { paths: ["/healthz", "/missing"], requestsPerSecond: 50, arms: ["stable", "candidate"] as const };

    it("go to the arms that are named, in turn over the paths, and are counted apart from users' requests", async () => {
      await follow(0, { probes: { ...probes, arms: [...probes.arms] } });
      const before = await sample();
      await expect.poll(async () => (await sample()).probes?.candidate?.requests ?? 0).toBeGreaterThan(10);
      const after = await sample();
      expect(after.arms).toEqual(before.arms);
      const { stable: ofStable, candidate } = after.probes ?? {};
      expect(ofStable?.requests).toBeGreaterThan(8);
      // Every other one asks for a page that is not there.
      const errors = candidate?.bad.errors ?? 0;
      expect(Math.abs(errors - (candidate?.requests ?? 0) / 2)).toBeLessThanOrEqual(1);
    });

    it("end with the step that asked for them", async () => {
      await follow(0, { probes: { ...probes, arms: ["candidate"] } });
      await expect.poll(async () => (await sample()).probes?.candidate?.requests ?? 0).toBeGreaterThan(2);
      expect((await sample()).probes?.stable).toBeUndefined();
      await follow(5, {});
      await systemClock.until(Date.now() + 100);
      const { requests } = (await sample()).probes?.candidate ?? {};
      await systemClock.until(Date.now() + 200);
      expect((await sample()).probes?.candidate?.requests).toBe(requests);
    });
  });
});
