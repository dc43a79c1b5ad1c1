import { findNearest } from "../../../errors/did-you-mean.ts";
import { pinnedRepositories } from "../pinned-versions.ts";
import type { PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

const known = new Map(pinnedRepositories.map((repository) => [repository.toLowerCase(), repository]));
const owners = [...new Set([...known.keys()].map((repository) => repository.split("/")[0] ?? ""))];

/** The well-known action that the name is one slip away from. */
function findMeant(repository: string): string | undefined {
  const [owner = "", name = ""] = repository.split("/");
  const near = owners.includes(owner) ? undefined : nearOwner(owner);
  const meant = near === undefined ? undefined : known.get(`${near}/${name}`);
  return meant;
}

/** Short names are near to many others: one slip in at least five letters. */
function nearOwner(owner: string): string | undefined {
  const near = findNearest(
    owner,
    owners.filter((known) => known.length >= 5),
  );
  return near !== undefined && isOneSlip(owner, near) ? near : undefined;
}

/** One letter added, left out or exchanged, or two neighbours swapped. */
function isOneSlip(written: string, meant: string): boolean {
  let start = 0;
  while (start < meant.length && written[start] === meant[start]) start++;
  let end = 0;
  while (end < meant.length - start && written.at(-1 - end) === meant.at(-1 - end)) end++;
  const [from, to] = [written.slice(start, written.length - end), meant.slice(start, meant.length - end)];
  const isSwap = from.length === 2 && to.length === 2 && from[0] === to[1] && from[1] === to[0];
  return isSwap || (from.length <= 1 && to.length <= 1);
}

/** `action/checkout` belongs to whoever registers the name; a slip of the finger runs their code with your token. */
export const typosquatUses: PolicyRule = {
  id: "typosquat-uses",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    usesOf(view).flatMap(({ repository, path }) => {
      const meant = repository === undefined || known.has(repository) ? undefined : findMeant(repository);
      return meant === undefined
        ? []
        : [
            {
              path,
              message: `${repository} is not ${meant}, and may belong to anybody. Use ${meant}, or ignore this.`,
            },
          ];
    }),
};
