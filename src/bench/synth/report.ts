import type { Fleet, FleetRun } from "./fleet.ts";
import type { InstalledSize } from "./installed-size.ts";
import type { Measurement } from "./measure.ts";

export interface Results {
  /** Whether it was only a look: fewer rounds, a smaller fleet. */
  readonly quick: boolean;
  readonly machine: { readonly cores: number; readonly node: string };
  readonly rounds: number;
  readonly javaScript: readonly Measurement[];
  readonly typeScript: readonly Measurement[];
  readonly sizes: readonly InstalledSize[];
  /** What tidegate's first synth adds to its folder: compiled code, and the hashes of what it has found sound. */
  readonly keptMb: number;
  readonly fleet: Fleet;
}

interface Target {
  readonly told: string;
  readonly limit: number;
  readonly measured: number;
}

/** The figures as a page of the docs. */
export function toMarkdown(results: Results): string {
  const { machine, rounds, javaScript, typeScript, sizes, fleet, quick } = results;
  return [
    "# Synth: speed and weight",
    `Written by \`npm run bench:synth\`${quick ? " with `--quick`: a look, not a measurement" : ""}. The same pipeline of five jobs (lint, test on three versions of Node, image, deploy to staging, deploy to production), written as each tool's own docs would. ${machine.cores} cores, Node ${machine.node}; medians of ${rounds} runs, taken by turns after one round to warm up; CPU time (of all processes) and memory (the peak of the largest) are medians of as many further runs.`,
    "## Targets",
    table(["target", "limit", "measured", ""], targets(results).map(targetRow)),
    "## From JavaScript",
    measurements(javaScript),
    "tidegate runs on projen, so projen's own time is the least it can take. A second run finds most files unchanged: what the same checker has found sound before is known by its SHA-256 and not checked again.",
    "## From TypeScript",
    measurements(typeScript),
    "ts-node checks types before it runs; Node strips them, and tidegate's checks do not replace `tsc --noEmit`.",
    "## Installed",
    table(
      ["tool", "MB on disk", "packages"],
      sizes.map(({ name, megabytes, packages }) => [name, megabytes.toFixed(1), String(packages)]),
    ),
    `Blocks on disk of \`node_modules\` right after \`npm install\`, with what the tool needs beside it. The first synth adds ${results.keptMb.toFixed(1)} MB of V8's code cache to tidegate's folder, where it can be written to; without it, each synth takes what *for the first time* says.`,
    "## A fleet in one repository",
    fleetTable(fleet),
    `${workflowsPerService(fleet)} workflows a service, the manifest, and the vendored actions. Time: ${tellFit(fleet.time, "s")}. Memory: ${tellFit(fleet.memory, "MB")}. projen looks through all files for each new one, so that the time a service rises in a large fleet.`,
    "",
  ].join("\n\n");
}

export function targets({ javaScript, typeScript, sizes }: Results): readonly Target[] {
  const ratioOf = (all: readonly Measurement[], name: string) =>
    all.find(({ contestant }) => contestant.name === name)?.ratio ?? Number.NaN;
  const sizeOf = (name: string) => sizes.find((size) => size.name === name)?.megabytes ?? Number.NaN;
  return [
    {
      told: "from JavaScript with all validation, over projen's own time without any",
      limit: 1.4,
      measured: ratioOf(javaScript, "tidegate"),
    },
    {
      told: "from `.projenrc.ts`, over `npx projen` with its default runner",
      limit: 0.5,
      measured: ratioOf(typeScript, "tidegate"),
    },
    { told: "MB more than projen, installed", limit: 5, measured: sizeOf("tidegate") - sizeOf("projen") },
  ];
}

function targetRow({ told, limit, measured }: Target): readonly string[] {
  return [told, `≤ ${limit}`, measured.toFixed(2), measured <= limit ? "met" : "**missed**"];
}

function measurements(all: readonly Measurement[]): string {
  return table(
    ["tool", "how", "median", "from – to", "ratio", "CPU time", "ratio", "peak memory"],
    all.map(({ contestant, timeMs, cpuMs, peakMemoryMb, ratio, cpuRatio }) => [
      contestant.name,
      contestant.told,
      `${timeMs.median.toFixed(0)} ms`,
      `${timeMs.min.toFixed(0)} – ${timeMs.max.toFixed(0)}`,
      ratio.toFixed(2),
      `${cpuMs.median.toFixed(0)} ms`,
      cpuRatio.toFixed(2),
      `${peakMemoryMb.toFixed(0)} MB`,
    ]),
  );
}

function fleetTable({ runs }: Fleet): string {
  return table(
    [
      "services",
      "workflows",
      "first synth",
      "a service",
      "again, unchanged",
      "a service",
      "files rewritten",
      "peak memory",
    ],
    runs.map((run) => [
      String(run.services),
      String(run.workflows),
      `${run.firstSeconds.toFixed(1)} s`,
      tellEach(run.firstSeconds, run),
      `${run.againSeconds.toFixed(1)} s`,
      tellEach(run.againSeconds, run),
      String(run.rewritten),
      `${run.peakMemoryMb.toFixed(0)} MB`,
    ]),
  );
}

/** The time of one service: what grows faster than the fleet shows here, and hardly in a line through few points. */
function tellEach(seconds: number, { services }: FleetRun): string {
  return `${((seconds * 1000) / services).toFixed(0)} ms`;
}

function workflowsPerService({ runs }: Fleet): number {
  return Math.max(...runs.map(({ services, workflows }) => workflows / services));
}

function tellFit({ slope, intercept, rSquared }: Fleet["time"], unit: string): string {
  return `${intercept.toFixed(2)} ${unit} + ${slope.toFixed(3)} ${unit} a service (R² ${rSquared.toFixed(4)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
