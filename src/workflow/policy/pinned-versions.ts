import type { Action } from "../model/action.ts";
import { actions } from "../pins/actions.gen.ts";

const locations = Object.values(actions as Readonly<Record<string, Pick<Action, "location">>>).flatMap(
  ({ location }) => (location.kind === "pinned" ? [location] : []),
);

const versions = new Map(
  locations.map(({ repository, sha, version }) => [`${repository.toLowerCase()}@${sha}`, version]),
);

/** The version that the pin file has for the commit, if it knows it. `repository` is `owner/name` in lower case. */
export function findPinnedVersion(repository: string, sha: string): string | undefined {
  return versions.get(`${repository}@${sha}`);
}

/** `owner/name` of every action in the pin file, as they are spelt there. */
export const pinnedRepositories: readonly string[] = [...new Set(locations.map(({ repository }) => repository))];
