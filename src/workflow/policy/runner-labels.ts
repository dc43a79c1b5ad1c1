import { fieldsOf, type JobView } from "../check/workflow-view.ts";
import { expandMatrix } from "./expand-matrix.ts";

/** Labels of GitHub's own runners. @see https://docs.github.com/en/actions/reference/runners/github-hosted-runners */
export const hostedLabels: readonly string[] = [
  "ubuntu-slim",
  "ubuntu-latest",
  ...["26.04", "24.04", "22.04"].flatMap((version) => [`ubuntu-${version}`, `ubuntu-${version}-arm`]),
  ...["latest", "26", "15", "14"].flatMap((version) =>
    ["", "-large", "-xlarge"].map((size) => `macos-${version}${size}`),
  ),
  "macos-15-intel",
  "macos-26-intel",
  "windows-latest",
  "windows-2025",
  "windows-2025-vs2026",
  "windows-2022",
  "windows-11-arm",
];

/**
 * What to write instead of `…-latest`: the same system and size, with a version that every plan has had for a while;
 * for Ubuntu the one that `runsOn` defaults to. `undefined` for other labels.
 */
export function namedVersion(label: string): string | undefined {
  const [, system = "", size = ""] = /^(ubuntu|windows|macos)-latest(-x?large)?$/.exec(label) ?? [];
  const version = { ubuntu: "24.04", windows: "2025", macos: "15" }[system];
  return version === undefined || !hostedLabels.includes(label) ? undefined : `${system}-${version}${size}`;
}

/** Labels that every self-hosted runner has some of. */
export const selfHostedLabels: readonly string[] = ["self-hosted", "linux", "macos", "windows", "x64", "arm", "arm64"];

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** `matrix.os` in `${{ matrix.os }}`. */
const matrixKey = (label: string) => /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(label)?.[1];

/** The labels a job asks for, those from its matrix included; without those that only the run knows. */
export function labelsOf({ fields }: JobView): readonly string[] {
  const runsOn = fields["runs-on"];
  const labels = typeof runsOn === "string" || Array.isArray(runsOn) ? runsOn : fieldsOf(runsOn).labels;
  const matrix = expandMatrix(fieldsOf(fields.strategy).matrix);
  return asList(labels)
    .filter((label) => typeof label === "string")
    .flatMap((label) => {
      const key = matrixKey(label);
      return key === undefined
        ? [label]
        : (matrix?.combinations ?? []).flatMap((combination) => asList(combination[key]));
    })
    .filter((label) => typeof label === "string" && label !== "" && !label.includes("${{"))
    .map((label) => String(label));
}
