import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { create } from "tar";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { digestOf } from "../../registry/image-registry.ts";
import type { Digest } from "../../release/release.ts";
import { bundleLayerType, imageConfigType, imageManifestType } from "./bundle-image.ts";
import { parseIgnoreFile } from "./ignore-file.ts";

export interface BundleOptions {
  /** Folder that is packed. Its `.dockerignore` is honoured; `.git` never goes in. */
  readonly directory: string;
  /** Program and arguments, as in a Dockerfile's exec form. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the folder lies in the image and the command runs, for example `/app`. @default / */
  readonly workingDirectory?: string;
  readonly exposedPorts?: readonly number[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** An image that was made and not pushed yet. The same input always gives the same digest. */
export interface Bundle {
  readonly digest: Digest;
  readonly manifest: Buffer<ArrayBuffer>;
  readonly config: Buffer<ArrayBuffer>;
  readonly layer: Buffer<ArrayBuffer>;
}

/** Where a bundle goes; `ImageRegistry` is one. */
export interface BundleRegistry {
  putBlob(image: string, bytes: Uint8Array<ArrayBuffer>): Promise<Digest>;
  putManifest(image: string, bytes: Uint8Array, mediaType: string, reference?: string): Promise<Digest>;
}

/** @throws TidegateError `invalid-input` when the folder has nothing to pack or a file that cannot be packed */
export async function makeBundle(options: BundleOptions): Promise<Bundle> {
  const layer = await packDirectory(options);
  const config = toJson({
    architecture: "amd64",
    os: "linux",
    config: {
      Cmd: options.command,
      Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
      WorkingDir: options.workingDirectory ?? "/",
      ExposedPorts: Object.fromEntries((options.exposedPorts ?? []).map((port) => [`${port}/tcp`, {}])),
      Labels: options.labels ?? {},
    },
    rootfs: { type: "layers", diff_ids: [digestOf(gunzipSync(layer))] },
  });
  const manifest = toJson({
    schemaVersion: 2,
    mediaType: imageManifestType,
    config: { mediaType: imageConfigType, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: bundleLayerType, digest: digestOf(layer), size: layer.length }],
  });
  return { digest: digestOf(manifest), manifest, config, layer };
}

/** Uploads a bundle, and points `tag` at it if there is one. Doing it again changes nothing. */
export async function pushBundle(
  registry: BundleRegistry,
  image: string,
  bundle: Bundle,
  tag?: string,
): Promise<Digest> {
  await registry.putBlob(image, bundle.config);
  await registry.putBlob(image, bundle.layer);
  return registry.putManifest(image, bundle.manifest, imageManifestType, tag);
}

async function packDirectory({ directory, workingDirectory = "/" }: BundleOptions): Promise<Buffer<ArrayBuffer>> {
  const files = listFiles(directory);
  if (files.length === 0) {
    throw new TidegateError("invalid-input", `${directory} has no files to make a bundle of. Check .dockerignore.`);
  }
  const prefix = workingDirectory.split("/").filter(Boolean).join("/");
  const stream = create(
    {
      cwd: directory,
      prefix,
      portable: true,
      noDirRecurse: true,
      mtime: new Date(0),
      gzip: { level: 6 },
      strict: true,
      // Whether a file may run is content; who may read it here is not.
      onWriteEntry: (entry) => {
        if (entry.stat) entry.stat.mode = (entry.stat.mode & ~0o777) | (entry.stat.mode & 0o100 ? 0o755 : 0o644);
      },
    },
    files.map((file) => `./${file}`),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Files and links in a fixed order; folders follow from them. */
function listFiles(directory: string): readonly string[] {
  const ignored = parseIgnoreFile(readIgnoreFile(directory));
  const visit = (folder: string): string[] =>
    readdirSync(join(directory, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return path === ".git" ? [] : visit(path);
      return ignored(path) || !(entry.isFile() || entry.isSymbolicLink()) ? [] : [path];
    });
  return visit("").sort((a, b) => (a < b ? -1 : 1));
}

function readIgnoreFile(directory: string): string {
  try {
    return readFileSync(join(directory, ".dockerignore"), "utf8");
  } catch {
    return "";
  }
}

function toJson(value: unknown): Buffer<ArrayBuffer> {
  return Buffer.from(JSON.stringify(value));
}
