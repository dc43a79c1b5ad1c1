import { type Fields, fieldsOf } from "../check/workflow-view.ts";

export interface ExpandedMatrix {
  readonly combinations: readonly Fields[];
  /** Keys and values as written, without `include` and `exclude`. */
  readonly dimensions: Readonly<Record<string, readonly unknown[]>>;
  readonly includes: readonly Fields[];
  readonly excludes: readonly Fields[];
}

/** More than this are counted, not listed: nobody can run them. */
const mostListed = 4096;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const fits = (combination: Fields, partial: Fields) =>
  Object.entries(partial).every(([key, value]) => same(combination[key], value));

function product(dimensions: readonly (readonly [string, readonly unknown[]])[]): readonly Fields[] {
  return dimensions.reduce<readonly Fields[]>(
    (combinations, [key, values]) =>
      combinations
        .flatMap((combination) => values.map((value) => ({ ...combination, [key]: value })))
        .slice(0, mostListed),
    dimensions.length === 0 ? [] : [{}],
  );
}

/**
 * Each `include` extends the combinations of the product none of whose own values it would overwrite, however they have
 * been extended before. One that fits none is a combination of its own, which no other extends.
 */
function withIncludes(made: readonly Fields[], includes: readonly Fields[]): readonly Fields[] {
  const fitting = (include: Fields, combination: Fields) =>
    fits(combination, Object.fromEntries(Object.entries(include).filter(([key]) => Object.hasOwn(combination, key))));
  const extended = made.map((combination): Fields => {
    return Object.assign({}, combination, ...includes.filter((include) => fitting(include, combination)));
  });
  const added = includes.filter((include) => !made.some((combination) => fitting(include, combination)));
  return [...extended, ...added];
}

/**
 * The combinations of a matrix as GitHub makes them: product, then `exclude`, then `include`. `undefined` when there is
 * no matrix or a part of it is an expression, which only the run knows.
 * @see https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
export function expandMatrix(matrix: unknown): ExpandedMatrix | undefined {
  const { include = [], exclude = [], ...dimensions } = fieldsOf(matrix);
  const entries = Object.entries(dimensions);
  const isKnown =
    entries.every(([, values]) => Array.isArray(values)) && Array.isArray(include) && Array.isArray(exclude);
  if (typeof matrix !== "object" || matrix === null || !isKnown) {
    return undefined;
  }
  const excludes = exclude.map(fieldsOf);
  const includes = include.map(fieldsOf);
  const left = product(entries as [string, readonly unknown[]][]).filter(
    (combination) => !excludes.some((partial) => Object.keys(partial).length > 0 && fits(combination, partial)),
  );
  const combinations = withIncludes(left, includes);
  return { combinations, dimensions: Object.fromEntries(entries) as ExpandedMatrix["dimensions"], includes, excludes };
}
