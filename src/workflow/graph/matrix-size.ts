import { fieldsOf } from "../check/workflow-view.ts";

type Combination = Readonly<Record<string, unknown>>;

const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

function product(dimensions: readonly (readonly [string, readonly unknown[]])[]): readonly Combination[] {
  return dimensions.reduce<readonly Combination[]>(
    (combinations, [key, values]) =>
      combinations.flatMap((combination) => values.map((value) => ({ ...combination, [key]: value }))),
    [{}],
  );
}

/** Above this a matrix is counted without being laid out; GitHub takes 256. */
const mostCombinations = 10_000;

/**
 * How many jobs a matrix gives: all combinations, less those that match an `exclude`, plus each `include` that fits
 * into none without changing it. `dynamic` when any part of it is an expression.
 * @see https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
export function matrixSize(matrix: unknown): number | "dynamic" {
  if (typeof matrix === "string") {
    return "dynamic";
  }
  const { include = [], exclude = [], ...keys } = fieldsOf(matrix);
  const dimensions = Object.entries(keys);
  if ([include, exclude, ...Object.values(keys)].some((value) => !Array.isArray(value))) {
    return "dynamic";
  }
  const lists = dimensions.map(([key, values]) => [key, values as readonly unknown[]] as const);
  const count = lists.reduce((total, [, values]) => total * values.length, 1);
  if (count > mostCombinations) {
    return count;
  }
  const left = (lists.length === 0 ? [] : product(lists)).filter(
    (combination) =>
      !(exclude as readonly Combination[]).some((out) =>
        Object.entries(fieldsOf(out)).every(([key, value]) => same(combination[key], value)),
      ),
  );
  const added = (include as readonly Combination[]).filter(
    (extra) =>
      !left.some((combination) =>
        Object.entries(fieldsOf(extra)).every(
          ([key, value]) => !Object.hasOwn(combination, key) || same(combination[key], value),
        ),
      ),
  );
  return left.length + added.length;
}
