import { describe, expect, it } from "vitest";
import { chooseTag, compareVersions, isFullVersion, releasesOf } from "../../../src/workflow/pins/version-order.ts";

const tags = ["v1", "v1.9.0", "v1.10.0", "v1.10.1-rc.1", "v2", "v2.0.0", "main", "release/v3"];

describe("the tag that is meant", () => {
  it.each([
    [undefined, "v2.0.0"],
    ["v1", "v1.10.0"],
    ["v1.9", "v1.9.0"],
    ["v1.9.0", "v1.9.0"],
    ["v1.10.1-rc.1", "v1.10.1-rc.1"],
    ["release/v3", "release/v3"],
    ["main", "main"],
    ["v3", undefined],
    ["1", undefined],
  ])("by %s is %s", (wanted, tag) => {
    expect(chooseTag(tags, wanted)).toBe(tag);
  });

  it("is v4 itself where there are no full versions", () => {
    expect(chooseTag(["v3", "v4"], "v4")).toBe("v4");
  });

  it("is nothing where there are no tags", () => {
    expect(chooseTag([], undefined)).toBeUndefined();
  });
});

describe("the order of versions", () => {
  it.each([
    ["v1.9.0", "v1.10.0", -1],
    ["v2", "v1.10.0", 1],
    ["1.0.0", "v1.0.0", 0],
    ["v1.0.0-rc.1", "v1.0.0", -1],
    ["release/v2", "release/v1", 1],
    ["main", "v1.0.0", undefined],
  ])("%s before %s: %s", (left, right, order) => {
    expect(compareVersions(left, right)).toBe(order);
  });

  it("puts releases with the newest first, and leaves pre-releases and lines out", () => {
    expect(releasesOf(tags)).toEqual(["v2.0.0", "v1.10.0", "v1.9.0"]);
  });

  it.each([
    ["v1.2.3", true],
    ["1.2.3", true],
    ["v1", false],
    ["v1.2", false],
    ["main", false],
  ])("takes %s for a release: %s", (tag, isFull) => {
    expect(isFullVersion(tag)).toBe(isFull);
  });
});
