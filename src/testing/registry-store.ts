import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const repositorySchema = z.object({
  tags: z.record(z.string(), z.string()),
  /** Digest → media type. */
  manifests: z.record(z.string(), z.string()),
});
const indexSchema = z.record(z.string(), repositorySchema);

export interface StoredContent {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export function sha256Of(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** What the loopback registry keeps: in memory, or also in a folder so that it outlives the server. */
export class RegistryStore {
  readonly #directory: string | undefined;
  readonly #blobs = new Map<string, Buffer>();
  readonly #index: z.output<typeof indexSchema>;

  constructor(directory?: string) {
    this.#directory = directory;
    if (directory !== undefined) mkdirSync(join(directory, "blobs"), { recursive: true });
    this.#index = readIndex(directory);
  }

  findBlob(digest: string): Buffer | undefined {
    const known = this.#blobs.get(digest);
    if (known !== undefined || this.#directory === undefined) return known;
    try {
      return readFileSync(blobPath(this.#directory, digest));
    } catch {
      return undefined;
    }
  }

  putBlob(bytes: Buffer): string {
    const digest = sha256Of(bytes);
    if (this.#directory === undefined) this.#blobs.set(digest, bytes);
    else writeFileSync(blobPath(this.#directory, digest), bytes);
    return digest;
  }

  /** @param reference a tag or a digest */
  findManifest(repository: string, reference: string): StoredContent | undefined {
    const known = this.#index[repository];
    const digest = reference.startsWith("sha256:") ? reference : known?.tags[reference];
    const mediaType = digest === undefined ? undefined : known?.manifests[digest];
    const bytes = digest === undefined ? undefined : this.findBlob(digest);
    return digest && mediaType && bytes ? { digest, mediaType, bytes } : undefined;
  }

  putManifest(repository: string, reference: string, mediaType: string, bytes: Buffer): string {
    const digest = this.putBlob(bytes);
    const known = this.#index[repository] ?? { tags: {}, manifests: {} };
    known.manifests[digest] = mediaType;
    if (!reference.startsWith("sha256:")) known.tags[reference] = digest;
    this.#index[repository] = known;
    this.#save();
    return digest;
  }

  /** Sorted as the specification asks; `undefined` for an unknown repository. */
  findTags(repository: string): readonly string[] | undefined {
    const tags = this.#index[repository]?.tags;
    return tags === undefined ? undefined : Object.keys(tags).sort();
  }

  #save(): void {
    if (this.#directory === undefined) return;
    const path = join(this.#directory, "index.json");
    writeFileSync(`${path}.new`, JSON.stringify(this.#index));
    renameSync(`${path}.new`, path);
  }
}

function blobPath(directory: string, digest: string): string {
  return join(directory, "blobs", digest.replace(/[^a-z0-9]/g, "-"));
}

function readIndex(directory: string | undefined): z.output<typeof indexSchema> {
  if (directory === undefined) return {};
  let text: string;
  try {
    text = readFileSync(join(directory, "index.json"), "utf8");
  } catch {
    return {};
  }
  return indexSchema.parse(JSON.parse(text));
}
