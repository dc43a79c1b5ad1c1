export { type Bundle, type BundleOptions, makeBundle, pushBundle } from "./bundle.ts";
export { tidegateHome } from "./embedded-paths.ts";
export { EmbeddedTarget, type EmbeddedTargetOptions } from "./embedded-target.ts";
