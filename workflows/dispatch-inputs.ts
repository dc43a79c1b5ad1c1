import { input } from "../src/workflow/index.ts";
import type { Pipeline } from "./pipeline.ts";
import { stagesOf } from "./stages.ts";

/** A list to choose from, so that a misspelt environment cannot be typed. */
export function environmentInput(pipeline: Pipeline, suggested: string | undefined, description: string) {
  return placeInput(
    pipeline.environments.map(({ name }) => name),
    suggested,
    description,
  );
}

/** The same for what is promoted: of a wave only its name. */
export function stageInput(pipeline: Pipeline, suggested: string | undefined, description: string) {
  return placeInput(
    stagesOf(pipeline).map(({ name }) => name),
    suggested,
    description,
  );
}

function placeInput([first = "", ...others]: readonly string[], suggested: string | undefined, description: string) {
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
