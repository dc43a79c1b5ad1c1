export { dockerCredentials } from "./docker-credentials.ts";
export { digestOf, ImageRegistry, type ImageRegistryOptions, type StoredManifest } from "./image-registry.ts";
export { mirrorsVariable, parseRegistryMirrors, type RegistryMirrors } from "./registry-mirrors.ts";
