import type { Fields } from "../check/workflow-view.ts";
import { type Code, data, object } from "./code.ts";
import type { Section } from "./section.ts";

const writable = [
  "actions",
  "artifact-metadata",
  "attestations",
  "checks",
  "code-quality",
  "contents",
  "deployments",
  "discussions",
  "drives",
  "issues",
  "packages",
  "pages",
  "pull-requests",
  "repository-projects",
  "security-events",
  "statuses",
];
const writeOnly = ["copilot-requests", "id-token"];
const readOnly = ["models", "vulnerability-alerts"];

type Level = "read" | "write";

/** What `read-all` and `write-all` stand for, and the levels of a map but for `none`. */
export function grantedLevels(value: unknown): Readonly<Record<string, Level>> | undefined {
  if (value === "read-all") {
    return Object.fromEntries([...writable, ...readOnly].map((scope) => [scope, "read"]));
  }
  if (value === "write-all") {
    const reads = readOnly.map((scope): [string, Level] => [scope, "read"]);
    return Object.fromEntries([
      ...[...writable, ...writeOnly].map((scope): [string, Level] => [scope, "write"]),
      ...reads,
    ]);
  }
  if (value === undefined) {
    return undefined;
  }
  const levels = Object.entries((value ?? {}) as Fields).filter(([, level]) => level === "read" || level === "write");
  return Object.fromEntries(levels) as Readonly<Record<string, Level>>;
}

/** Where the permissions of a job stand in the file, and how its comments explain them. */
export interface PermissionSource {
  /** The section that holds `permissions`: the job or the workflow. */
  readonly owner: Section;
  remarkOf(path: readonly (string | number)[]): string | undefined;
  readonly file: string;
}

/** Each with the reason that the comment behind it gives. */
export function permissionsCode(
  levels: Readonly<Record<string, Level>>,
  { owner, remarkOf, file }: PermissionSource,
): Code {
  const entries = Object.entries(levels).map(([scope, level]) => {
    const remark = remarkOf([...owner.at("permissions"), scope]);
    const isPlain = scope === "contents" && level === "read" && remark === undefined;
    return [scope, isPlain ? data("read") : data({ level, why: remark ?? `${file} had it; say what for` })] as const;
  });
  return object(Object.fromEntries(entries));
}
