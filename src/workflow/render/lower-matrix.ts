import { isExpression } from "../expression/expression.ts";
import type { MatrixModel } from "../model/matrix.ts";
import { defined, optional, type Plain, type Writer } from "./writer.ts";

/** Plain values may hold no expression written out, however deep they are. */
function lowerItem(item: unknown, to: Writer): Plain {
  if (isExpression(item)) {
    return to.value(item, "strategy");
  }
  if (Array.isArray(item)) {
    return item.map((inner) => lowerItem(inner, to));
  }
  if (typeof item === "object" && item !== null) {
    return defined(
      Object.fromEntries(
        Object.entries(item).map(([key, inner]) => [key, inner === undefined ? undefined : lowerItem(inner, to)]),
      ),
    );
  }
  return item === null ? null : to.value(item as string | number | boolean, "strategy");
}

/** The strategy of a job. */
export function lowerMatrix(matrix: MatrixModel, to: Writer): Plain {
  const { dimensions, include, exclude, failFast = false, maxParallel } = matrix;
  return defined({
    "fail-fast": to.value(failFast, "strategy"),
    "max-parallel": optional(maxParallel, (count) => to.value(count, "strategy")),
    matrix: isExpression(dimensions)
      ? to.value(dimensions, "strategy")
      : defined({
          ...(lowerItem(dimensions, to) as Readonly<Record<string, Plain>>),
          include: optional(include, (items) => lowerItem(items, to)),
          exclude: optional(exclude, (items) => lowerItem(items, to)),
        }),
  });
}
