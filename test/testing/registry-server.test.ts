import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf, ImageRegistry } from "../../src/registry/index.ts";
import { startRegistryServer } from "../../src/testing/registry-server.ts";

describe("startRegistryServer", () => {
  it("keeps images in a folder for the next server", async () => {
    const directory = mkdtempSync(join(tmpdir(), "tidegate-registry-"));
    const manifest = Buffer.from('{"schemaVersion":2,"layers":[]}');
    const registry = new ImageRegistry({ attempts: 1 });
    try {
      const first = await startRegistryServer({ directory });
      await registry.putManifest(
        `${first.host}/acme/info`,
        manifest,
        "application/vnd.oci.image.manifest.v1+json",
        "1.0.0",
      );
      await first.close();
      const second = await startRegistryServer({ directory });
      expect(await registry.findDigest(`${second.host}/acme/info`, "1.0.0")).toBe(digestOf(manifest));
      await second.close();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it.each([
    ["a manifest whose blobs are missing", "manifests/1.0.0", `{"config":{"digest":"sha256:${"0".repeat(64)}"}}`],
    ["a manifest under another digest", `manifests/sha256:${"0".repeat(64)}`, "{}"],
    ["a blob under another digest", `blobs/uploads/1?digest=sha256:${"0".repeat(64)}`, "bytes"],
  ])("refuses %s, as a real registry does", async (_, path, body) => {
    const server = await startRegistryServer();
    const answer = await fetch(`${server.url}/v2/acme/info/${path}`, { method: "PUT", body });
    expect(answer.status).toBe(400);
    await server.close();
  });
});
