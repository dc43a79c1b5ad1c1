import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packLibrary } from "../../build/pack-library.ts";
import { repositoryRoot } from "../../build/repository-root.ts";
import { type Contestant, fleet, fromJavaScript, fromTypeScript } from "./contestants.ts";
import { measureFleet } from "./fleet.ts";
import { keptMegabytes, sizeOf } from "./installed-size.ts";
import { measure } from "./measure.ts";
import { type Results, targets, toMarkdown } from "./report.ts";
import { install } from "./workspace.ts";

interface Extent {
  readonly quick: boolean;
  readonly rounds: number;
  readonly fleetSizes: readonly number[];
}

/** `npm run bench:synth`: tidegate beside its peers, in one run on one machine. */
async function run({ quick, rounds, fleetSizes }: Extent): Promise<Results> {
  const root = join(tmpdir(), "tidegate-bench-synth");
  const packed = join(root, "packed");
  rmSync(packed, { recursive: true, force: true });
  mkdirSync(packed, { recursive: true });
  const tarball = await packLibrary(packed);
  const prepare = (contestant: Contestant) => install(root, contestant, tarball);
  console.log("Installing");
  const javaScript = fromJavaScript.map(prepare);
  const typeScript = fromTypeScript.map(prepare);
  const services = prepare(fleet);
  const sizes = javaScript.filter(({ contestant }) => contestant.isMeasuredInstalled !== false).map(sizeOf);
  console.log(`From JavaScript, ${rounds} rounds`);
  const javaScriptResults = measure(javaScript, rounds);
  console.log(`From TypeScript, ${rounds} rounds`);
  const typeScriptResults = measure(typeScript, rounds);
  const ourselves = javaScript.filter(({ contestant }) => contestant.name === "tidegate");
  return {
    quick,
    machine: { cores: availableParallelism(), node: process.versions.node },
    rounds,
    javaScript: javaScriptResults,
    typeScript: typeScriptResults,
    sizes,
    keptMb: Math.max(...ourselves.map(keptMegabytes)),
    fleet: measureFleet(services, fleetSizes, console.log),
  };
}

function write(results: Results): void {
  const folder = join(repositoryRoot, "docs/bench");
  mkdirSync(folder, { recursive: true });
  const told = { ...results, javaScript: plain(results.javaScript), typeScript: plain(results.typeScript) };
  writeFileSync(join(folder, "synth.json"), `${JSON.stringify(told, undefined, 2)}\n`);
  writeFileSync(join(folder, "synth.md"), toMarkdown(results));
}

/** Without the sources of the pipelines. */
function plain(measurements: Results["javaScript"]) {
  return measurements.map(({ contestant: { name, told, packages }, ...rest }) => ({ name, told, packages, ...rest }));
}

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const results = await run(
  values.quick
    ? { quick: true, rounds: 3, fleetSizes: [5, 10, 20] }
    : { quick: false, rounds: 15, fleetSizes: [10, 100, 1000] },
);
if (values.quick) console.log(toMarkdown(results));
else write(results);
for (const { told, limit, measured } of targets(results)) {
  console.log(`${measured <= limit ? "met   " : "missed"} ${measured.toFixed(2)} (≤ ${limit}) ${told}`);
}
