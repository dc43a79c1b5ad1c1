import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GithubSource } from "../../src/cli/pins/github-source.ts";

const [object, sha] = ["c".repeat(40), "d".repeat(40)];

describe("GithubSource", () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    expect(nock.pendingMocks()).toEqual([]);
    nock.cleanAll();
    nock.enableNetConnect();
  });
  const api = (path: string) => nock("https://api.github.com").get(`/repos/acme/greet${path}`);
  const source = () => new GithubSource({});

  it("lists tags page by page", async () => {
    const link = '<https://api.github.com/repos/acme/greet/tags?per_page=100&page=2>; rel="next"';
    api("/tags?per_page=100").reply(200, [{ name: "v2.0.0" }], { link });
    api("/tags?per_page=100&page=2").reply(200, [{ name: "v1.0.0" }]);
    expect(await source().tags("acme/greet")).toEqual(["v2.0.0", "v1.0.0"]);
  });

  it("peels an annotated tag, and takes the day its release was published", async () => {
    api("/git/ref/tags%2Fv1.0.0").reply(200, { ref: "refs/tags/v1.0.0", object: { type: "tag", sha: object } });
    api(`/git/tags/${object}`).reply(200, { object: { type: "commit", sha } });
    api("/releases/tags/v1.0.0").reply(200, { published_at: "2026-10-01T10:00:00Z" });
    expect(await source().findTag("acme/greet", "v1.0.0")).toEqual({
      tag: "v1.0.0",
      sha,
      releasedAt: new Date("2026-10-01T10:00:00Z"),
    });
  });

  it("takes the day of the commit where there is no release", async () => {
    api("/git/ref/tags%2Fv1.0.0").reply(200, { ref: "refs/tags/v1.0.0", object: { type: "commit", sha } });
    api("/releases/tags/v1.0.0").reply(404, { message: "Not Found" });
    api(`/git/commits/${sha}`).reply(200, { committer: { date: "2026-09-01T10:00:00Z" } });
    expect((await source().findTag("acme/greet", "v1.0.0"))?.releasedAt).toEqual(new Date("2026-09-01T10:00:00Z"));
  });

  it("knows no tag and no file that is not there", async () => {
    api("/git/ref/tags%2Fv9").reply(404, { message: "Not Found" });
    api(`/contents/action.yml?ref=${sha}`).reply(404, { message: "Not Found" });
    expect(await source().findTag("acme/greet", "v9")).toBeUndefined();
    expect(await source().readFile("acme/greet", sha, "action.yml")).toBeUndefined();
  });

  it("reads a file, and takes a folder for none", async () => {
    const content = Buffer.from("runs: {} # größer\n")
      .toString("base64")
      .replace(/(.{8})/g, "$1\n");
    api(`/contents/action.yml?ref=${sha}`).reply(200, { type: "file", encoding: "base64", content });
    api(`/contents/folder?ref=${sha}`).reply(200, [{ type: "file" }]);
    expect(await source().readFile("acme/greet", sha, "action.yml")).toBe("runs: {} # größer\n");
    expect(await source().readFile("acme/greet", sha, "folder")).toBeUndefined();
  });

  it("says what GitHub would not do", async () => {
    api("/tags?per_page=100").reply(403, { message: "rate limit" });
    await expect(source().tags("acme/greet")).rejects.toThrow(/GitHub could not list the tags of acme\/greet: 403/);
  });
});
