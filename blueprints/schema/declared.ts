import { z } from "zod";

/** A declaration of this kind whose only argument is read by `schema`. */
export function declared<const Kind extends string, Schema extends z.ZodType>(kind: Kind, schema: Schema) {
  return z.object({ kind: z.literal(kind), args: z.tuple([schema]) });
}

/** The arguments of a call that begins with a name; one that lacks a whole argument is one problem, not one of each. */
export function namedArgs<Name extends z.ZodType, Rest extends z.ZodType>(name: Name, rest: Rest, form: string) {
  return z
    .unknown()
    .superRefine((args, context) => {
      const [first, second] = Array.isArray(args) ? args : [];
      if (second !== undefined) return;
      const what = typeof first === "string" ? "has nothing but a name" : "has no name";
      context.addIssue({ code: "custom", message: `${what}; write ${form}`, continue: false });
    })
    .pipe(z.tuple([name, rest]));
}
