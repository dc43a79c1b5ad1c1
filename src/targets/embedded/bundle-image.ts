import { z } from "zod";
import { quoteValue } from "../../errors/quote-value.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { digestSchema } from "../../release/release.ts";

/** The one layer of a bundle: a folder that runs on this machine as it is, packed in a fixed order. */
export const bundleLayerType = "application/vnd.tidegate.bundle.layer.v1.tar+gzip";
export const imageManifestType = "application/vnd.oci.image.manifest.v1+json";
export const imageConfigType = "application/vnd.oci.image.config.v1+json";

const descriptorSchema = z.object({ mediaType: z.string(), digest: digestSchema, size: z.number().int().min(0) });
const imageManifestSchema = z.object({
  schemaVersion: z.literal(2),
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
});
export type ImageManifest = z.infer<typeof imageManifestSchema>;

/** What the embedded target reads of an image's configuration; https://github.com/opencontainers/image-spec/blob/main/config.md */
export const bundleConfigSchema = z.object({
  /** Program and arguments; `node` means the Node that runs the gate. */
  Cmd: z.array(z.string()).min(1),
  /** `NAME=value` each. */
  Env: z.array(z.string().regex(/^[^=]+=/)).default([]),
  WorkingDir: z.string().default(""),
  ExposedPorts: z.record(z.string(), z.object({})).optional(),
  Labels: z.record(z.string(), z.string()).optional(),
});
export type BundleConfig = z.infer<typeof bundleConfigSchema>;

const imageConfigSchema = z.object({ config: bundleConfigSchema });

/**
 * @param name the image, for the message
 * @throws TidegateError `unsupported` when the image is no bundle
 */
export function parseBundleManifest(text: string, name: string): ImageManifest {
  const parsed = imageManifestSchema.safeParse(parseJson(text));
  const types = parsed.success ? parsed.data.layers.map(({ mediaType }) => mediaType) : ["no image manifest"];
  if (parsed.success && types.length === 1 && types[0] === bundleLayerType) return parsed.data;
  const seen = [...new Set(types)].map(quoteValue).join(", ");
  throw new TidegateError(
    "unsupported",
    `${name} holds ${seen || "no layers"}: a container image, not a bundle. The embedded target runs bundles (one layer of ${bundleLayerType}) as processes of this machine, which a rehearsal builds; this tidegate has no target yet that runs container images.`,
  );
}

/** @throws TidegateError `unsupported` when the configuration says nothing that can be run */
export function parseBundleConfig(text: string, name: string): BundleConfig {
  const parsed = imageConfigSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.config;
  throw new TidegateError(
    "unsupported",
    `The configuration of ${name} cannot be run (${z.prettifyError(parsed.error).replaceAll("\n", " ")}). Give the image a CMD in exec form.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
