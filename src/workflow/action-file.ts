import type { Project } from "projen";
import type { Problem } from "./check/problem.ts";
import { withSources } from "./check/validate.ts";
import { GeneratedFile, type LoweredFile } from "./generated-file.ts";
import type { CompositeModel } from "./model/composite-action.ts";
import { isMap, requireGiven } from "./model/given.ts";
import { lowerAction } from "./render/lower-action.ts";

/** @throws WorkflowDefinitionError when it is no composite action, which types would have said */
function modelOf(action: { readonly model: CompositeModel }): CompositeModel {
  const isComposite = isMap(action) && isMap(action.model);
  requireGiven(isComposite, "The action of new ActionFile(…)", action, 'compositeAction({ path: "./…", … })');
  return action.model;
}

/**
 * Writes a composite action to the `action.yml` in its folder of a projen project; checked together with the workflows.
 * @example
 * const setup = compositeAction({ path: "./.github/actions/setup", … });
 * new ActionFile(project, setup);
 */
export class ActionFile extends GeneratedFile {
  readonly kind = "action";
  override readonly model: CompositeModel;

  /** That another component of the project writes the file already is not reported here but at synth. */
  constructor(project: Project, action: { readonly model: CompositeModel }) {
    super(project, lowerAction(modelOf(action)).path);
    this.model = action.model;
  }

  override lower(): LoweredFile {
    return lowerAction(this.model);
  }

  override place(problems: readonly Problem[]): readonly Problem[] {
    return withSources(problems, this.model);
  }
}
