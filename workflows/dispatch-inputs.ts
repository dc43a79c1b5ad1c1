import { input } from "../src/workflow/index.ts";
import type { Pipeline } from "./pipeline.ts";

/** A list to choose from, so that a misspelt environment cannot be typed. */
export function environmentInput(pipeline: Pipeline, suggested: string | undefined, description: string) {
  const [first = "", ...others] = pipeline.environments.map(({ name }) => name);
  return input.choice({
    description,
    required: true,
    options: [first, ...others],
    default: suggested ?? first,
  });
}

/** Free text of a person: it is data everywhere and never part of a script. */
export function reasonInput() {
  return input.string({ description: "Why, in a sentence; the team reads it", required: true });
}
