import { describe, expect, it } from "vitest";
import { standIns } from "../../src/rehearse/stand-ins/stand-ins.ts";
import { readDocument } from "./documents.ts";

const stoodIn = readDocument("docs/rehearsal.md").text.split("## What is stood in for")[1]?.split("\n## ")[0] ?? "";
const named = [...stoodIn.matchAll(/`([a-z-]+\/[a-z-]+)`/g)].map(([, name = ""]) => name);

describe("the page about rehearsals", () => {
  it("names every action that a rehearsal stands in for, and no other", () => {
    expect(named.sort()).toEqual(Object.keys(standIns).sort());
  });
});
