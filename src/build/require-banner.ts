/** Bundled CommonJS calls `require` for Node's own modules, which an ES module does not have. */
export const requireBanner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';
