import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { measureTraffic } from "./measure-traffic.ts";
import { type RunningService, startService } from "./running-service.ts";

const run = promisify(execFile);
const source = fileURLToPath(new URL("../../examples/playground/", import.meta.url));
const ignored = /\/(node_modules|coverage|results)(\/|$)/;

let scratch: string;
const running: RunningService[] = [];

/** The playground as its own git repository, so that changes can be applied without touching ours. */
function checkOut(name: string, patches: readonly string[] = []): string {
  const root = join(scratch, name);
  cpSync(source, root, { recursive: true, filter: (path) => !ignored.test(path.slice(source.length - 1)) });
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  for (const patch of patches) execFileSync("git", ["apply", `changes/${patch}.patch`], { cwd: root });
  return root;
}

async function start(root: string, service: "data" | "info", env: Record<string, string> = {}) {
  const started = await startService(join(root, "services", service), env);
  running.push(started);
  return started;
}

async function startBoth(root: string) {
  const data = await start(root, "data", { VERSION: "1.0.0" });
  const info = await start(root, "info", { VERSION: "2.0.0", DATA_URL: data.url });
  return { data, info };
}

const npm = (root: string, service: string, script: string, env: Record<string, string> = {}) =>
  run("npm", ["run", "--silent", script], {
    cwd: join(root, "services", service),
    env: { ...process.env, ...env, NODE_OPTIONS: "" },
  });

/** Line coverage in percent, from the DA: records of a report. */
function linePercent(lcov: string): number {
  const lines = [...lcov.matchAll(/^DA:\d+,(\d+)/gm)];
  return (100 * lines.filter(([, hits]) => Number(hits) > 0).length) / lines.length;
}

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "playground-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.kill()));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("each service checks itself", () => {
  it.each(["data", "info"])(
    "%s passes its lint and its unit tests, with at least 90 percent of lines covered",
    async (name) => {
      const root = checkOut(`checks-${name}`);
      expect((await npm(root, name, "lint")).stdout).toMatch(/^[1-9]\d* files checked, 0 problems$/m);
      expect((await npm(root, name, "test")).stdout).toMatch(/pass [1-9]/);
      const lcov = readFileSync(join(root, "services", name, "coverage/lcov.info"), "utf8");
      expect(linePercent(lcov)).toBeGreaterThanOrEqual(90);
    },
  );

  it("the lint fails on a file that does not parse", async () => {
    const root = checkOut("broken");
    cpSync(join(root, "README.md"), join(root, "services/info/src/broken.js"));
    await expect(npm(root, "info", "lint")).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining("broken.js"),
    });
  });
});

describe("running services", () => {
  it("pass their integration tests, and leave the results as JUnit when asked", async () => {
    const root = checkOut("integration");
    const { data, info } = await startBoth(root);
    await npm(root, "data", "test:integration", { BASE_URL: data.url, EXPECT_VERSION: "1.0.0" });
    const env = {
      BASE_URL: info.url,
      DATA_URL: data.url,
      EXPECT_VERSION: "2.0.0",
      JUNIT_FILE: join(root, "of info.xml"),
    };
    await npm(root, "info", "test:integration", env);
    expect(readFileSync(env.JUNIT_FILE, "utf8").match(/<testcase/g)).toHaveLength(5);
  });

  it("fail their integration tests when another version runs than expected", async () => {
    const { data } = await startBoth(source);
    const wrong = npm(source, "data", "test:integration", { BASE_URL: data.url, EXPECT_VERSION: "1.0.1" });
    await expect(wrong).rejects.toMatchObject({ code: 1 });
  });

  it("info goes on with the levels it has while data is away", async () => {
    const data = await start(source, "data");
    const info = await start(source, "info", { DATA_URL: data.url, FRESH_MS: "0" });
    expect((await fetch(info.url)).status).toBe(200);
    await data.kill();
    expect((await fetch(info.url)).status).toBe(200);
    expect(await measureTraffic(info.url, { requests: 100 })).toMatchObject({ failures: 0 });
  });

  it("info without data and without levels answers 503, stays healthy, and recovers with data", async () => {
    const data = await start(source, "data");
    await data.kill();
    const info = await start(source, "info", { DATA_URL: data.url });
    expect((await fetch(info.url)).status).toBe(503);
    expect((await fetch(`${info.url}/healthz`)).status).toBe(200);
    await start(source, "data", { PORT: new URL(data.url).port });
    expect((await fetch(info.url)).status).toBe(200);
  });

  it("meet their objectives as they are: no failures, 95 % within 50 and 200 ms", async () => {
    const { data, info } = await startBoth(source);
    const told = await measureTraffic(info.url, { requests: 2000 });
    expect(told.failures).toBe(0);
    expect(told.shareOver(50)).toBeLessThan(0.05);
    const levels = await measureTraffic(`${data.url}/api/levels`, { requests: 1000 });
    expect(levels.failures).toBe(0);
    expect(levels.shareOver(200)).toBeLessThan(0.05);
  });
});

