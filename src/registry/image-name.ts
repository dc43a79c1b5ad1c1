import { quoteValue } from "../errors/quote-value.ts";
import { TidegateError } from "../errors/tidegate-error.ts";

/** An image's place: the registry's host (with a port if it has one) and the repository in it. */
export interface ImageName {
  readonly host: string;
  readonly repository: string;
}

const hostPattern = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;
/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests */
const repositoryPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/**
 * Splits `ghcr.io/acme/info` as a container runtime does: the first part is a host if it has a dot or a colon or is
 * `localhost`; anything else lives on Docker Hub.
 *
 * @throws TidegateError `invalid-input` when it is no image name, or carries a tag or digest
 */
export function parseImageName(image: string): ImageName {
  const [first = "", ...rest] = image.split("/");
  const namesHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const host = namesHost ? first : "docker.io";
  const path = namesHost ? rest.join("/") : image;
  const repository = host === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  if (hostPattern.test(host) && repositoryPattern.test(repository)) return { host, repository };
  throw new TidegateError(
    "invalid-input",
    `${quoteValue(image)} is not the name of an image. Write registry/owner/name in lower case, without tag or digest, for example ghcr.io/acme/info.`,
  );
}

/** @throws TidegateError `invalid-input` when a registry would refuse the tag */
export function checkTag(tag: string): string {
  if (tagPattern.test(tag)) return tag;
  throw new TidegateError(
    "invalid-input",
    `${quoteValue(tag)} cannot be an image tag. Use at most 128 letters, digits, dots, dashes and underscores.`,
  );
}
