import nock from "nock";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { GithubClient, GithubDeployments } from "../../src/ledger/index.ts";

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const deployments = () =>
  new GithubDeployments(new GithubClient({ token: "t0ken", repository: "acme/info", retries: 0 }));

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
    .get("/repos/acme/info/deployments?environment=production&task=deploy%3Atidegate&per_page=100&page=1")
    .reply(200, [
      { id: 4, payload: JSON.stringify({ ...ours, rolloutId: "r4" }) },
      { id: 3, payload: "" },
      { id: 2, payload: { ...ours, service: "data" } },
      { id: 1, payload: ours },
    ]);
  const found = [];
  for await (const { id, payload } of deployments().list("production", "info")) found.push([id, payload.rolloutId]);
  expect(found).toEqual([
    [4, "r4"],
    [1, "r1"],
  ]);
});
