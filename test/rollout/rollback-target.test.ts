import { describe, expect, it } from "vitest";
import { commitShaSchema, digestSchema } from "../../src/release/release.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { rollbackTarget } from "../../src/rollout/rollback-target.ts";

const release = (version: string, digit: string) => ({
  version,
  digest: digestSchema.parse(`sha256:${digit.repeat(64)}`),
  commit: commitShaSchema.parse(digit.repeat(40)),
});
const record: DeliveryRecord = {
  formatVersion: 2,
  service: "info",
  environment: "production",
  epoch: 3,
  live: release("1.4.0-alpha.2", "b"),
  previous: [release("1.3.2-alpha.4", "a")],
  quarantine: [],
  history: [],
  outbox: [],
  commands: [],
  audit: [],
};

describe("a release to go back to", () => {
  it.each([
    ["its version", "1.3.2-alpha.4"],
    ["its tag at the root", "v1.3.2-alpha.4"],
    ["its tag in a folder", "info-v1.3.2-alpha.4"],
    ["its digest", `sha256:${"a".repeat(64)}`],
    ["the digest as messages show it", `sha256:${"a".repeat(12)}`],
  ])("is named by %s", (_, to) => {
    expect(rollbackTarget(record, to)).toMatchObject({ kind: "release", release: { version: "1.3.2-alpha.4" } });
  });

  it.each([
    ["1.3.2"],
    ["data-v1.3.2-alpha.4"],
    [`sha256:${"a".repeat(11)}`],
    [`sha256:${"c".repeat(12)}`],
    ["a"],
    [""],
  ])("is not named by %j, and the message lists what is", (to) => {
    const answer = rollbackTarget(record, to);
    expect(answer).toMatchObject({ kind: "refused", refusal: "not-in-record" });
    expect(answer).toMatchObject({ message: expect.stringContaining("1.3.2-alpha.4 (sha256:aaaaaaaaaaaa)") });
  });

  it("is nothing to do when it is live already, however it is named", () => {
    expect(rollbackTarget(record, "v1.4.0-alpha.2")).toMatchObject({ kind: "nothing-to-do" });
  });
});
