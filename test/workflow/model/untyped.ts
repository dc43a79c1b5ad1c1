import * as layer from "../../../src/workflow/index.ts";

const { checkout, job, run, sh, workflow } = layer;

/** The layer as JavaScript sees it: without the types that would refuse all of this. */
export type Untyped = (...args: readonly unknown[]) => unknown;
export const js = { job, run, uses: layer.uses, workflow, call: layer.call } as unknown as Readonly<
  Record<string, Untyped>
>;

export const jobs = [job("a", { name: "A", timeoutMinutes: 5, steps: [checkout()] })];
export const callee = layer.localWorkflow({ path: "./.github/workflows/x.yml" });
export const step = run("b", sh`true`, { outputs: ["there"] });

// Only the options: the call is the tests' own, for an error names the file that it is in.
export const jobOptions = (changes: object) => ({ name: "Test", timeoutMinutes: 5, steps: [checkout()], ...changes });
export const workflowOptions = (changes: object) => ({
  file: "ci",
  name: "CI",
  on: { push: {} },
  concurrency: { group: "ci" },
  jobs,
  ...changes,
});
