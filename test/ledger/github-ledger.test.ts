import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DeploymentsChannel,
  GithubClient,
  GithubCommits,
  GithubDeliveryHistory,
  GithubDeployments,
  GithubReleases,
  GithubTags,
} from "../../src/ledger/index.ts";
import { type CommitSha, digestSchema } from "../../src/release/release.ts";
import type { Notice } from "../../src/rollout/notice.ts";
import { type GithubServer, startGithubServer } from "../../src/testing/github-server.ts";
import { GitFixture } from "../testing/git-fixture.ts";

const digest = digestSchema.parse(`sha256:${"1".repeat(64)}`);
const service = { name: "info", directory: "services/info", tagPrefix: "info-v" };
const environment = { name: "production", production: true };

let git: GitFixture;
let server: GithubServer;
let first: CommitSha;

beforeEach(async () => {
  git = new GitFixture();
  first = git.commit("feat: begin", "services/info/a.js");
  server = await startGithubServer({ repository: "acme/playground", gitDirectory: git.directory, token: "t0ken" });
});

afterEach(async () => {
  await server.close();
  git.remove();
  expect(server.unknownRequests).toEqual([]);
});

function client(retries = 0, token = "t0ken"): GithubClient {
  return new GithubClient({ token, repository: "acme/playground", baseUrl: server.url, retries, firstRetryMs: 1 });
}

function notice(values: Partial<Notice> = {}): Notice {
  return {
    kind: "started",
    service: "info",
    environment: "production",
    version: "1.4.0-alpha.7",
    digest,
    commit: first,
    rolloutId: "r1",
    phase: "admitted",
    candidatePercent: 0,
    text: "begins",
    reason: "weekly release",
    actor: "ada",
    runUrl: "https://github.com/acme/playground/actions/runs/1",
    atMs: 0,
    ...values,
  };
}

describe("tags on GitHub", () => {
  it("are made once; who comes second is told where it stands", async () => {
    const tags = new GithubTags(client());
    const second = git.commit("fix: it");
    expect(await tags.claim("v1.0.0-alpha.1", first)).toEqual({ created: true, commit: first });
    expect(await tags.claim("v1.0.0-alpha.1", second)).toEqual({ created: false, commit: first });
    expect(git.tags()).toEqual(["v1.0.0-alpha.1"]);
  });

  it("go to exactly one of many who ask at once", async () => {
    const commits = Array.from({ length: 8 }, (_, index) => git.commit(`fix: ${index}`));
    const claims = await Promise.all(commits.map((commit) => new GithubTags(client()).claim("v1.0.0", commit)));
    expect(claims.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(claims.map(({ commit }) => commit)).size).toBe(1);
  });

  it("are claimed once even if GitHub's answer is lost", async () => {
    server.fail({ answer: "down", times: 1, matching: "POST", afterDoingIt: true });
    expect(await new GithubTags(client(1)).claim("v1.0.0", first)).toEqual({ created: false, commit: first });
  });

  it("are listed by prefix, more than a page of them, annotated ones by their commit", async () => {
    for (let number = 1; number <= 130; number += 1) git.git("tag", `v0.1.0-alpha.${number}`);
    git.git("tag", "-a", "v0.1.0", "-m", "the first");
    git.git("tag", "info-v9.0.0");
    const listed = await new GithubTags(client()).list("v");
    expect(listed).toHaveLength(131);
    expect(new Set(listed.map(({ commit }) => commit))).toEqual(new Set([first]));
  });

  it("cannot be made on a commit that is not there", async () => {
    const claim = new GithubTags(client()).claim("v1.0.0", "f".repeat(40) as CommitSha);
    await expect(claim).rejects.toThrow(/GitHub could not create tag v1\.0\.0: 422 Object does not exist/);
  });
});

