import nock from "nock";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { GithubClient, GithubCommits, GithubDeployments, GithubTags } from "../../src/ledger/index.ts";
import { commitShaSchema } from "../../src/release/release.ts";

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const client = (retries = 0) => new GithubClient({ token: "t0ken", repository: "acme/info", retries, firstRetryMs: 1 });
const deployments = (retries = 0) => new GithubDeployments(client(retries));
const deploymentsUrl = "/repos/acme/info/deployments?environment=production&task=deploy%3Atidegate&per_page=100";

async function rolloutsIn(environment: string, retries = 0): Promise<readonly string[]> {
  const found = [];
  for await (const { id, payload } of deployments(retries).list(environment, "info")) {
    found.push(`${id} ${payload.rolloutId}`);
  }
  return found;
}

it("asks GitHub itself for a deployment that neither merges nor waits for checks", async () => {
  const scope = nock("https://api.github.com", { reqheaders: { authorization: "token t0ken" } })
    .post("/repos/acme/info/deployments", {
      ref: "v1.0.0",
      task: "deploy:tidegate",
      environment: "production",
      description: "why",
      production_environment: true,
      transient_environment: false,
      payload: { service: "info", version: "1.0.0", rolloutId: "r1" },
      auto_merge: false,
      required_contexts: [],
    })
    .reply(201, { id: 42 });
  const payload = { service: "info", version: "1.0.0", rolloutId: "r1" };
  const request = { environment: "production", ref: "v1.0.0", description: "why", production: true, payload };
  expect(await deployments().create(request)).toBe(42);
  expect(scope.isDone()).toBe(true);
});

it("sets a status without GitHub's own idea of which others become inactive", async () => {
  const scope = nock("https://api.github.com")
    .get("/repos/acme/info/deployments/42/statuses?per_page=100")
    .reply(200, [])
    .post("/repos/acme/info/deployments/42/statuses", {
      state: "success",
      description: "done",
      auto_inactive: false,
      log_url: "https://github.com/run",
      environment_url: "https://info.example",
    })
    .reply(201, {});
  const status = { logUrl: "https://github.com/run", environmentUrl: "https://info.example" };
  await deployments().setStatus(42, { state: "success", description: "done", ...status });
  expect(scope.isDone()).toBe(true);
});

it("sees only tidegate's deployments of the service, whether GitHub gives the payload as text or as an object", async () => {
  const ours = { service: "info", version: "1.0.0", rolloutId: "r1" };
  nock("https://api.github.com")
    .get(deploymentsUrl)
    .reply(200, [
      { id: 4, payload: JSON.stringify({ ...ours, rolloutId: "r4" }) },
      { id: 3, payload: "" },
      { id: 2, payload: { ...ours, service: "data" } },
      { id: 1, payload: ours },
    ]);
  expect(await rolloutsIn("production")).toEqual(["4 r4", "1 r1"]);
});

it("goes on where GitHub says that the next page is, and asks again for a page that failed, not for those before", async () => {
  const ours = { service: "info", version: "1.0.0", rolloutId: "r1" };
  const link = `<https://api.github.com${deploymentsUrl}&page=2>; rel="next", <https://api.github.com/x>; rel="last"`;
  const scope = nock("https://api.github.com", { reqheaders: { authorization: "token t0ken" } })
    .get(deploymentsUrl)
    .reply(200, [{ id: 2, payload: { ...ours, rolloutId: "r2" } }], { link })
    .get(`${deploymentsUrl}&page=2`)
    .reply(502)
    .get(`${deploymentsUrl}&page=2`)
    .reply(200, [{ id: 1, payload: ours }]);
  expect(await rolloutsIn("production", 1)).toEqual(["2 r2", "1 r1"]);
  expect(scope.isDone()).toBe(true);
});

it("asks for no page that is not wanted", async () => {
  const payload = { service: "info", version: "1.0.0", rolloutId: "r1" };
  const link = `<https://api.github.com${deploymentsUrl}&page=2>; rel="next"`;
  nock("https://api.github.com")
    .get(deploymentsUrl)
    .reply(200, [{ id: 1, payload }], { link });
  for await (const { id } of deployments().list("production", "info")) {
    expect(id).toBe(1);
    break;
  }
});

it.each([
  ["a conflict", 409, { message: "conflict" }, /409 conflict/],
  ["a reply that was cut off", 200, '[{"id": 4, "payl', /cut off/],
  ["nothing", 200, "", /not JSON/],
  ["a page of a proxy", 200, "<html>", /not JSON/],
])("takes %s for a failure, never for an empty list", async (_what, status, body, message) => {
  const headers = { "content-type": String(body).startsWith("<") ? "text/html" : "application/json" };
  nock("https://api.github.com").get(deploymentsUrl).reply(status, body, headers);
  await expect(rolloutsIn("production")).rejects.toThrow(message);
});

it("reads every page of a comparison, which is an object around its list", async () => {
  const sha = (digit: number) => commitShaSchema.parse(String(digit).repeat(40));
  const commit = (digit: number) => ({ sha: sha(digit), commit: { message: `fix: ${digit}`, committer: null } });
  const path = `/repos/acme/info/compare/${sha(1)}...${sha(3)}`;
  const whole = { url: `https://api.github.com${path}`, status: "ahead", total_commits: 2 };
  const link = `<https://api.github.com${path}?per_page=100&page=2>; rel="next"`;
  nock("https://api.github.com")
    .get(`${path}?per_page=100`)
    .reply(200, { ...whole, commits: [commit(2)] }, { link })
    .get(`${path}?per_page=100&page=2`)
    .reply(200, { ...whole, commits: [commit(3)] });
  const since = await new GithubCommits(client()).since(sha(1), sha(3), ".");
  expect(since.map(({ message }) => message)).toEqual(["fix: 2", "fix: 3"]);
});

it("reads every page of the tags with a prefix", async () => {
  const object = { type: "commit", sha: "1".repeat(40) };
  const path = "/repos/acme/info/git/matching-refs/tags%2Fv?per_page=100";
  nock("https://api.github.com")
    .get(path)
    .reply(200, [{ ref: "refs/tags/v1", object }], { link: `<https://api.github.com${path}&page=2>; rel="next"` })
    .get(`${path}&page=2`)
    .reply(200, [{ ref: "refs/tags/v2", object }]);
  expect((await new GithubTags(client()).list("v")).map(({ name }) => name)).toEqual(["v1", "v2"]);
});

it("waits for as long as GitHub asks, not for as long as it would by itself", async () => {
  nock("https://api.github.com").get(deploymentsUrl).reply(429, {}, { "retry-after": "1" });
  nock("https://api.github.com").get(deploymentsUrl).reply(200, []);
  const beganMs = performance.now();
  expect(await rolloutsIn("production", 1)).toEqual([]);
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(990);
});
