import { type Expression, expression, isExpression, type Literal, type Value } from "../expression/expression.ts";
import { isMap, requireGiven } from "./given.ts";
import { type MatrixReference, reference } from "./reference.ts";
import { anything, refuseShape, type Shape } from "./refuse-shape.ts";

/** What a combination can have under a key. */
export type MatrixValue = Literal | readonly MatrixValue[] | { readonly [key: string]: MatrixValue };
type Dimensions = Readonly<Record<string, readonly MatrixValue[] | Expression<readonly MatrixValue[]>>>;
type Items = readonly Readonly<Record<string, MatrixValue>>[];

type Item<D> = D extends readonly (infer T)[] ? T : D extends Expression<readonly (infer T)[]> ? T : never;
type Combination<D extends Dimensions> = { readonly [K in keyof D]?: Item<D[K]> };
type KeysOf<U> = U extends unknown ? keyof U : never;
type ValueAt<U, K> = U extends unknown ? (K extends keyof U ? U[K] : never) : never;
/** What `include` adds under keys the matrix does not have; empty in the other combinations. */
type Added<D, I> = I extends Items
  ? { readonly [K in Exclude<KeysOf<I[number]>, keyof D>]: Expression<ValueAt<I[number], K>, "matrix"> }
  : Readonly<Record<never, never>>;

interface CommonOptions {
  /** Whether the first failure cancels the others. @default false: each combination tells its own result */
  readonly failFast?: Value<boolean, "value">;
  /** How many run at once. @default as many as there are runners */
  readonly maxParallel?: Value<number, "value">;
}

export interface MatrixOptions<D extends Dimensions, I extends Items | Expression<Items> = Items>
  extends CommonOptions {
  /** Combinations left out; a combination matches when all the keys it names do. */
  readonly exclude?: readonly Combination<D>[] | Expression<readonly Combination<D>[]>;
  /** Combinations added, or, where they match one, keys added to it. */
  readonly include?: I;
}

export interface MatrixModel extends CommonOptions {
  readonly kind: "matrix";
  readonly reference: MatrixReference;
  /** By key; or the whole matrix at once, computed. */
  readonly dimensions: Dimensions | Expression<unknown>;
  readonly include?: Items | Expression<unknown>;
  readonly exclude?: Items | Expression<unknown>;
}

export interface Matrix<D extends Dimensions, I = unknown> extends MatrixModel {
  /** What a combination has under each key, for the steps of the job. */
  readonly values: { readonly [K in keyof D]: Expression<Item<D[K]>, "matrix"> } & Added<D, I>;
}

const commonShape: Shape<CommonOptions> = { failFast: anything, maxParallel: anything };

function valuesOf(
  matrix: MatrixReference,
  keys: readonly string[],
): Readonly<Record<string, Expression<never, never>>> {
  return Object.fromEntries(keys.map((key) => [key, expression({ kind: "matrix", matrix, key })]));
}

/** GitHub has no keys of these names: they would be lost. */
function refuseReserved(dimensions: Dimensions): void {
  for (const name of ["include", "exclude"] as const) {
    const write = `it behind them: matrix({ … }, { ${name}: […] })`;
    requireGiven(dimensions[name] === undefined, `\`${name}\` among the keys of matrix(…)`, dimensions[name], write);
  }
}

/**
 * One job for every combination.
 * @example
 * const versions = matrix({ node: ["22", "24"] }, { include: [{ node: "24", coverage: true }] });
 * job("unit", { matrix: versions, steps: [run("say", sh`echo ${versions.values.node}`)], … });
 */
export function matrix<const D extends Dimensions, const I extends Items | Expression<Items> = readonly []>(
  dimensions: D,
  options: MatrixOptions<NoInfer<D>, I> = {},
): Matrix<D, I> {
  requireGiven(
    isMap(dimensions) && !isExpression(dimensions),
    "What matrix(…) is given",
    dimensions,
    'its keys and values: matrix({ node: ["22", "24"] })',
  );
  refuseReserved(dimensions);
  refuseShape("matrix(…)", options, { ...commonShape, include: anything, exclude: anything });
  const self = reference("matrix", Object.keys(dimensions).join(","));
  const added = Array.isArray(options.include) ? options.include.flatMap((item: object) => Object.keys(item)) : [];
  const keys = [...new Set([...Object.keys(dimensions), ...added])];
  return {
    kind: "matrix",
    reference: self,
    dimensions,
    ...(options as Omit<MatrixModel, "kind" | "reference" | "dimensions">),
    values: valuesOf(self, keys) as unknown as Matrix<D, I>["values"],
  };
}

/**
 * A matrix that an earlier job computes as JSON; its keys and what they hold are the caller's word.
 * @example const shards = computedMatrix<{ shard: number }>(plan.outputs.shards, ["shard"]);
 */
export function computedMatrix<Combination extends Readonly<Record<string, MatrixValue>>>(
  value: Expression<unknown>,
  keys: readonly (keyof Combination & string)[],
  options: CommonOptions = {},
): MatrixModel & { readonly values: { readonly [K in keyof Combination]: Expression<Combination[K], "matrix"> } } {
  requireGiven(isExpression(value), "The value of computedMatrix(…)", value, "an output: plan.outputs.shards");
  requireGiven(Array.isArray(keys), "The keys of computedMatrix(…)", keys, 'a list of names: ["shard"]');
  refuseShape("computedMatrix(…)", options, commonShape);
  const self = reference("matrix", keys.join(","));
  return {
    kind: "matrix",
    reference: self,
    dimensions: value,
    ...options,
    values: valuesOf(self, keys) as { readonly [K in keyof Combination]: Expression<Combination[K], "matrix"> },
  };
}
