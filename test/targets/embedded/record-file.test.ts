import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecordFile } from "../../../src/targets/embedded/record-file.ts";
import { recordOf } from "./bench.ts";

describe("RecordFile", () => {
  let directory: string;
  let file: RecordFile;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "tidegate-record-"));
    file = new RecordFile(join(directory, "record.json"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("leaves nothing but the record behind", () => {
    const revision = file.write(recordOf(1), undefined);
    file.write(recordOf(2), revision);
    expect(readdirSync(directory)).toEqual(["record.json"]);
  });

  it.each([
    ["an older epoch with the right revision", 4, "current", "fenced"],
    ["an older epoch with a wrong revision", 4, "wrong", "fenced"],
    ["the same epoch with a wrong revision", 5, "wrong", "conflict"],
    ["a newer epoch with a wrong revision", 6, "wrong", "conflict"],
    ["a newer epoch as if there were no record", 6, undefined, "conflict"],
  ])("refuses %s", (_, epoch, expected, code) => {
    const current = file.write(recordOf(5), undefined);
    const write = () => file.write(recordOf(epoch), expected === "current" ? current : expected);
    expect(write).toThrow(expect.objectContaining({ code }));
    expect(file.read()).toEqual({ record: recordOf(5), revision: current });
  });

  it.each([[5], [6]])("takes epoch %d over epoch 5 with the right revision", (epoch) => {
    const current = file.write(recordOf(5), undefined);
    file.write(recordOf(epoch, { live: undefined }), current);
    expect(file.read()?.record.epoch).toBe(epoch);
  });

  it("says that a path it cannot read is unavailable, not empty", () => {
    expect(() => new RecordFile(directory).read()).toThrow(expect.objectContaining({ code: "unavailable" }));
  });

  it("takes an empty file for a damaged one, not for none", () => {
    writeFileSync(join(directory, "record.json"), "");
    expect(() => file.read()).toThrow(expect.objectContaining({ code: "corrupt-record" }));
  });
});
