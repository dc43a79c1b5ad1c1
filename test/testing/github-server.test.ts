import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GithubServer, startGithubServer } from "../../src/testing/github-server.ts";
import { GitFixture } from "./git-fixture.ts";

let git: GitFixture;
let server: GithubServer;

beforeAll(async () => {
  git = new GitFixture();
  git.commit("feat: begin");
  server = await startGithubServer({ repository: "acme/info", gitDirectory: git.directory, token: "t0ken" });
});
afterAll(async () => {
  await server.close();
  git.remove();
});

function ask(method: string, path: string, body?: unknown, token = "t0ken"): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`${server.url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
}

describe("the loopback GitHub", () => {
  it("answers 501 to what it does not know, and remembers that it was asked", async () => {
    expect((await ask("GET", "/repos/acme/info/actions/runs")).status).toBe(501);
    expect((await ask("GET", "/repos/acme/other/deployments")).status).toBe(501);
    expect((await ask("DELETE", "/repos/acme/info/git/refs/tags/v1")).status).toBe(501);
    expect(server.unknownRequests).toEqual([
      "GET /repos/acme/info/actions/runs",
      "GET /repos/acme/other/deployments",
      "DELETE /repos/acme/info/git/refs/tags/v1",
    ]);
  });

  it("answers 401 to another token", async () => {
    expect((await ask("GET", "/repos/acme/info/deployments", undefined, "stolen")).status).toBe(401);
  });

  it.each([
    ["would merge the default branch", { ref: "main", required_contexts: [] }],
    ["would wait for checks", { ref: "main", auto_merge: false }],
    [
      "has a description that is too long",
      { ref: "main", auto_merge: false, required_contexts: [], description: "x".repeat(141) },
    ],
    ["names a ref that is not there", { ref: "nowhere", auto_merge: false, required_contexts: [] }],
    ["names a ref that reads as an option", { ref: "--all", auto_merge: false, required_contexts: [] }],
  ])("refuses a deployment that %s", async (_what, body) => {
    expect((await ask("POST", "/repos/acme/info/deployments", body)).status).toBe(422);
    expect(server.deployments).toEqual([]);
  });

  it("refuses a tag that exists, and a release without its tag", async () => {
    const ref = { ref: "refs/tags/v1", sha: git.head() };
    expect((await ask("POST", "/repos/acme/info/git/refs", ref)).status).toBe(201);
    expect((await ask("POST", "/repos/acme/info/git/refs", ref)).status).toBe(422);
    expect((await ask("POST", "/repos/acme/info/releases", { tag_name: "v9" })).status).toBe(422);
  });

  it("says how histories lie to each other, as GitHub does", async () => {
    const base = git.head();
    const head = git.commit("fix: it");
    git.git("checkout", "-q", "-b", "side", base);
    const side = git.commit("fix: aside");
    const status = async (range: string) => {
      const reply = await ask("GET", `/repos/acme/info/compare/${range}`);
      return ((await reply.json()) as { status: string }).status;
    };
    expect(await status(`${base}...${head}`)).toBe("ahead");
    expect(await status(`${head}...${base}`)).toBe("behind");
    expect(await status(`${side}...${head}`)).toBe("diverged");
    expect(await status(`${head}...${head}`)).toBe("identical");
    expect((await ask("GET", `/repos/acme/info/compare/${base}...${"f".repeat(40)}`)).status).toBe(404);
  });

  it("says where the next page is while there is one", async () => {
    const path = `/repos/acme/info/commits?sha=${git.commit("fix: more")}&per_page=2`;
    const seen = [];
    for (let url = `${server.url}${path}`; url !== ""; ) {
      const reply: Response = await fetch(url, { headers: { authorization: "Bearer t0ken" } });
      seen.push(...((await reply.json()) as { sha: string }[]).map(({ sha }) => sha));
      url = /<([^>]+)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1] ?? "";
    }
    expect(seen).toEqual(git.git("log", "--format=%H").trim().split("\n"));
  });

  it("fails as often as it was told to, and says how long to wait", async () => {
    server.fail({ answer: 429, times: 1, retryAfterSeconds: 3, matching: "GET" });
    const first = await ask("GET", "/repos/acme/info/deployments");
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "3"]);
    expect((await ask("GET", "/repos/acme/info/deployments")).status).toBe(200);
    server.fail({ answer: "down", times: 1 });
    await expect(ask("GET", "/repos/acme/info/deployments")).rejects.toThrow();
  });
});
