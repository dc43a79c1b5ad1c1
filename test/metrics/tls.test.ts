import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ScrapeMetrics } from "../../src/metrics/scrape-metrics.ts";
import { type Loopback, startLoopback } from "../../src/testing/loopback.ts";

const openssl = "openssl";
const isMissing = !process.env.CI && spawnSync(openssl, ["version"]).error !== undefined;

describe.skipIf(isMissing)(`https${isMissing ? " (skipped: no openssl on the PATH)" : ""}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-tls-"));
  let server: Loopback;
  let ca: string;
  beforeAll(async () => {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    execFileSync(openssl, ["req", "-x509", ...kind, "-keyout", key, "-out", certificate, ...names], { stdio: "pipe" });
    ca = readFileSync(certificate, "utf8");
    const options = { key: readFileSync(key), cert: ca };
    const page = 'tidegate_requests_total{arm="stable",instance="a",code="200"} 5\n';
    server = await startLoopback(createServer(options, (_, response) => response.end(page)));
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const metrics = (changes: { readonly ca?: string }) =>
    new ScrapeMetrics({
      pages: [{ url: server.url.replace("http:", "https:") }],
      objectives: [{ kind: "availability", target: 0.999 }],
      clock: { nowMs: Date.now },
      credentials: { kind: "bearer", token: "hunter2" },
      ...changes,
    });

  it("trusts the declared authority", async () => {
    expect((await metrics({ ca }).read()).arms).toHaveProperty("stable");
  });

  it("trusts nobody else, and says why", async () => {
    await expect(metrics({}).read()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/cannot be reached \(DEPTH_ZERO_SELF_SIGNED_CERT\)/),
    });
  });
});