describe("history on GitHub", () => {
  it("tells an ancestor from a descendant, a sibling and the commit itself", async () => {
    const second = git.commit("fix: it");
    git.git("checkout", "-q", "-b", "side", first);
    const side = git.commit("fix: aside");
    const commits = new GithubCommits(client());
    expect(await commits.isAncestor(first, second)).toBe(true);
    expect(await commits.isAncestor(second, first)).toBe(false);
    expect(await commits.isAncestor(side, second)).toBe(false);
    expect(await commits.isAncestor(first, first)).toBe(false);
  });

  it("gives the commits since another that touch a directory, whole messages, however many", async () => {
    for (let number = 1; number <= 120; number += 1)
      git.commit(`fix: ${number}`, `services/${number % 2 ? "info" : "data"}/x`);
    const head = git.commit("feat: last\n\nBREAKING CHANGE: yes", "services/info/y");
    const commits = new GithubCommits(client());
    const touching = await commits.since(first, head, "services/info");
    expect(touching).toHaveLength(61);
    expect(touching.at(-1)).toEqual({ sha: head, message: "feat: last\n\nBREAKING CHANGE: yes" });
    expect(await commits.since(first, head, ".")).toHaveLength(121);
    expect(await commits.since(head, head, ".")).toEqual([]);
  });
});

describe("a release page", () => {
  it("is published once", async () => {
    git.git("tag", "v1.0.0");
    const releases = new GithubReleases(client());
    const request = { tag: "v1.0.0", title: "info 1.0.0", notes: "notes" };
    const url = await releases.publish(request);
    expect(await releases.publish(request)).toBe(url);
    expect(server.releases).toHaveLength(1);
  });
});

describe("the ledger", () => {
  const channel = () => new DeploymentsChannel(new GithubDeployments(client()), { service, environment });

  it("keeps one deployment a rollout, with a status for each notice", async () => {
    const id = await channel().deliver(notice(), "r1/1", undefined);
    await channel().deliver(notice({ kind: "progress", phase: "observing", text: "at 5 %" }), "r1/2", id);
    await channel().deliver(notice({ kind: "succeeded", phase: "succeeded", text: "done" }), "r1/3", id);
    expect(server.deployments).toHaveLength(1);
    expect(server.deployments[0]).toMatchObject({
      sha: first,
      environment: "info-production",
      production_environment: true,
      transient_environment: false,
      payload: { service: "info", version: "1.4.0-alpha.7", rolloutId: "r1", digest },
    });
    const states = server.deployments[0]?.statuses.map(({ state, description }) => `${state}: ${description}`);
    expect(states).toEqual(["queued: begins", "in_progress: at 5 %", "success: done"]);
  });

  it("finds its deployment again when its id was lost, and adds no status twice", async () => {
    await channel().deliver(notice(), "r1/1", undefined);
    await channel().deliver(notice(), "r1/1", undefined);
    expect(server.deployments).toHaveLength(1);
    expect(server.deployments[0]?.statuses).toHaveLength(1);
  });

  it.each([
    ["rolled-back", "rolled-back", "failure"],
    ["failed", "abandoned", "error"],
    ["rollback-failed", "rollback-failed", "error"],
    ["started", "preparing", "in_progress"],
  ] as const)("says of a notice %s in phase %s that the deployment is %s", async (kind, phase, state) => {
    await channel().deliver(notice({ kind, phase }), "r1/1", undefined);
    expect(server.deployments[0]?.statuses.at(-1)?.state).toBe(state);
  });

  it("makes older deployments inactive, production or not, and leaves failed ones as they are", async () => {
    for (const [rolloutId, kind] of [
      ["r1", "succeeded"],
      ["r2", "rolled-back"],
      ["r3", "succeeded"],
    ] as const) {
      await channel().deliver(notice({ rolloutId, kind, phase: kind, text: rolloutId }), `${rolloutId}/1`, undefined);
    }
    expect(server.deployments.map(({ statuses }) => statuses.at(-1)?.state)).toEqual([
      "inactive",
      "failure",
      "success",
    ]);
  });

  it("cuts a long text to GitHub's 140 characters, on one line", async () => {
    await channel().deliver(notice({ text: `${"é\n".repeat(200)}` }), "r1/1", undefined);
    const description = server.deployments[0]?.statuses[0]?.description ?? "";
    expect([...description]).toHaveLength(140);
    expect(description).toMatch(/^(é )+é?…$/);
  });

  it("falls back on the version's tag where the commit is not known", async () => {
    git.git("tag", "info-v1.4.0-alpha.7");
    const { commit: _, ...rest } = notice();
    await channel().deliver(rest, "r1/1", undefined);
    expect(server.deployments[0]?.ref).toBe("info-v1.4.0-alpha.7");
  });

  it.each([
    [
      { answer: 503, times: 1 },
      { permanent: false, retryAfterMs: undefined },
    ],
    [
      { answer: 429, times: 1, retryAfterSeconds: 7 },
      { permanent: false, retryAfterMs: 7_000 },
    ],
    [
      { answer: 403, times: 1, retryAfterSeconds: 60 },
      { permanent: false, retryAfterMs: 60_000 },
    ],
    [{ answer: 403, times: 1 }, { permanent: true }],
    [{ answer: 422, times: 1 }, { permanent: true }],
    [{ answer: "down", times: 1 }, { permanent: false }],
  ] as const)("reports %j to the outbox as %j", async (fault, expected) => {
    server.fail(fault);
    await expect(channel().deliver(notice(), "r1/1", undefined)).rejects.toMatchObject(expected);
  });

  it("remembers what became of an image, in each environment and whatever it is called now", async () => {
    const history = new GithubDeliveryHistory(new GithubDeployments(client()), service);
    expect(await history.pastDelivery("production", digest)).toBe("never");
    await channel().deliver(notice({ kind: "rolled-back", phase: "rolled-back" }), "r1/1", undefined);
    expect(await history.pastDelivery("production", digest)).toBe("not-succeeded");
    await channel().deliver(notice({ rolloutId: "r2", kind: "succeeded", phase: "succeeded" }), "r2/1", undefined);
    const other = digestSchema.parse(`sha256:${"2".repeat(64)}`);
    const later = notice({ rolloutId: "r3", kind: "succeeded", phase: "succeeded", digest: other, version: "1.5.0" });
    await channel().deliver(later, "r3/1", undefined);
    expect(await history.pastDelivery("production", digest)).toBe("succeeded");
    expect(await history.pastDelivery("staging", digest)).toBe("never");
  });
});

