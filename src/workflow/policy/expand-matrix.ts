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

/** What an `include` adds to: combinations none of whose original values it would overwrite. */
function addInclude(
  combinations: readonly Fields[],
  include: Fields,
  originalKeys: readonly string[],
): readonly Fields[] {
  const original = Object.fromEntries(Object.entries(include).filter(([key]) => originalKeys.includes(key)));
  const extendsAny = combinations.some(
    (combination) => isOriginal(combination, originalKeys) && fits(combination, original),
  );
  return extendsAny
    ? combinations.map((combination) =>
        isOriginal(combination, originalKeys) && fits(combination, original)
          ? { ...combination, ...include }
          : combination,
      )
    : [...combinations, include];
}

const isOriginal = (combination: Fields, keys: readonly string[]) =>
  keys.length > 0 && keys.every((key) => Object.hasOwn(combination, key));

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
  const keys = entries.map(([key]) => key);
  const combinations = includes.reduce<readonly Fields[]>((all, each) => addInclude(all, each, keys), left);
  return { combinations, dimensions: Object.fromEntries(entries) as ExpandedMatrix["dimensions"], includes, excludes };
}
