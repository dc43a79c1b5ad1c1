import { describe, expect, it } from "vitest";
import { escapeSlack, toSlackMessage } from "../../src/notify/slack-message.ts";
import { aNotice } from "./a-notice.ts";

describe("a Slack message", () => {
  it("says what happened, why, how the traffic stands, and where to look", () => {
    const { text, blocks } = toSlackMessage(aNotice());
    expect(text).toContain("info 1.1.0 → production: rolled back");
    const all = JSON.stringify(blocks);
    expect(all).toContain("errors 5.1 % of 412 requests");
    expect(all).toContain("0\u00a0% on 1.1.0, 100\u00a0% on 1.0.0");
    expect(all).toContain("by mona · the weekly release · <https://github.com/acme/info/actions/runs/42|run>");
  });

  it.each([
    ["<!channel> & <https://evil.test|click>", "&lt;!channel&gt; &amp; &lt;https://evil.test|click&gt;"],
    ["&lt;", "&amp;lt;"],
    ["*bold*", "*\u2060bold*\u2060"],
    ["a\nb\u0000c", "a b c"],
  ])("shows %j as it is", (text, expected) => {
    expect(escapeSlack(text)).toBe(expected);
  });

  it("lets neither reason nor actor nor text mention anybody", () => {
    const evil = "<!channel> <@U1>";
    expect(JSON.stringify(toSlackMessage(aNotice({ reason: evil, actor: evil, text: evil })))).not.toMatch(/<[!@]/);
  });

  it("keeps within Slack's 3,000 characters, however long the text, without cutting an entity", () => {
    const { blocks } = toSlackMessage(aNotice({ text: "ab ".repeat(5_000), reason: "&".repeat(5_000) }));
    const texts = blocks.flatMap((block) => (block.type === "section" ? [block.text] : block.elements));
    for (const { text } of texts) {
      expect(text.length).toBeLessThanOrEqual(3_000);
      expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
    }
  });

  it.each(["javascript:alert(1)", "not a url"])("makes no link of %j", (runUrl) => {
    expect(JSON.stringify(toSlackMessage(aNotice({ runUrl })))).not.toContain("|run>");
  });
});
