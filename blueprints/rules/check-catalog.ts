import type { Problem } from "../configuration-problem.ts";
import type { CatalogEntry } from "../service-catalog.ts";
import { writtenPath } from "../written-path.ts";

interface CatalogProblem {
  readonly entry: CatalogEntry;
  readonly problem: Problem;
}

/** What can only be seen from all services of a project together. */
export function checkCatalog(entries: readonly CatalogEntry[]): readonly CatalogProblem[] {
  return [
    ...entries.flatMap((entry, index) => repeated(entry, entries.slice(0, index))),
    ...entries.flatMap((entry) => unknownUrls(entry, entries)),
  ];
}

function repeated(entry: CatalogEntry, before: readonly CatalogEntry[]): readonly CatalogProblem[] {
  const { definition } = entry;
  if (definition === undefined) {
    return [];
  }
  const { name, directory } = definition.settings;
  if (before.some((other) => other.definition?.settings.name === name)) {
    return [
      {
        entry,
        problem: {
          path: ["service"],
          message: `"${name}" is the name of another service of this project too; give it another`,
        },
      },
    ];
  }
  const twin = before.find((other) => other.definition?.pipeline.filePrefix === definition.pipeline.filePrefix);
  return twin === undefined
    ? []
    : [
        {
          entry,
          problem: {
            path: ["directory"],
            message: `"${directory}" is where "${twin.definition?.settings.name}" is, and both would write .github/workflows/ci.yml; give at least one of them a folder, such as directory: "services/${name}"`,
          },
        },
      ];
}

/** `urlOf("data")` needs a service data with an environment of the same name. */
function unknownUrls(entry: CatalogEntry, entries: readonly CatalogEntry[]): readonly CatalogProblem[] {
  const environments = entry.definition?.settings.environments ?? [];
  const places = entry.definition?.places ?? [];
  return environments.flatMap(({ name, target }, index) =>
    Object.entries(target.env).flatMap(([variable, value]) => {
      if (typeof value === "string") {
        return [];
      }
      const path = writtenPath({ places }, ["environments", index, "target", "env", variable]);
      const other = entries.find(({ definition }) => definition?.settings.name === value.urlOf)?.definition?.settings;
      if (other === undefined) {
        // A service whose own options are wrong is not unknown; its problems are reported already.
        const isHidden = entries.some(({ definition }) => definition === undefined);
        const known = entries
          .flatMap(({ definition }) => (definition ? [`"${definition.settings.name}"`] : []))
          .join(", ");
        return isHidden
          ? []
          : [{ entry, problem: { path, message: `there is no service "${value.urlOf}"; write one of ${known}` } }];
      }
      return other.environments.some((environment) => environment.name === name)
        ? []
        : [
            {
              entry,
              problem: {
                path,
                message: `"${value.urlOf}" has no environment "${name}"; add it there, or write an address`,
              },
            },
          ];
    }),
  );
}