describe("GitHub's API", () => {
  it("is asked again after a failure in passing, for as long as it asks", async () => {
    server.fail({ answer: 503, times: 2 });
    expect(await new GithubTags(client(2)).find("v1")).toBeUndefined();
    expect(server.requests.map(({ status }) => status)).toEqual([503, 503, 404]);
  });

  it.each([400, 401, 403, 422])("is not asked again after a %i", async (answer) => {
    server.fail({ answer, times: 1 });
    await expect(new GithubTags(client(3)).find("v1")).rejects.toMatchObject({ status: answer });
    expect(server.requests).toHaveLength(1);
  });

  it("is not waited for when it asks for more than a minute", async () => {
    server.fail({ answer: 429, times: 1, retryAfterSeconds: 3600 });
    await expect(new GithubTags(client(3)).find("v1")).rejects.toThrow(/asks to wait 3600 s/);
    expect(server.requests).toHaveLength(1);
  });

  it("says in a failure what was asked and what to do, and never the token", async () => {
    const failure = await new GithubTags(client(0, "wr0ng")).find("v1").catch((error: unknown) => error);
    expect(String(failure)).toContain("GitHub could not read tag v1: 401");
    expect(String(failure)).toContain("token is not valid");
    expect(String(failure)).not.toContain("wr0ng");
  });

  it.each(["", "acme", "acme/", "/x", "a/b/c"])("is not asked about the repository %j", (repository) => {
    expect(() => new GithubClient({ token: "t", repository })).toThrow(/GITHUB_REPOSITORY/);
  });
});
