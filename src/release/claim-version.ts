import { ConflictError } from "../errors/tidegate-error.ts";
import type { CommitSha, Digest } from "./release.ts";
import { formatVersion, type Version } from "./version.ts";
import { tagName } from "./version-tag.ts";

/** Git tags, made so that of two who want one name only one gets it. */
export interface TagClaims {
  /** Makes the tag unless it exists; says where it stands in either case. */
  claim(name: string, commit: CommitSha): Promise<{ readonly created: boolean; readonly commit: CommitSha }>;
}

/** Tags of images; a tag never moves to another digest. */
export interface ImageTags {
  findDigest(image: string, tag: string): Promise<Digest | undefined>;
  /** @throws ConflictError when the tag names another digest */
  tag(image: string, digest: Digest, tag: string): Promise<void>;
}

export interface ClaimRequest {
  readonly image: string;
  readonly tagPrefix: string;
  readonly commit: CommitSha;
  readonly digest: Digest;
}

export interface Claim {
  readonly version: Version;
  /** The git tag. */
  readonly tag: string;
  /** Whether this call made the git tag; false when an earlier try of the same commit had. */
  readonly created: boolean;
}

/** More builds than this between reading the tags and making one means that something else is wrong. */
const maxTries = 100;

/**
 * Gives a build the first of `versions` that is free or already its own, on git and in the registry. The git tag is
 * the arbiter between commits, the image's tag between two builds of one commit: one version, one digest, for ever.
 *
 * @throws ConflictError when none of the versions could be had
 */
export async function claimVersion(
  versions: Iterable<Version>,
  request: ClaimRequest,
  ports: { readonly tags: TagClaims; readonly images: ImageTags },
): Promise<Claim> {
  let tries = 0;
  let obstacle = "there was no name to try";
  for (const version of versions) {
    tries += 1;
    if (tries > maxTries) break;
    const tag = tagName(request.tagPrefix, version);
    const { created, commit } = await ports.tags.claim(tag, request.commit);
    if (commit !== request.commit) obstacle = `git tag ${tag} stands on commit ${commit}`;
    else if (await tagImage(version, request, ports.images)) return { version, tag, created };
    else obstacle = `the image's tag ${formatVersion(version)} names another build of this commit`;
  }
  throw new ConflictError(
    `No version could be given to ${request.digest} of commit ${request.commit}: ${obstacle}. Deliver a newer commit to get a new version.`,
  );
}

/** Reads back what it tagged: a registry has no compare-and-swap, and of two who write at once the last one wins. */
async function tagImage(version: Version, { image, digest }: ClaimRequest, images: ImageTags): Promise<boolean> {
  const name = formatVersion(version);
  const before = await images.findDigest(image, name);
  if (before !== undefined) return before === digest;
  try {
    await images.tag(image, digest, name);
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
  return (await images.findDigest(image, name)) === digest;
}
