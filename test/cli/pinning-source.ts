import { expect } from "vitest";
import { type AdoptingRepository, projenrc } from "./adopting-repository.ts";

export const workflow = ".github/workflows/one.yml";
export const pinFile = ".tidegate/pins.json";
export const raised = "b".repeat(40);

/** A workflow with an action that tidegate brings along, one in a folder, one that the source pins, and a call. */
export const source = projenrc
  .replace("import { actions,", "import { actions, call, pinnedAction, remoteWorkflow,")
  .replace(
    "const steps = [checkout(), cache,",
    `const own = pinnedAction({ uses: "acme/greet", version: "v1.0.0", sha: "${"1".repeat(40)}" });
const folder = pinnedAction({ uses: "acme/kit/part", version: "v2.0.0", sha: "${"2".repeat(40)}" });
const shared = remoteWorkflow({ uses: "acme/shared/.github/workflows/a.yml", version: "v3.0.0", sha: "${"3".repeat(40)}" });
const steps = [checkout(), cache, uses("own", own), uses("folder", folder),`,
  )
  .replace("steps })];", 'steps }), call("b", shared, { name: "B" })];');

/** What Dependabot and Renovate both do: another commit, and the version behind it. */
export function raise(
  repository: AdoptingRepository,
  action: string,
  version: string,
  sha = raised,
  file = workflow,
): void {
  const line = new RegExp(`(uses: ${action})@[0-9a-f]{40} # \\S+`, "g");
  expect(repository.read(file)).toMatch(line);
  repository.edit(file, (yaml) => yaml.replace(line, `$1@${sha} # ${version}`));
}
