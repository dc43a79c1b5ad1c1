import { createRequire } from "node:module";

/** Importing it by name into a module would also load what of `node:crypto` is left unloaded until it is asked for. */
const { createHash }: typeof import("node:crypto") = createRequire(import.meta.url)("node:crypto");

/** In 64 hex digits; of a text, of its UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
