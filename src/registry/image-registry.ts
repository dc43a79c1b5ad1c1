import { createHash } from "node:crypto";
import { quoteValue } from "../errors/quote-value.ts";
import { ConflictError, TidegateError, UnavailableError } from "../errors/tidegate-error.ts";
import { type Digest, digestSchema } from "../release/release.ts";
import { dockerCredentials, type FindCredentials } from "./docker-credentials.ts";
import { checkTag, parseImageName } from "./image-name.ts";
import { mirrorsVariable, parseRegistryMirrors, type RegistryMirrors, registryUrl } from "./registry-mirrors.ts";
import { type RegistryReply, type RegistryRequest, RegistrySession } from "./registry-session.ts";

export interface ImageRegistryOptions {
  readonly findCredentials?: FindCredentials;
  readonly mirrors?: RegistryMirrors;
  /** How long one request may take. @default 30000 */
  readonly timeoutMs?: number;
  /** Tries in all for a request that fails in passing. @default 4 */
  readonly attempts?: number;
}

/** A manifest exactly as the registry keeps it; its digest is that of `bytes`. */
export interface StoredManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Kinds of manifest that are asked for; an index is taken as it is, never resolved to a platform. */
const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
const maxBlobBytes = 1024 * 1024 * 1024;
const maxTagPages = 1_000;

export function digestOf(bytes: Uint8Array): Digest {
  return digestSchema.parse(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
}

/**
 * Client of the OCI distribution API, https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md. An image
 * is named without tag or digest, like `ghcr.io/acme/info`. Every method throws `UnavailableError` when the registry does
 * not answer properly, and `TidegateError` `unsupported` when it refuses our credentials.
 */
export class ImageRegistry {
  readonly #options: Required<ImageRegistryOptions>;
  readonly #sessions = new Map<string, RegistrySession>();

  constructor(options: ImageRegistryOptions = {}) {
    this.#options = {
      findCredentials: options.findCredentials ?? (() => undefined),
      mirrors: options.mirrors ?? {},
      timeoutMs: options.timeoutMs ?? 30_000,
      attempts: options.attempts ?? 4,
    };
  }

  /** With Docker's logins and the mirrors in TIDEGATE_REGISTRY_MIRRORS. */
  static fromEnvironment(env: Readonly<Record<string, string | undefined>>): ImageRegistry {
    const mirrors = parseRegistryMirrors(env[mirrorsVariable]);
    return new ImageRegistry({ findCredentials: dockerCredentials(env), mirrors });
  }

  /** The digest a tag points at, or `undefined` when there is no such tag or image. */
  async findDigest(image: string, tag: string): Promise<Digest | undefined> {
    const reply = await this.#pull(image, `manifests/${checkTag(tag)}`, { headers: acceptManifests, expect: [404] });
    return reply.status === 404 ? undefined : digestOf(reply.bytes);
  }

  /**
   * Points a tag at an image that is already there. Doing it again changes nothing.
   *
   * @throws ConflictError when the tag is at another image: a tag is never moved
   */
  async tag(image: string, digest: Digest, tag: string): Promise<void> {
    const current = await this.findDigest(image, tag);
    if (current !== undefined && current !== digest) throw movedTag(image, tag, current, digest);
    if (current === digest) return;
    const { bytes, mediaType } = await this.getManifest(image, digest);
    await this.putManifest(image, bytes, mediaType, tag);
    // The API has no compare-and-swap, so two writers can both see no tag; the one that is overwritten must know.
    const after = await this.findDigest(image, tag);
    if (after !== digest) throw movedTag(image, tag, after ?? "nothing", digest);
  }

  /** All tags in the registry's order; empty when there is no such image. */
  async listTags(image: string): Promise<readonly string[]> {
    const tags: string[] = [];
    let path: string | undefined = "tags/list?n=1000";
    for (let page = 0; path !== undefined && page < maxTagPages; page += 1) {
      const reply: RegistryReply = await this.#pull(image, path, { expect: [404] });
      if (reply.status === 404) return tags;
      tags.push(...parseTags(reply.bytes, image));
      path = nextPage(reply.headers.get("link"));
    }
    return tags;
  }

  /** @throws TidegateError `not-found` when there is none; UnavailableError when its bytes do not match the digest */
  async getManifest(image: string, digest: Digest): Promise<StoredManifest> {
    const reply = await this.#pull(image, `manifests/${digest}`, { headers: acceptManifests, expect: [404] });
    if (reply.status === 404) throw notFound(image, digest);
    const mediaType = reply.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
    return { digest, mediaType, bytes: verified(reply.bytes, digest, image) };
  }

  /** @throws TidegateError `not-found` when there is none; UnavailableError when its bytes do not match the digest */
  async getBlob(image: string, digest: Digest): Promise<Buffer> {
    const reply = await this.#pull(image, `blobs/${digest}`, { expect: [404], maxBytes: maxBlobBytes });
    if (reply.status === 404) throw notFound(image, digest);
    return verified(reply.bytes, digest, image);
  }

  /** Uploads a blob unless it is there already. */
  async putBlob(image: string, bytes: Uint8Array<ArrayBuffer>): Promise<Digest> {
    const digest = digestOf(bytes);
    const present = await this.#push(image, `blobs/${digest}`, { method: "HEAD", expect: [404] });
    if (present.status !== 404) return digest;
    const upload = await this.#push(image, "blobs/uploads/", { method: "POST" });
    const location = upload.headers.get("location");
    if (location === null) throw new UnavailableError(`The registry of ${image} did not say where to upload to.`);
    const { session, root, scope } = this.#locate(image, "pull,push");
    const url = new URL(location, `http://relative.invalid/${root}blobs/uploads/`);
    url.searchParams.set("digest", digest);
    const path = url.hostname === "relative.invalid" ? `${url.pathname}${url.search}` : url.href;
    const headers = { "content-type": "application/octet-stream" };
    await session.request(path, scope, { method: "PUT", headers, body: bytes });
    return digest;
  }

  /** @param reference a tag to point at it; without one it is reachable by digest alone */
  async putManifest(image: string, bytes: Uint8Array, mediaType: string, reference?: string): Promise<Digest> {
    const digest = digestOf(bytes);
    const place = reference === undefined ? digest : checkTag(reference);
    const request = { method: "PUT", headers: { "content-type": mediaType }, body: Uint8Array.from(bytes) };
    await this.#push(image, `manifests/${place}`, request);
    return digest;
  }

  #pull(image: string, path: string, request: RegistryRequest): Promise<RegistryReply> {
    const { session, root, scope } = this.#locate(image, "pull");
    return session.request(path.startsWith("/") ? path : `${root}${path}`, scope, request);
  }

  #push(image: string, path: string, request: RegistryRequest): Promise<RegistryReply> {
    const { session, root, scope } = this.#locate(image, "pull,push");
    return session.request(`${root}${path}`, scope, request);
  }

  #locate(image: string, actions: string): { session: RegistrySession; root: string; scope: string } {
    const { host, repository } = parseImageName(image);
    const { mirrors, findCredentials, timeoutMs, attempts } = this.#options;
    const baseUrl = registryUrl(host, mirrors);
    // A mirror is another party: it gets its own credentials, never those of the registry it stands for.
    const credentialsHost = mirrors[host] === undefined ? host : new URL(baseUrl).host;
    const session =
      this.#sessions.get(host) ??
      new RegistrySession({ host, baseUrl, credentialsHost, findCredentials, timeoutMs, attempts });
    this.#sessions.set(host, session);
    return { session, root: `v2/${repository}/`, scope: `repository:${repository}:${actions}` };
  }
}

