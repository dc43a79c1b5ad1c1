import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";

/** Registry host → base URL that answers in its place, like a container runtime's mirrors. */
export type RegistryMirrors = Readonly<Record<string, string>>;

/** Variable with the mirrors as JSON, for example `{"ghcr.io":"http://127.0.0.1:5000"}`. */
export const mirrorsVariable = "TIDEGATE_REGISTRY_MIRRORS";

const mirrorsSchema = z.record(z.string(), z.url({ protocol: /^https?$/ }));

/** @throws TidegateError `invalid-configuration` when the variable holds something else; an empty one is none at all */
export function parseRegistryMirrors(text: string | undefined): RegistryMirrors {
  if (text === undefined || text.trim() === "") return {};
  const parsed = mirrorsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new TidegateError(
    "invalid-configuration",
    `${mirrorsVariable} is not a JSON object of registry hosts and http(s) URLs. Set it like {"ghcr.io":"http://127.0.0.1:5000"}, or unset it.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Docker Hub answers under another name than its images carry. */
const aliases: RegistryMirrors = { "docker.io": "https://registry-1.docker.io" };

/** Base URL of a registry, without a slash at the end. Plain HTTP only for this machine, as container runtimes do. */
export function registryUrl(host: string, mirrors: RegistryMirrors): string {
  const scheme = /^(?:localhost|127(?:\.\d+){3})(?::\d+)?$/.test(host) ? "http" : "https";
  return (mirrors[host] ?? aliases[host] ?? `${scheme}://${host}`).replace(/\/+$/, "");
}
