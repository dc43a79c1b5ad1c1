import { type Expression, expression, type Literal, type Value } from "../expression/expression.ts";
import { type MatrixReference, reference } from "./reference.ts";

type Dimensions = Readonly<Record<string, readonly Literal[] | Expression<readonly Literal[]>>>;
type Item<D> = D extends readonly (infer T)[] ? T : D extends Expression<readonly (infer T)[]> ? T : never;
type Combination<D extends Dimensions> = { readonly [K in keyof D]?: Item<D[K]> };

export interface MatrixOptions<D extends Dimensions> {
  /** Combinations left out; a combination matches when all the keys it names do. */
  readonly exclude?: readonly Combination<D>[];
  /** Combinations added. */
  readonly include?: readonly Combination<D>[];
  /** Whether the first failure cancels the others. @default false: each combination tells its own result */
  readonly failFast?: Value<boolean>;
  /** How many run at once. @default as many as there are runners */
  readonly maxParallel?: number;
}

export interface MatrixModel {
  readonly kind: "matrix";
  readonly reference: MatrixReference;
  readonly dimensions: Dimensions;
  readonly options: MatrixOptions<Dimensions>;
}

export interface Matrix<D extends Dimensions> extends MatrixModel {
  /** What a combination has under each key, for the steps of the job. */
  readonly values: { readonly [K in keyof D]: Expression<Item<D[K]>> };
}

/**
 * One job for every combination.
 * @example
 * const versions = matrix({ node: ["22", "24"] });
 * job("unit", { matrix: versions, steps: [run("say", sh`echo ${versions.values.node}`)], … });
 */
export function matrix<const D extends Dimensions>(dimensions: D, options: MatrixOptions<NoInfer<D>> = {}): Matrix<D> {
  const self = reference("matrix", Object.keys(dimensions).join(","));
  const values = Object.keys(dimensions).map((key) => [key, expression({ kind: "matrix", matrix: self, key })]);
  return {
    kind: "matrix",
    reference: self,
    dimensions,
    options: options as MatrixOptions<Dimensions>,
    values: Object.fromEntries(values) as Matrix<D>["values"],
  };
}
