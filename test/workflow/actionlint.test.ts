import { describe, expect, it } from "vitest";
import { render } from "../../src/workflow/index.ts";
import { lintWorkflow } from "./actionlint.ts";
import { deliverySample } from "./delivery-sample.ts";

describe("actionlint", () => {
  const content = render(deliverySample().file);

  it("has nothing to say of a rendered workflow", async () => {
    expect(await lintWorkflow(content)).toEqual([]);
  });

  it("would say something if there were anything", async () => {
    expect(await lintWorkflow(content.replace("needs: [image]", "needs: [imagee]"))).not.toEqual([]);
  });
});
