import type { z } from "zod";

/** One input of an action. The schema reads the text that the runner passes; a missing input is `undefined`, never ''. */
export interface InputDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly description: string;
  readonly schema: Schema;
  readonly required: boolean;
  /** Text, or an expression such as `${{ github.token }}`, that GitHub fills in. */
  readonly default?: string;
  /** Never shown in a message or a log. */
  readonly secret?: boolean;
}

export interface ActionDefinition<
  Inputs extends Record<string, InputDefinition> = Record<string, InputDefinition>,
  Outputs extends Record<string, string> = Record<string, string>,
> {
  /** Folder under actions/ and file name in actions/dist. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: Inputs;
  /** Output name → description. */
  readonly outputs: Outputs;
  /** What its token must be allowed: permission → level and why; reading `contents` says itself. A step that uses it brings these along. */
  readonly permissions?: Readonly<Record<string, "read" | { readonly level: "read" | "write"; readonly why: string }>>;
}

/** Declares an action once: action.yml, the typed step function and the parser all derive from it. */
export function defineAction<
  const Inputs extends Record<string, InputDefinition>,
  const Outputs extends Record<string, string>,
>(definition: ActionDefinition<Inputs, Outputs>): ActionDefinition<Inputs, Outputs> {
  return definition;
}

/** The parsed inputs of an action, keyed as declared (kebab-case). */
export type InputsOf<Action extends ActionDefinition> = {
  readonly [Name in keyof Action["inputs"]]: z.output<Action["inputs"][Name]["schema"]>;
};
