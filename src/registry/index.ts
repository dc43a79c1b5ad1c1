export { digestOf, ImageRegistry, type ImageRegistryOptions, type StoredManifest } from "./image-registry.ts";
