import type { WorkflowView } from "../../check/workflow-view.ts";
import { samePin } from "../../pins/same-pin.ts";
import { findPinnedVersion } from "../pinned-versions.ts";
import type { PolicyRule } from "../rule.ts";
import { isOwn, type Use, usesOf } from "../uses-of.ts";

function mismatch({ uses, path, action = "", repository = "", ref }: Use, view: WorkflowView): string | undefined {
  const said = view.remark(path)?.split(/\s/)[0];
  if (!said || !/^v?\d/.test(said)) {
    return `Say behind ${uses} which version the commit is: # v1.2.3.`;
  }
  const own = view.pins.find((pin) => samePin(pin, { action, sha: ref }));
  const version = own?.version ?? findPinnedVersion(repository, ref);
  return version === undefined || version === said || version.startsWith(`${said}.`)
    ? undefined
    : `${uses} is ${version}, not ${said}. Correct the comment, or the commit.`;
}

/**
 * The comment is what people read and what Renovate and Dependabot raise. Compared with the pins that are known here;
 * zizmor asks GitHub.
 */
export const refVersionMismatch: PolicyRule = {
  id: "ref-version-mismatch",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    usesOf(view)
      // Of a tag or a branch there is no commit to speak of: it is unpinned, which another rule tells.
      .filter((use) => !isOwn(use) && !use.uses.startsWith("docker://") && /^[0-9a-f]{40}$/.test(use.ref))
      .flatMap((use) => {
        const message = mismatch(use, view);
        return message === undefined ? [] : [{ path: use.path, message }];
      }),
};
