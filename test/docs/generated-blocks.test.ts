import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { actions } from "./action-tables.ts";
import { documents, readDocument } from "./documents.ts";
import { generatedBlocks, withGeneratedBlocks } from "./generated-blocks.ts";

const pages = documents().filter(({ text }) => text.includes("<!-- generated: "));

describe("what is generated in the documentation", () => {
  // `npx vitest run test/docs -u` writes it anew.
  it.each(pages)("is up to date in $path", async ({ path, text }) => {
    await expect(withGeneratedBlocks(text)).toMatchFileSnapshot(join(repositoryRoot, path));
  });

  it.each(pages)("is closed in $path", ({ text }) => {
    expect(text.match(/^<!-- end -->$/gm)).toHaveLength(generatedBlocks(text).length);
  });

  it.each([...actions.keys()])("holds inputs, outputs and permissions of %s", (action) => {
    const wanted = ["inputs", "outputs", "permissions"].map((what) => `${what} of ${action}`);
    expect(generatedBlocks(readDocument(`docs/actions/${action}.md`).text)).toEqual(expect.arrayContaining(wanted));
  });

  it.each([
    "ContainerServiceOptions",
    "ImageOptions",
    "IntegrationOptions",
    "EnvironmentOptions",
    "CanaryOptions",
    "RollingOptions",
    "RecreateOptions",
    "EmbeddedOptions",
    "JudgeOptions",
    "LimitOptions",
    "NodeToolchainOptions",
    "CommandsOptions",
    "LatencyOptions",
    "WebhookOptions",
    "SlackWebhookOptions",
    "SlackBotOptions",
  ])("holds %s in the blueprint's guide", (options) => {
    expect(generatedBlocks(readDocument("docs/container-service.md").text)).toContain(`options of ${options}`);
  });

  it("changes when its source does", () => {
    const stale = "<!-- generated: outputs of coverage -->\n| old |\n<!-- end -->\n";
    expect(withGeneratedBlocks(stale)).toContain("| `lines` | Share of lines covered");
  });

  it("leaves everything else as it is", () => {
    const empty = (what: string) => `<!-- generated: ${what} of coverage -->\n<!-- end -->`;
    const page = withGeneratedBlocks(`a\n${empty("inputs")}\nb\n${empty("outputs")}\nc\n`);
    expect(page.split("\n").filter((line) => /^\w$/.test(line))).toEqual(["a", "b", "c"]);
    expect(withGeneratedBlocks(page)).toBe(page);
  });
});