describe("SIGTERM", () => {
  it("lets a request in flight finish, refuses new ones, and ends with 0", async () => {
    const { asked, answer, url, close } = await holdData();
    const info = await start(source, "info", { DATA_URL: url });
    const inFlight = fetch(info.url);
    await asked;
    info.child.kill("SIGTERM");
    await info.line("draining");
    await expect(connect(info.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    answer();
    const response = await inFlight;
    expect(response.status).toBe(200);
    expect(await response.json()).toHaveLength(1);
    expect(await info.exited).toEqual([0, null]);
    close();
  });

  it("gives up on a request that outlasts DRAIN_MS, and says so with exit code 1", async () => {
    const { asked, url, close } = await holdData();
    const info = await start(source, "info", { DATA_URL: url, DRAIN_MS: "50", DATA_TIMEOUT_MS: "60000" });
    const inFlight = fetch(info.url).catch(() => "broken");
    await asked;
    info.child.kill("SIGTERM");
    expect(await info.exited).toEqual([1, null]);
    expect(await inFlight).toBe("broken");
    close();
  });
});

describe("bad configuration", () => {
  it.each([
    ["data", { PORT: "http", HOST: "", DRAIN_MS: "soon" }, ["HOST", "PORT", "DRAIN_MS"]],
    ["info", { PORT: "70000", DATA_URL: "data:9876", FRESH_MS: "-1" }, ["PORT", "DATA_URL", "FRESH_MS"]],
  ])("%s names every bad value and ends with 1", async (service, env, names) => {
    const node = run(process.execPath, ["src/server.js"], {
      cwd: join(source, "services", service),
      env: { ...process.env, ...env },
    });
    const failure = await node.catch((error: { readonly code: number; readonly stdout: string }) => error);
    expect(failure).toMatchObject({ code: 1 });
    const { msg, problems } = JSON.parse(failure.stdout) as { msg: string; problems: string[] };
    expect(msg).toBe("bad configuration");
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(names);
  });
});

describe("the changes that go wrong", () => {
  it.each(["regression-errors", "regression-latency"])("%s passes every check of the repository", async (patch) => {
    const root = checkOut(`${patch}-checks`, [patch]);
    await npm(root, "info", "lint");
    await npm(root, "info", "test");
    expect(linePercent(readFileSync(join(root, "services/info/coverage/lcov.info"), "utf8"))).toBeGreaterThanOrEqual(
      90,
    );
    const { data, info } = await startBoth(root);
    await npm(root, "info", "test:integration", { BASE_URL: info.url, DATA_URL: data.url });
  });

  it("regression-errors fails 5 % of the requests, on every page, and no health check", async () => {
    const { info } = await startBoth(checkOut("errors", ["regression-errors"]));
    for (const path of ["/", "/api/info/saltmere"]) {
      const { failures } = await measureTraffic(`${info.url}${path}`, { requests: 2000 });
      expect(failures / 2000).toBeGreaterThan(0.03);
      expect(failures / 2000).toBeLessThan(0.07);
    }
    expect(await measureTraffic(`${info.url}/healthz`, { requests: 100 })).toMatchObject({ failures: 0 });
  });

  it("regression-latency fails nothing, and answers a fifth of the requests later than 50 ms", async () => {
    const { info } = await startBoth(checkOut("latency", ["regression-latency"]));
    const measured = await measureTraffic(info.url, { requests: 2000 });
    expect(measured.failures).toBe(0);
    expect(measured.shareOver(50)).toBeGreaterThan(0.15);
    expect(measured.shareOver(50)).toBeLessThan(0.5);
  });

  it("apply one after the other, in either order", () => {
    checkOut("one-two", ["regression-errors", "regression-latency"]);
    checkOut("two-one", ["regression-latency", "regression-errors"]);
  });
});

/** A data of our own that keeps its one reader waiting until told to answer. */
async function holdData() {
  const level = { station: "quay", name: "Quay", levelCm: 1, changeCmPerHour: 2, takenAt: new Date(0).toISOString() };
  const asked = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request: IncomingMessage, response) => asked.resolve(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: asked.promise,
    answer: () => void asked.promise.then((response) => response.end(JSON.stringify([level]))),
    close: () => server.close().closeAllConnections(),
  };
}

function connect(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(port), hostname, () => resolve(void socket.destroy()));
    socket.on("error", reject);
  });
}
