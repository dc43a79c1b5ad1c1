import { z } from "zod";

/** A declaration of this kind whose only argument is read by `schema`. */
export function declared<const Kind extends string, Schema extends z.ZodType>(kind: Kind, schema: Schema) {
  return z.object({ kind: z.literal(kind), args: z.tuple([schema]) });
}

/** The arguments of a call that begins with a name; one that has too few or too many is one problem. */
export function namedArgs<Name extends z.ZodType, Rest extends z.ZodType>(name: Name, rest: Rest, form: string) {
  return z
    .unknown()
    .superRefine((args, context) => {
      const [first, second, ...surplus] = Array.isArray(args) ? args : [];
      if (second !== undefined && surplus.length === 0) return;
      const missing = typeof first === "string" ? "has nothing but a name" : "has no name";
      const what = second === undefined ? missing : `has ${2 + surplus.length} arguments`;
      context.addIssue({ code: "custom", message: `${what}; write ${form}`, continue: false });
    })
    .pipe(z.tuple([name, rest]));
}
