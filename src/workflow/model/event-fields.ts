import type { Expression } from "../expression/expression.ts";

/** What a field of a payload holds. */
interface Leaves {
  readonly text: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly json: unknown;
}

/** A list in a payload, by the fields that each item has. */
export interface ListShape<Item extends EventShape = EventShape> {
  readonly kind: "list";
  readonly item: Item;
}

/** Fields of a payload, in camel case. */
export type EventShape = { readonly [name: string]: keyof Leaves | EventShape | ListShape };

/** Expressions for the fields of a payload; a list gives the field of each of its items. */
export type EventFields<Shape> = {
  readonly [K in keyof Shape]: Shape[K] extends keyof Leaves
    ? Expression<Leaves[Shape[K]]>
    : Shape[K] extends ListShape<infer Item>
      ? { readonly [I in keyof Item]: Item[I] extends keyof Leaves ? Expression<readonly Leaves[Item[I]][]> : never }
      : EventFields<Shape[K]>;
};

export function list<const Item extends EventShape>(item: Item): ListShape<Item> {
  return { kind: "list", item };
}

export const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function isList(shape: EventShape | ListShape): shape is ListShape {
  return shape.kind === "list" && typeof shape.item === "object";
}

/** The expressions for all fields of a shape, each read by its path from `github.event`. */
export function eventFields(
  shape: EventShape,
  read: (path: readonly string[]) => Expression,
  path: readonly string[] = [],
): object {
  const fields = Object.entries(shape).map(([name, field]) => {
    const here = [...path, snakeCase(name)];
    if (typeof field === "string") {
      return [name, read(here)];
    }
    return [name, isList(field) ? eventFields(field.item, read, [...here, "*"]) : eventFields(field, read, here)];
  });
  return Object.fromEntries(fields);
}
