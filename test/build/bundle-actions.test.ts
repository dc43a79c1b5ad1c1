import { builtinModules } from "node:module";
import { describe, expect, it } from "vitest";
import { bundleEntries } from "../../src/build/bundle-actions.ts";
import { nameChunks } from "../../src/build/name-chunks.ts";

const builtin = new Set(builtinModules);
const entries = { coverage: "actions/coverage/main.ts", finish: "actions/finish/main.ts" };

describe("bundles", () => {
  it("are the same bytes each time", async () => {
    const [one, other] = [await bundleEntries(entries), await bundleEntries(entries)];
    expect([...one]).toEqual([...other]);
  });

  it("are small entries over shared chunks whose names do not change with their content", async () => {
    const files = await bundleEntries(entries);
    expect([...files.keys()]).toEqual(["coverage.mjs", "finish.mjs", "shared-1.mjs"]);
    expect(files.get("coverage.mjs")?.length).toBeLessThan(20_000);
    expect([...files.values()].join()).not.toMatch(/chunk-[0-9A-Z]{8}/);
  });

  it("need nothing but Node", async () => {
    const text = [...(await bundleEntries(entries)).values()].join("\n");
    const imported = [...text.matchAll(/^import[^"']*["']([^"']+)["'];?$/gm)].map(([, name = ""]) => name);
    const outside = imported.filter((name) => !name.startsWith("./") && !name.startsWith("node:"));
    expect(outside.filter((name) => !builtin.has(name))).toEqual([]);
  });

  it("bring of GitHub's clients what is called, and no second HTTP client", async () => {
    const files = await bundleEntries({ ...entries, rollout: "actions/rollout/main.ts" });
    const text = [...files.values()].join("\n");
    const modules = [...text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\/(.+)$/gm)];
    const names = new Set(modules.map(([, name = ""]) => name));
    expect([...names]).toEqual(expect.arrayContaining(["octokit", "@octokit/core", "@actions/github"]));
    const unwanted = /^(undici|tunnel|bottleneck|@actions\/http-client|@octokit\/(app|oauth-.*|auth-app|webhooks.*))$/;
    expect([...names].filter((name) => unwanted.test(name))).toEqual([]);
    const routes = [...text.matchAll(/"(?:GET|POST|PUT|PATCH|DELETE) (\/[^"]*)"/g)].map(([, route = ""]) => route);
    expect(routes).toContain("/repos/{owner}/{repo}/deployments/{deployment_id}/statuses");
    expect(routes.filter((route) => !route.startsWith("/repos/{owner}/{repo}/"))).toEqual([]);
  });

  it("name chunks in the order in which the entries reach them", () => {
    const files = new Map([
      ["a.mjs", 'import { x } from "./chunk-BBBBBBBB.mjs";'],
      ["b.mjs", 'import "./chunk-AAAAAAAA.mjs";'],
      ["chunk-AAAAAAAA.mjs", ""],
      ["chunk-BBBBBBBB.mjs", 'import "./chunk-CCCCCCCC.mjs";'],
      ["chunk-CCCCCCCC.mjs", ""],
    ]);
    expect(Object.fromEntries(nameChunks(files, ["b", "a"]))).toEqual({
      "a.mjs": 'import { x } from "./shared-1.mjs";',
      "b.mjs": 'import "./shared-3.mjs";',
      "shared-1.mjs": 'import "./shared-2.mjs";',
      "shared-2.mjs": "",
      "shared-3.mjs": "",
    });
  });
});
