import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { extract } from "tar";
import { quoteValue } from "../../errors/quote-value.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { StoredManifest } from "../../registry/image-registry.ts";
import type { Digest } from "../../release/release.ts";
import { writeAtomically } from "./atomic-write.ts";
import { type BundleConfig, bundleConfigSchema, parseBundleConfig, parseBundleManifest } from "./bundle-image.ts";
import { releasePath } from "./embedded-paths.ts";

/** Where bundles come from, each part verified against its digest; `ImageRegistry` is one. */
export interface BundleSource {
  getManifest(image: string, digest: Digest): Promise<StoredManifest>;
  getBlob(image: string, digest: Digest): Promise<Buffer>;
}

/** A bundle that lies unpacked on this machine. */
export interface UnpackedBundle {
  readonly config: BundleConfig;
  /** What the image calls `/`. */
  readonly root: string;
}

/**
 * Pulls a release and unpacks it, unless it is here already. It appears complete or not at all; two who do it at once
 * end with one.
 *
 * @throws TidegateError `not-found`, `unsupported` (no bundle), UnavailableError
 */
export async function ensureUnpacked(home: string, image: string, digest: Digest, source: BundleSource): Promise<void> {
  const place = releasePath(home, digest);
  if (existsSync(place)) return;
  const name = `${image}@${digest}`;
  const manifest = parseBundleManifest((await source.getManifest(image, digest)).bytes.toString("utf8"), name);
  const configText = (await source.getBlob(image, manifest.config.digest)).toString("utf8");
  const config = parseBundleConfig(configText, name);
  const [layer] = manifest.layers;
  if (layer === undefined) throw new TidegateError("unsupported", `${name} has no layer.`);
  const temporary = join(dirname(place), `.${randomUUID()}.new`);
  try {
    const root = join(temporary, "root");
    mkdirSync(root, { recursive: true });
    await unpack(await source.getBlob(image, layer.digest), root, name);
    writeAtomically(join(temporary, "bundle.json"), JSON.stringify(config));
    moveIntoPlace(temporary, place);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @throws TidegateError `not-found` when the release is not on this machine */
export function getUnpacked(home: string, digest: Digest): UnpackedBundle {
  const place = releasePath(home, digest);
  try {
    const config = bundleConfigSchema.parse(JSON.parse(readFileSync(join(place, "bundle.json"), "utf8")));
    return { config, root: join(place, "root") };
  } catch (cause) {
    const message = `${digest} is not unpacked in ${place}. Promote it again, so that it is pulled from its registry.`;
    throw new TidegateError("not-found", message, { cause });
  }
}

/**
 * The bytes are those of the digest, and still nobody has vouched for the names in them: an entry that would land
 * outside, or a link that leads there, spoils the whole bundle.
 */
async function unpack(layer: Buffer, root: string, name: string): Promise<void> {
  const bad: string[] = [];
  const unpacker = extract({
    cwd: root,
    strict: true,
    preserveOwner: false,
    filter: (path, entry) => {
      const type = "type" in entry ? entry.type : undefined;
      const target = "linkpath" in entry ? (entry.linkpath ?? "") : "";
      if (isInside(path) && isAllowed(type) && (target === "" || isInside(linkTarget(path, type, target)))) return true;
      bad.push(path);
      return false;
    },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      unpacker.on("close", resolve);
      unpacker.on("error", reject);
      unpacker.end(layer);
    });
  } catch (cause) {
    throw new TidegateError("unsupported", `The layer of ${name} cannot be unpacked. Build it again.`, { cause });
  }
  if (bad.length === 0) return;
  const first = quoteValue(bad[0] ?? "");
  throw new TidegateError(
    "unsupported",
    `The layer of ${name} holds ${first}, which leads out of its folder or is no file, folder or link. Nothing of it is used.`,
  );
}

const allowedTypes = ["File", "OldFile", "ContiguousFile", "Directory", "SymbolicLink", "Link"];

function isAllowed(type: string | undefined): boolean {
  return type !== undefined && allowedTypes.includes(type);
}

/** A symbolic link starts at its own folder, a hard link at the root of the archive. */
function linkTarget(path: string, type: string | undefined, target: string): string {
  return type === "SymbolicLink" && !target.startsWith("/") ? join(dirname(path), target) : target;
}

function isInside(path: string): boolean {
  return !path.startsWith("/") && !/^[a-z]:/i.test(path) && !join(".", path).split("/").includes("..");
}

function moveIntoPlace(temporary: string, place: string): void {
  try {
    renameSync(temporary, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}