const acceptManifests = { accept: manifestTypes.join(", ") };

function verified(bytes: Buffer, digest: Digest, image: string): Buffer {
  const actual = digestOf(bytes);
  if (actual === digest) return bytes;
  throw new UnavailableError(
    `What the registry sent for ${image}@${digest} has the digest ${actual}: it was changed or cut on the way. Nothing of it is used; try again.`,
  );
}

function notFound(image: string, digest: Digest): TidegateError {
  return new TidegateError(
    "not-found",
    `${image}@${digest} is not in its registry. Deliver it again, or check the image's name in the manifest.`,
  );
}

function movedTag(image: string, tag: string, current: string, wanted: Digest): ConflictError {
  return new ConflictError(
    `${image}:${tag} is already at ${current}, not at ${wanted}. A tag is never moved; choose another version.`,
  );
}

function parseTags(bytes: Buffer, image: string): readonly string[] {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    const tags = typeof body === "object" && body !== null && "tags" in body ? body.tags : undefined;
    if (tags === null) return [];
    if (Array.isArray(tags) && tags.every((tag) => typeof tag === "string")) return tags;
  } catch {
    // Falls through: what is no JSON is no list either.
  }
  throw new UnavailableError(
    `The registry's list of tags of ${image} is not one: ${quoteValue(bytes.subarray(0, 60).toString("utf8"))}.`,
  );
}

function nextPage(link: string | null): string | undefined {
  const target = link?.match(/<([^>]+)>\s*;\s*rel="?next"?/)?.[1];
  if (target === undefined) return undefined;
  const url = new URL(target, "http://relative.invalid/");
  return `${url.pathname}${url.search}`;
}
