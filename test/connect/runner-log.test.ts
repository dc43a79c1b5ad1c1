import { expect, it } from "vitest";
import { toHarmlessLine } from "../../src/connect/runner-log.ts";

it.each([
  ["20 % read back", "20 % read back"],
  ["a\n::add-path::/evil", "a ::add-path::/evil"],
  ["::set-env name=A::b", ": :set-env name=A::b"],
  ["  ::error::x", ": :error::x"],
  ["\n::error::x", ": :error::x"],
  ["x ##[add-path]/evil", "x # #[add-path]/evil"],
  ["a\u2028::error::b\r\nc", "a ::error::b c"],
])("prints %j as %j, which the runner does not obey", (message, expected) => {
  expect(toHarmlessLine(message)).toBe(expected);
});
