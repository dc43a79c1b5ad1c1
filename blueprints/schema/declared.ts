import { z } from "zod";

/** A declaration of this kind whose only argument is read by `schema`. */
export function declared<const Kind extends string, Schema extends z.ZodType>(kind: Kind, schema: Schema) {
  return z.object({ kind: z.literal(kind), args: z.tuple([schema]) });
}
