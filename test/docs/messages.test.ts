import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { readDocument } from "./documents.ts";

const rooms = ["src", "actions", "blueprints", "workflows"];

/** All sources, with texts that are split over lines put together again. */
const source = rooms
  .flatMap((room) =>
    readdirSync(join(repositoryRoot, room), { recursive: true, encoding: "utf8" }).map((path) => join(room, path)),
  )
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(join(repositoryRoot, path), "utf8"))
  .join("\n")
  .replace(/["`]\s*\+\s*["`]/g, "");

const troubles = readDocument("docs/container-service.md").text.split("## When something is wrong")[1] ?? "";
const messages = [...troubles.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message);

/** `…` stands for what differs from time to time. */
const isSaid = (message: string) => message.split("…").every((part) => source.includes(part.trim()));

describe("messages that the guide explains", () => {
  it.each(messages)("are said by the code: %s", (message) => {
    expect(isSaid(message)).toBe(true);
  });

  it("are noticed when nobody says them", () => {
    expect(messages.length).toBeGreaterThan(15);
    expect(isSaid("the moon is in the … wrong house")).toBe(false);
  });
});
