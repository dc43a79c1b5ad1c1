import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digestOf, ImageRegistry } from "../../src/registry/index.ts";
import { mirrorsVariable } from "../../src/registry/registry-mirrors.ts";
import { digestSchema } from "../../src/release/release.ts";
import { type RegistryServer, startRegistryServer } from "../../src/testing/registry-server.ts";

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const credentials = { username: "ada", password: "correct horse" };

describe("ImageRegistry", () => {
  let server: RegistryServer;
  let registry: ImageRegistry;
  let image: string;

  beforeEach(async () => {
    server = await startRegistryServer();
    registry = new ImageRegistry({ attempts: 1, timeoutMs: 500 });
    image = `${server.host}/acme/info`;
  });
  afterEach(() => server.close());

  const push = async (text: string, tag?: string) => {
    const config = await registry.putBlob(image, Buffer.from(text));
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, config: { digest: config }, layers: [] }));
    return registry.putManifest(image, manifest, manifestType, tag);
  };

  it("finds what it put: manifest, blob, tag", async () => {
    const digest = await push("config", "1.0.0");
    expect(await registry.findDigest(image, "1.0.0")).toBe(digest);
    const manifest = await registry.getManifest(image, digest);
    expect(manifest).toMatchObject({ digest, mediaType: manifestType });
    expect((await registry.getBlob(image, digestOf(Buffer.from("config")))).toString()).toBe("config");
  });

  it("uploads a blob once", async () => {
    await registry.putBlob(image, Buffer.from("same"));
    await registry.putBlob(image, Buffer.from("same"));
    expect(server.requests.filter((line) => line.startsWith("PUT"))).toHaveLength(1);
  });

  it("finds no digest for a tag or an image that is not there", async () => {
    expect(await registry.findDigest(image, "1.0.0")).toBeUndefined();
    await push("config", "1.0.0");
    expect(await registry.findDigest(image, "2.0.0")).toBeUndefined();
  });

  it("points a tag at a digest, and doing it again changes nothing", async () => {
    const digest = await push("config");
    await registry.tag(image, digest, "1.0.0");
    const puts = () => server.requests.filter((line) => line.startsWith("PUT")).length;
    const before = puts();
    await registry.tag(image, digest, "1.0.0");
    expect(puts()).toBe(before);
    expect(await registry.findDigest(image, "1.0.0")).toBe(digest);
  });

  it("never moves a tag", async () => {
    const first = await push("one", "1.0.0");
    const second = await push("two");
    await expect(registry.tag(image, second, "1.0.0")).rejects.toMatchObject({
      code: "conflict",
      message: `${image}:1.0.0 is already at ${first}, not at ${second}. A tag is never moved; choose another version.`,
    });
    expect(await registry.findDigest(image, "1.0.0")).toBe(first);
  });

  it("cannot tag what is not there", async () => {
    const digest = digestSchema.parse(`sha256:${"0".repeat(64)}`);
    await expect(registry.tag(image, digest, "1.0.0")).rejects.toMatchObject({ code: "not-found" });
  });

  it("lists the tags of all pages, and none of an image that is not there", async () => {
    expect(await registry.listTags(image)).toEqual([]);
    const digest = await push("config");
    const tags = Array.from({ length: 1_050 }, (_, index) => `1.0.0-alpha.${String(index).padStart(4, "0")}`);
    for (const tag of tags)
      await registry.putManifest(image, (await registry.getManifest(image, digest)).bytes, manifestType, tag);
    expect(await registry.listTags(image)).toEqual(tags);
    expect(server.requests.filter((line) => line.endsWith("/tags/list"))).toHaveLength(3);
  });

  it.each([
    ["an upper-case image", "ghcr.io/Acme/info", "1.0.0"],
    ["an image with a tag", "ghcr.io/acme/info:1", "1.0.0"],
    ["an image that climbs", "ghcr.io/../info", "1.0.0"],
    ["no image", "", "1.0.0"],
    ["a tag with shell in it", "ghcr.io/acme/info", "$(id)"],
    ["a tag with a slash", "ghcr.io/acme/info", "a/b"],
    ["no tag", "ghcr.io/acme/info", ""],
  ])("refuses %s before it asks anybody", async (_, name, tag) => {
    await expect(registry.findDigest(name, tag)).rejects.toMatchObject({ code: "invalid-input" });
  });

  it.each([
    ["a server error", { answer: 503 }, /answered 503/],
    ["too many requests", { answer: 429 }, /answered 429/],
    ["silence", { answer: "hang" }, /did not answer within 0.5 s/],
    ["a list that is none", { answer: "garbage" }, /is not one/],
  ] as const)("says that it is unavailable at %s, and nothing in its place", async (_, fault, message) => {
    await push("config", "1.0.0");
    server.fail({ ...fault, times: 9 });
    const error = { code: "unavailable", message: expect.stringMatching(message) };
    await expect(registry.listTags(image)).rejects.toMatchObject(error);
  });

  it("says that it is unavailable when nobody listens", async () => {
    await server.close();
    const error = { code: "unavailable", message: expect.stringContaining("ECONNREFUSED") };
    await expect(registry.findDigest(image, "1.0.0")).rejects.toMatchObject(error);
  });

  it("tries again what fails in passing", async () => {
    const digest = await push("config", "1.0.0");
    server.fail({ answer: 503, times: 2 });
    expect(await new ImageRegistry({ attempts: 3 }).findDigest(image, "1.0.0")).toBe(digest);
  });

  it("uses nothing that does not match its digest", async () => {
    const digest = await push("config");
    server.fail({ answer: "garbage", times: 1 });
    await expect(registry.getManifest(image, digest)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("asks a mirror in the registry's place", async () => {
    const digest = await push("config", "1.0.0");
    const mirrored = ImageRegistry.fromEnvironment({
      HOME: "/nonexistent",
      [mirrorsVariable]: JSON.stringify({ "ghcr.io": server.url }),
    });
    expect(await mirrored.findDigest("ghcr.io/acme/info", "1.0.0")).toBe(digest);
  });

  it.each(["{", "[]", '{"ghcr.io":5}', '{"ghcr.io":"file:///etc"}'])("refuses %s as mirrors", (text) => {
    const make = () => ImageRegistry.fromEnvironment({ [mirrorsVariable]: text });
    expect(make).toThrow(expect.objectContaining({ code: "invalid-configuration" }));
  });
});

describe("ImageRegistry at a registry that wants credentials", () => {
  let server: RegistryServer;
  let config: string;
  let image: string;

  beforeEach(async () => {
    server = await startRegistryServer({ credentials });
    config = mkdtempSync(join(tmpdir(), "tidegate-docker-"));
    image = `${server.host}/acme/info`;
  });
  afterEach(async () => {
    await server.close();
    rmSync(config, { recursive: true });
  });

  const withConfig = (text: string) => {
    writeFileSync(join(config, "config.json"), text);
    return ImageRegistry.fromEnvironment({ DOCKER_CONFIG: config });
  };
  const auths = (password: string) =>
    JSON.stringify({ auths: { [server.host]: { auth: btoa(`${credentials.username}:${password}`) } } });

  it("signs in with what docker login wrote, once", async () => {
    const registry = withConfig(auths(credentials.password));
    const digest = await registry.putBlob(image, Buffer.from("blob"));
    expect((await registry.getBlob(image, digest)).toString()).toBe("blob");
    await registry.getBlob(image, digest);
    expect(server.requests.filter((line) => line === "GET /token")).toHaveLength(2);
  });

  it.each([
    ["wrong credentials", () => auths("wrong horse")],
    ["none", () => "{}"],
  ])("says what to do with %s, without repeating them", async (_, text) => {
    const asked = withConfig(text()).findDigest(image, "1.0.0");
    await expect(asked).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining(`log in to ${server.host}`),
    });
    const message = await asked.catch((error: unknown) => String(error));
    expect(message).not.toContain("horse");
    expect(message).not.toContain(btoa("ada:wrong horse"));
  });

  it("does not send a registry's password to its mirror", async () => {
    const text = JSON.stringify({ auths: { "ghcr.io": { auth: btoa("ada:correct horse") } } });
    writeFileSync(join(config, "config.json"), text);
    const mirrored = ImageRegistry.fromEnvironment({
      DOCKER_CONFIG: config,
      [mirrorsVariable]: JSON.stringify({ "ghcr.io": server.url }),
    });
    await expect(mirrored.findDigest("ghcr.io/acme/info", "1.0.0")).rejects.toMatchObject({ code: "unsupported" });
  });

  it("says that a damaged config.json is damaged, without quoting it", async () => {
    const asked = withConfig('{"auths": {"x": {"auth": "c2VjcmV0"').findDigest(image, "1.0.0");
    await expect(asked).rejects.toMatchObject({ code: "invalid-configuration" });
    expect(await asked.catch((error: unknown) => String(error))).not.toContain("c2VjcmV0");
  });
});
