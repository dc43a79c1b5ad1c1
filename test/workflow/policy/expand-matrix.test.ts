import { describe, expect, it } from "vitest";
import { expandMatrix } from "../../../src/workflow/policy/expand-matrix.ts";

describe("the combinations of a matrix", () => {
  it.each(["os", "constructor"])("are not extended by an include where only another include made them: %s", (key) => {
    const matrix = { [key]: ["a"], exclude: [{ [key]: "a" }], include: [{ x: 1 }, { y: 2 }] };
    expect(expandMatrix(matrix)?.combinations).toEqual([{ x: 1 }, { y: 2 }]);
  });
});
