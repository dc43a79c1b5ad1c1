import { describe, expect, it } from "vitest";
import { parseConditions } from "../../src/rehearse/parse-conditions.ts";

const workflow = `name: A
on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: "true"
      - run: "true"
        if: \${{ failure() }}
  b:
    needs: a
    if: needs.a.result != 'skipped'
    runs-on: ubuntu-24.04
    steps:
      - run: "true"
        if: github.ref_name == 'main'
`;

describe("parseConditions", () => {
  it("answers needs and conditions as GitHub completes them", async () => {
    expect(await parseConditions("a.yml", workflow)).toEqual({
      a: { needs: [], condition: "success()", steps: ["success()", "failure()"] },
      b: {
        needs: ["a"],
        condition: "success() && (needs.a.result != 'skipped')",
        steps: ["success() && (github.ref_name == 'main')"],
      },
    });
  });

  it("refuses what GitHub refuses", async () => {
    await expect(parseConditions("a.yml", workflow.replace("needs: a", "needs: nobody"))).rejects.toThrowError(
      /nobody/,
    );
  });
});
