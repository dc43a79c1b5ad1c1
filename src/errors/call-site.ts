import { dirname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A place in the user's source: where a job, a step or an option was written. Lines and columns count from 1. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const here = dirname(fileURLToPath(import.meta.url));
/** From source, tidegate is these folders of its repository; published, it is one folder of bundles. */
const insideFolders = here.endsWith(`${sep}src${sep}errors`)
  ? ["src", "blueprints", "workflows", "actions"].map((folder) => resolve(here, "../..", folder))
  : [here];
const foreignPackages = /[\\/]node_modules[\\/](?:projen|constructs|tsx|ts-node|vitest|@vitest)[\\/]/;
const frameDepth = 60;

function parseFrame(frame: string): CallSite | undefined {
  if (frame.includes("node:internal/")) {
    return undefined;
  }
  const place = /\(?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/.exec(frame.trim().replace(/^at /, ""));
  if (place?.[1] === undefined) {
    return undefined;
  }
  const path = place[1].replace(/^.*\((?=file:|\/)/, "").replace(/\?.*$/, "");
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  return { file, line: Number(place[2]), column: Number(place[3]) };
}

function isOutside({ file }: CallSite): boolean {
  return !foreignPackages.test(file) && !insideFolders.some((folder) => file.startsWith(folder + sep));
}

/**
 * The first frame of the caller's stack that is not tidegate's own code, projen's or constructs'.
 * `undefined` when there is none: then an error is told without a place rather than with a wrong one.
 */
export function callSite(): CallSite | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frameDepth;
  const stack = String(new Error("call site").stack);
  Error.stackTraceLimit = limit;
  for (const frame of stack.split("\n").slice(1)) {
    const site = parseFrame(frame);
    if (site && isOutside(site)) {
      return site;
    }
  }
  return undefined;
}

/** `path/from/here.ts:12`, relative to `directory` where the file is below it. */
export function formatCallSite(site: CallSite, directory: string): string {
  const below = site.file.startsWith(directory + sep) ? site.file.slice(directory.length + 1) : site.file;
  return `${below}:${site.line}`;
}
