import { describe, expect, it } from "vitest";
import { expandMatrix } from "../../../src/workflow/policy/expand-matrix.ts";

describe("the combinations of a matrix", () => {
  it.each(["os", "constructor"])("are not extended by an include where only another include made them: %s", (key) => {
    const matrix = { [key]: ["a"], exclude: [{ [key]: "a" }], include: [{ x: 1 }, { y: 2 }] };
    expect(expandMatrix(matrix)?.combinations).toEqual([{ x: 1 }, { y: 2 }]);
  });

  it("are those of GitHub's own example: an include extends only what the product made", () => {
    const matrix = {
      fruit: ["apple", "pear"],
      animal: ["cat", "dog"],
      include: [
        { color: "green" },
        { color: "pink", animal: "cat" },
        { fruit: "apple", shape: "circle" },
        { fruit: "banana" },
        { fruit: "banana", animal: "cat" },
      ],
    };
    expect(expandMatrix(matrix)?.combinations).toEqual([
      { fruit: "apple", animal: "cat", color: "pink", shape: "circle" },
      { fruit: "apple", animal: "dog", color: "green", shape: "circle" },
      { fruit: "pear", animal: "cat", color: "pink" },
      { fruit: "pear", animal: "dog", color: "green" },
      { fruit: "banana" },
      { fruit: "banana", animal: "cat" },
    ]);
  });

  it("are one more where an include repeats all keys of what another include made", () => {
    const matrix = { os: ["a"], include: [{ os: "b" }, { os: "b", x: 1 }] };
    expect(expandMatrix(matrix)?.combinations).toEqual([{ os: "a" }, { os: "b" }, { os: "b", x: 1 }]);
  });
});
