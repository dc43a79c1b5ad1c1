import type { Fields, Path } from "../check/workflow-view.ts";
import type { ImportReport } from "./report.ts";

/** A mapping of the file. What is never taken from it is reported, so that nothing is dropped in silence. */
export interface Section {
  readonly path: Path;
  readonly fields: Fields;
  at(key: string | number): Path;
  take(key: string): unknown;
  /** Takes a mapping in it; empty when it is none. */
  section(key: string): Section;
  /** Reports every key that was not taken. */
  close(): void;
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function openSection(path: Path, value: unknown, report: ImportReport): Section {
  const fields = asFields(value);
  const taken = new Set<string>();
  const at = (key: string | number) => [...path, key];
  const take = (key: string) => {
    taken.add(key);
    return fields[key];
  };
  return {
    path,
    fields,
    at,
    take,
    section: (key) => openSection(at(key), take(key), report),
    close() {
      for (const key of Object.keys(fields).filter((name) => !taken.has(name))) {
        report.unexpressed(at(key), `"${key}" is not known to tidegate, or not here; it is not imported.`);
      }
    },
  };
}
