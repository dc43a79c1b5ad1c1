import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    server: { deps: { inline: [/@actions\//] } },
    reporters: ["default", "./test/closing-line.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
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
