import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkWithGitHub } from "../../../src/workflow/check/github-parser.ts";
import { knownActions } from "../../../src/workflow/check/known-actions.ts";
import { lowerWorkflow } from "../../../src/workflow/render/lower-workflow.ts";
import { renderAction, renderLowered } from "../../../src/workflow/render/render.ts";
import { toAction, toWorkflow } from "./arbitrary-workflow.ts";
import { actionSpec, workflowSpec } from "./workflow-spec.ts";

/** More with `PROPERTY_RUNS=400`; a failure prints its seed, which `PROPERTY_SEED` repeats. */
const numRuns = Number(process.env.PROPERTY_RUNS ?? 40);
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_121);

describe("workflows made at random from the model", () => {
  it("are accepted by GitHub's parser and language service when our own layer accepts them", async () => {
    const counts = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(workflowSpec, async (spec) => {
        const lowered = lowerWorkflow(toWorkflow(spec).model);
        if (lowered.problems.length > 0) {
          counts.refused++;
          return;
        }
        counts.accepted++;
        expect(await checkWithGitHub(renderLowered(lowered), "workflow", knownActions())).toEqual([]);
      }),
      { numRuns, seed },
    );
    // What is refused tests nothing; so most must not be.
    expect(counts.accepted).toBeGreaterThan(0.8 * (counts.accepted + counts.refused));
  }, 600_000);

  it("are accepted as composite actions too", async () => {
    await fc.assert(
      fc.asyncProperty(actionSpec, async (spec) => {
        expect(await checkWithGitHub(renderAction(toAction(spec)), "action", knownActions())).toEqual([]);
      }),
      { numRuns: numRuns / 2, seed },
    );
  }, 600_000);

  it("become the same bytes each time, and YAML reads what was meant", () => {
    fc.assert(
      fc.property(workflowSpec, (spec) => {
        const lowered = lowerWorkflow(toWorkflow(spec).model);
        const content = renderLowered(lowered);
        expect(renderLowered(lowerWorkflow(toWorkflow(spec).model))).toBe(content);
        expect(parse(content)).toEqual(lowered.content);
      }),
      { numRuns, seed },
    );
  }, 600_000);
});
