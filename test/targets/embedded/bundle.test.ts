import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, Header } from "tar";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digestOf, ImageRegistry } from "../../../src/registry/index.ts";
import { type Bundle, makeBundle, pushBundle } from "../../../src/targets/embedded/bundle.ts";
import { bundleLayerType, imageConfigType, imageManifestType } from "../../../src/targets/embedded/bundle-image.ts";
import { ensureUnpacked, getUnpacked } from "../../../src/targets/embedded/bundle-store.ts";
import { type RegistryServer, startRegistryServer } from "../../../src/testing/registry-server.ts";

describe("bundles", () => {
  let scratch: string;
  let directory: string;
  let home: string;
  let server: RegistryServer;
  let image: string;
  const registry = new ImageRegistry({ attempts: 1 });

  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), "tidegate-bundle-"));
    directory = join(scratch, "service");
    home = join(scratch, "home");
    mkdirSync(join(directory, "src"), { recursive: true });
    writeFileSync(join(directory, "src", "server.js"), "serve();\n");
    writeFileSync(join(directory, "run"), "#!/bin/sh\n", { mode: 0o755 });
    server = await startRegistryServer();
    image = `${server.host}/acme/info`;
  });
  afterEach(async () => {
    await server.close();
    rmSync(scratch, { recursive: true });
  });

  const make = () => makeBundle({ directory, command: ["node", "src/server.js"], workingDirectory: "/app" });
  const unpack = (digest: Bundle["digest"]) => ensureUnpacked(home, image, digest, registry);

  it("have the same digest whenever, wherever and in whatever order the files were made", async () => {
    const first = await make();
    const other = join(scratch, "elsewhere");
    mkdirSync(join(other, "src"), { recursive: true });
    writeFileSync(join(other, "run"), "#!/bin/sh\n", { mode: 0o711 });
    writeFileSync(join(other, "src", "server.js"), "serve();\n", { mode: 0o600 });
    utimesSync(join(other, "src", "server.js"), 1, 1);
    directory = other;
    expect((await make()).digest).toBe(first.digest);
  });

  it("have another digest when a byte, a name or the command changes", async () => {
    const digests = [(await make()).digest];
    digests.push((await makeBundle({ directory, command: ["node", "other.js"], workingDirectory: "/app" })).digest);
    writeFileSync(join(directory, "src", "server.js"), "serve()\n");
    digests.push((await make()).digest);
    writeFileSync(join(directory, "extra"), "");
    digests.push((await make()).digest);
    expect(new Set(digests).size).toBe(4);
  });

  it("come back from a registry as they went in, and are pulled once", async () => {
    const bundle = await make();
    await pushBundle(registry, image, bundle, "1.0.0");
    await unpack(bundle.digest);
    const { config, root } = getUnpacked(home, bundle.digest);
    expect(config).toMatchObject({ Cmd: ["node", "src/server.js"], WorkingDir: "/app" });
    expect(readFileSync(join(root, "app/src/server.js"), "utf8")).toBe("serve();\n");
    const requests = server.requests.length;
    await unpack(bundle.digest);
    expect(server.requests).toHaveLength(requests);
  });

  it("leave out .git and what .dockerignore names", async () => {
    for (const folder of [".git", "node_modules/x", "coverage"])
      mkdirSync(join(directory, folder), { recursive: true });
    for (const file of [".git/HEAD", "node_modules/x/index.js", "coverage/lcov.info", "notes.md", "README.md"]) {
      writeFileSync(join(directory, file), "");
    }
    writeFileSync(
      join(directory, ".dockerignore"),
      "# build\nnode_modules\ncoverage/\n*.md\n!README.md\n.dockerignore\n",
    );
    const bundle = await make();
    await pushBundle(registry, image, bundle);
    await unpack(bundle.digest);
    const files = readdirSync(join(getUnpacked(home, bundle.digest).root, "app")).sort();
    expect(files).toEqual(["README.md", "run", "src"]);
  });

  it("cannot be made of nothing", async () => {
    writeFileSync(join(directory, ".dockerignore"), "**\n");
    await expect(make()).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("are unpacked once by several at the same moment", async () => {
    const { digest } = await push(await make());
    await Promise.all(Array.from({ length: 4 }, () => unpack(digest)));
    expect(readdirSync(join(home, "releases"))).toEqual([digest.replace(":", "-")]);
  });

  it("keep a link inside, and are refused whole when one leads out", async () => {
    symlinkSync("server.js", join(directory, "src", "main.js"));
    const fine = await push(await make());
    await unpack(fine.digest);
    expect(readFileSync(join(getUnpacked(home, fine.digest).root, "app/src/main.js"), "utf8")).toBe("serve();\n");
    symlinkSync("../../../../../etc/passwd", join(directory, "src", "passwd"));
    await expectRefused(await push(await make()), /leads out of its folder/);
  });

  it.each([
    ["climbs out", { path: "../outside", type: "File" }],
    ["climbs out further in", { path: "app/../../outside", type: "File" }],
    ["starts at the root", { path: "/outside", type: "File" }],
    ["is an absolute link", { path: "app/link", type: "SymbolicLink", linkpath: "/etc" }],
    ["is a hard link to outside", { path: "app/link", type: "Link", linkpath: "../../outside" }],
    ["is a device", { path: "app/device", type: "CharacterDevice" }],
  ] as const)("are refused whole when an entry %s", async (_, entry) => {
    const header = new Header({ ...entry, size: 0, mode: 0o644, mtime: new Date(0) });
    const block = Buffer.alloc(512);
    header.encode(block);
    await expectRefused(await pushLayer(Buffer.concat([block, Buffer.alloc(1024)])), /leads out of its folder/);
    expect(existsSync(join(home, "outside"))).toBe(false);
  });

  it("are refused when their layer is no archive", async () => {
    await expectRefused(await pushLayer(Buffer.from("not an archive at all".repeat(100))), /cannot be unpacked/);
  });

  it("are what the embedded target runs: a container image is refused, and it is said that nothing here runs it yet", async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of create({ cwd: directory, gzip: true }, ["run"])) chunks.push(chunk);
    const type = "application/vnd.oci.image.layer.v1.tar+gzip";
    await expectRefused(
      await pushLayer(Buffer.concat(chunks), type),
      /a container image, not a bundle.*no target yet that runs container images/,
    );
  });

  it("are not used when a byte was changed on the way", async () => {
    const { digest, layer } = await push(await make());
    server.fail({ answer: "garbage", times: 1, matching: digestOf(layer) });
    await expect(unpack(digest)).rejects.toMatchObject({ code: "unavailable" });
    expect(readdirSync(join(home, "releases"))).toEqual([]);
  });

  it("that nobody pushed are not found", async () => {
    const { digest } = await make();
    await expect(unpack(digest)).rejects.toMatchObject({ code: "not-found" });
    expect(() => getUnpacked(home, digest)).toThrow(expect.objectContaining({ code: "not-found" }));
  });

  async function push(bundle: Bundle): Promise<Bundle> {
    await pushBundle(registry, image, bundle);
    return bundle;
  }

  async function pushLayer(
    layer: Buffer<ArrayBuffer>,
    mediaType: string = bundleLayerType,
  ): Promise<{ digest: Bundle["digest"] }> {
    const config = Buffer.from(JSON.stringify({ config: { Cmd: ["./run"] } }));
    const descriptor = (type: string, bytes: Buffer) => ({
      mediaType: type,
      digest: digestOf(bytes),
      size: bytes.length,
    });
    const body = {
      schemaVersion: 2,
      config: descriptor(imageConfigType, config),
      layers: [descriptor(mediaType, layer)],
    };
    await registry.putBlob(image, config);
    await registry.putBlob(image, layer);
    return { digest: await registry.putManifest(image, Buffer.from(JSON.stringify(body)), imageManifestType) };
  }

  async function expectRefused({ digest }: { digest: Bundle["digest"] }, message: RegExp): Promise<void> {
    await expect(unpack(digest)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(message),
    });
    expect(existsSync(join(home, "releases", digest.replace(":", "-")))).toBe(false);
  }
});
