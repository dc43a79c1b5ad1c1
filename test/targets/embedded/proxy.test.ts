import { get, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TargetMetrics } from "../../../src/metrics/index.ts";
import type { EmbeddedTarget } from "../../../src/targets/embedded/embedded-target.ts";
import { apply, EmbeddedBench, prepare, serve, systemClock } from "./bench.ts";

describe("the proxy of the embedded target", () => {
  let bench: EmbeddedBench;
  let target: EmbeddedTarget;
  let url: string;

  beforeEach(async () => {
    bench = await EmbeddedBench.open();
    target = bench.target();
    url = await serve(target, await bench.build("1.0.0"));
  });
  afterEach(() => bench.close());

  const sample = () => new TargetMetrics(target, bench.options().objectives, systemClock).read();
  const deploy = async (percent: number) => {
    await prepare(target, await bench.build("1.1.0"));
    await apply(target, { kind: "set-weight", candidatePercent: percent });
  };

  it("splits requests exactly, says in a header who answered, and counts each once", async () => {
    await deploy(5);
    const before = await sample();
    const answers = await Promise.all(Array.from({ length: 400 }, () => fetch(url)));
    const versions = await Promise.all(answers.map((answer) => answer.text()));
    const arms = answers.map(({ headers }) => headers.get("x-tidegate-arm"));
    expect(arms.filter((arm) => arm === "candidate")).toHaveLength(20);
    expect(versions.filter((version) => version === "1.1.0")).toHaveLength(20);
    const after = await sample();
    expect(after.arms.candidate).toMatchObject({ requests: 20, bad: { errors: 0 } });
    expect((after.arms.stable?.requests ?? 0) - (before.arms.stable?.requests ?? 0)).toBe(380);
  });

  it.each([
    ["a 500", "/fail", 500, { errors: 1, "slow-50ms": 0 }],
    ["a service that hangs up", "/hang-up", 502, { errors: 1, "slow-50ms": 0 }],
    ["a slow reply", "/slow?ms=120", 200, { errors: 0, "slow-50ms": 1 }],
    ["a missing page, which is the client's mistake", "/missing", 404, { errors: 0, "slow-50ms": 0 }],
  ])("counts %s for what it is", async (_, path, status, bad) => {
    await deploy(100);
    const answer = await fetch(`${url}${path}`);
    await answer.text();
    expect(answer.status).toBe(status);
    expect((await sample()).arms.candidate).toMatchObject({ requests: 1, bad });
  });

  it("counts half a reply as a failure, and breaks it off for the client too", async () => {
    await deploy(100);
    await expect(fetch(`${url}/cut`).then((answer) => answer.text())).rejects.toThrow();
    expect((await sample()).arms.candidate).toMatchObject({ requests: 1, bad: { errors: 1 } });
  });

  it("does not count it as a failure when the client leaves first", async () => {
    await deploy(100);
    await expect(fetch(`${url}/slow?ms=2000`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await expect.poll(async () => (await sample()).arms.candidate).toMatchObject({ requests: 1, bad: { errors: 0 } });
  });

  it("passes bodies both ways as streams, byte for byte", async () => {
    const body = Buffer.alloc(3_000_000, "tide");
    const answer = await fetch(`${url}/echo`, { method: "POST", body });
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
  });

  it("passes a body without a length", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(`${url}/echo`, { method: "DELETE" }, (reply) => text(reply).then(resolve, reject));
      sent.once("error", reject);
      sent.setHeader("transfer-encoding", "chunked");
      sent.write("half ");
      sent.end("and half");
    });
    expect(answer).toBe("half and half");
  });

  it("keeps the headers of a connection to itself and passes all others", async () => {
    const received = await new Promise<{ headers: Record<string, unknown>; body: Record<string, string> }>(
      (resolve, reject) => {
        const headers = {
          connection: "keep-alive, x-hop",
          "x-hop": "1",
          te: "trailers",
          "x-end": "2",
          "x-forwarded-for": "10.0.0.1",
        };
        get(`${url}/headers`, { headers }, (reply) =>
          text(reply).then((body) => resolve({ headers: reply.headers, body: JSON.parse(body) }), reject),
        ).once("error", reject);
      },
    );
    expect(received.body).toMatchObject({ "x-end": "2", "x-forwarded-for": "10.0.0.1, 127.0.0.1" });
    expect(received.body).not.toHaveProperty("x-hop");
    expect(received.body).not.toHaveProperty("te");
    expect(received.headers).toMatchObject({ "set-cookie": ["a=1", "b=2"], "x-kept": "yes" });
    expect(received.headers).not.toHaveProperty("x-private");
  });

  it("refuses an upgrade in words", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(url);
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write("GET / HTTP/1.1\r\nHost: info\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      });
      text(socket).then(resolve, reject);
    });
    expect(answer).toContain("501 Not Implemented");
    expect(answer).toContain("no WebSockets");
  });

  it("lets a request that is on its way end before the arm that serves it is stopped", async () => {
    await deploy(100);
    const slow = fetch(`${url}/slow?ms=800`);
    await systemClock.until(Date.now() + 150);
    await apply(target, { kind: "restore", stable: (await target.read())?.record.live });
    const next = await (await fetch(url)).text();
    const answer = await slow;
    expect([answer.status, await answer.text(), next]).toEqual([200, "1.1.0", "1.0.0"]);
    expect((await sample()).arms.candidate).toMatchObject({ requests: 1, bad: { errors: 0 } });
  });

  it("ends a request that takes longer than the drain may, and counts it as failed", async () => {
    const impatient = bench.target({ settings: { ...bench.options().settings, drainMs: 100 } });
    await prepare(impatient, await bench.build("1.3.0"));
    await apply(impatient, { kind: "set-weight", candidatePercent: 100 });
    const endless = fetch(`${url}/slow?ms=60000`);
    await systemClock.until(Date.now() + 150);
    await apply(impatient, { kind: "restore", stable: (await target.read())?.record.live });
    expect((await endless).status).toBe(502);
    expect((await sample()).arms.candidate).toMatchObject({ requests: 1, bad: { errors: 1 } });
  });

  it("spares users a candidate that is gone", async () => {
    await deploy(50);
    await kill("candidate");
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(url)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers[0]?.headers.get("x-tidegate-arm")).toBe("stable");
  });

  it("never gives the candidate the requests of a stable arm that is gone", async () => {
    await deploy(20);
    await kill("stable");
    await apply(target, { kind: "set-weight", candidatePercent: 0.0001 });
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get("x-tidegate-arm")]).toEqual([503, "stable"]);
    expect(await answer.text()).toContain("No instance of 1.0.0 is ready");
    await expect.poll(async () => (await fetch(url)).status, { timeout: 5_000 }).toBe(200);
  });

  /** Ends the arm's only process, and waits until the gate has seen it. */
  async function kill(arm: "stable" | "candidate"): Promise<void> {
    for (;;) {
      const answer = await fetch(`${url}/pid`);
      const pid = Number(await answer.text());
      if (answer.headers.get("x-tidegate-arm") !== arm) continue;
      process.kill(pid, "SIGKILL");
      await expect.poll(async () => (await target.observe()).arms[arm]?.ready, { interval: 5 }).toBe(false);
      return;
    }
  }
});
