import { describe, expect, it } from "vitest";
import { type FinishPorts, run } from "../../actions/finish/run.ts";
import { TidegateError, UnavailableError } from "../../src/errors/tidegate-error.ts";
import type { Release } from "../../src/release/release.ts";
import { liveRecord, v1, v2 } from "../rollout/bench.ts";
import { recordIn } from "../rollout/record-in.ts";
import { quickManifest } from "./rollout-bench.ts";

const version = "1.1.0-alpha.2";
const inputs = { ...v2, version, service: "info", environment: "us", manifest: "delivery.json", token: "t" };

/** Names 1.1.0 at the end of a wave whose two regions run these; what was published comes back. */
async function finishWith(
  live: readonly [eu: Release, us: Release],
  readOfUs?: FinishPorts["regions"][number]["records"]["read"],
): Promise<readonly string[]> {
  const [service] = quickManifest().services;
  const [environment] = service?.environments ?? [];
  if (service === undefined || environment === undefined) throw new TypeError("the manifest is empty");
  const published: string[] = [];
  const tags = new Map<string, typeof v2.commit>([[`v${version}`, v2.commit]]);
  const ports: FinishPorts = {
    service,
    environment,
    regions: (["eu", "us"] as const).map((name, index) => ({
      name,
      records: {
        read: async () =>
          name === "us" && readOfUs !== undefined
            ? readOfUs()
            : { record: liveRecord(live[index] ?? v1), revision: "1" },
      },
    })),
    runUrl: "run/1",
    tags: {
      list: async () => [...tags].map(([name, commit]) => ({ name, commit })),
      claim: async (name, commit) => {
        const created = !tags.has(name);
        tags.set(name, tags.get(name) ?? commit);
        return { created, commit };
      },
    },
    commits: { since: async () => [] },
    images: { findDigest: async () => v2.digest, tag: async () => {} },
    releases: {
      publish: async ({ tag }) => {
        published.push(tag);
        return "https://github.test/release";
      },
    },
    runner: { setOutput: () => {}, addSummary: async () => {}, info: () => {} },
  };
  try {
    await run(inputs, ports);
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return [error.message, ...[...tags.keys()].filter((name) => name !== `v${version}`)];
  }
  return published;
}

describe("finish, at the end of a wave,", () => {
  it("names a release that is live in all regions", async () => {
    expect(await finishWith([v2, v2])).toEqual(["v1.1.0"]);
  });

  it("says so when a region does not answer, or has a rollout under way", async () => {
    const { rollout } = recordIn("observing");
    const under = { ...liveRecord(v2), ...(rollout && { rollout }) };
    const silent = () => Promise.reject(new UnavailableError("no answer"));
    expect(await finishWith([v2, v2], silent)).toEqual([
      `${version} gets no name: nobody knows whether it is live in us, a region of its wave: its record cannot be read: no answer. Run this job again.`,
    ]);
    expect(await finishWith([v2, v2], async () => ({ record: under, revision: "1" }))).toEqual([
      `${version} gets no name: it may not stay in us, a region of its wave: 1.1.0 is under way there. Promote the whole wave again.`,
    ]);
  });

  it.each<[string, readonly [Release, Release]]>([
    ["eu", [v1, v2]],
    ["us", [v2, v1]],
  ])("gives no name to one that %s has lost meanwhile", async (region, live) => {
    expect(await finishWith(live)).toEqual([
      `${version} gets no name: it is not live in ${region}, a region of its wave: 1.0.0 is live there. Promote the whole wave again.`,
    ]);
  });
});
