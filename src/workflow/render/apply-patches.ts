import { isDeepStrictEqual } from "node:util";
import { ignoreRemark } from "../model/ignore.ts";
import type { Patch, PatchPath, PatchValue } from "../model/patch.ts";
import type { Report } from "./report.ts";
import type { Plain, Remark } from "./writer.ts";

type Content = Readonly<Record<string, Plain>>;
type Path = readonly (string | number)[];

/** The list with one item changed; taken away when nothing is left of it. */
function changedList(items: readonly Plain[], [key, ...rest]: Path, to: PatchValue | undefined): Plain | undefined {
  if (typeof key !== "number" || items[key] === undefined) {
    return undefined;
  }
  if (rest.length === 0) {
    return items.toSpliced(key, 1, ...(to === undefined ? [] : [to]));
  }
  const item = changed(items[key], rest, to);
  return item === undefined ? undefined : items.toSpliced(key, 1, item);
}

/** The map with one field set, or taken away; a field that is not there can only be set. */
function changedMap(fields: Content, [key = "", ...rest]: Path, to: PatchValue | undefined): Plain | undefined {
  const { [key]: old, ...others } = fields;
  if (rest.length === 0 && to !== undefined) {
    return { ...fields, [key]: to };
  }
  if (old === undefined || typeof key !== "string") {
    return undefined;
  }
  const field = changed(old, rest, to);
  return rest.length === 0 ? others : field === undefined ? undefined : { ...fields, [key]: field };
}

/** What the change makes of a value; `undefined` when there is nothing at the path to change. */
function changed(value: Plain, path: Path, to: PatchValue | undefined): Plain | undefined {
  if (path.length === 0) {
    return to;
  }
  if (Array.isArray(value)) {
    return changedList(value, path, to);
  }
  return typeof value === "object" && value !== null ? changedMap(value as Content, path, to) : undefined;
}

const told = (path: PatchPath) => path.join(".");

function applyOne(content: Content, { path, value, source }: Patch, report: Report): Content {
  const place = { path: told(path), source };
  const after = changed(content, path, value) as Content | undefined;
  if (after === undefined) {
    const message = `The patch of ${told(path)} matches nothing: there is no such place in the file. Take the patch away, or correct its path.`;
    report.error("dead-patch", message, place);
    return content;
  }
  if (isDeepStrictEqual(after, content)) {
    const message = `The patch of ${told(path)} changes nothing: the file says so already. Take the patch away.`;
    report.error("dead-patch", message, place);
  }
  return after;
}

function remarkOf({ path, value, why, ignores, source }: Patch, report: Report): readonly Remark[] {
  const text = ignoreRemark(ignores, why, { report, place: { path: told(path), source } });
  return value === undefined || text === undefined ? [] : [{ path, text }];
}

/** The content with all patches applied, one after the other, and the reason beside each value they set. */
export function applyPatches(
  content: Content,
  patches: readonly Patch[],
  report: Report,
): { readonly content: Content; readonly remarks: readonly Remark[] } {
  const remarks = patches.flatMap((patch) => remarkOf(patch, report));
  return { content: patches.reduce((before, patch) => applyOne(before, patch, report), content), remarks };
}
