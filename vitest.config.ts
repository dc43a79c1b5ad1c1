import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    server: { deps: { inline: [/@actions\//] } },
    reporters: ["default", "./test/closing-line.ts"],
    // Only there to end what hangs: several real processes of a test may share a busy core.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What tests start from source is stripped of its types and compiled once, not by every process: half of its time.
    env: { NODE_COMPILE_CACHE: new URL("./node_modules/.cache/compiled", import.meta.url).pathname },
  },
  resolve: {
    alias: {
      "tidegate/workflow": new URL("./src/workflow/index.ts", import.meta.url).pathname,
      "tidegate/testing": new URL("./src/testing/index.ts", import.meta.url).pathname,
      tidegate: new URL("./blueprints/index.ts", import.meta.url).pathname,
    },
  },
});
