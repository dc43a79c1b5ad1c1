import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { lastExample } from "./last-example.ts";
import { runProjenrc } from "./run-projenrc.ts";

/**
 * What the last TypeScript of a page is told when it is synthesized, as a fenced block.
 * @param before the page up to the block
 * @throws TidegateError when nothing is wrong with it, or something is written all the same
 */
export function exampleReport(before: string): string {
  const { code, output, files } = runProjenrc(lastExample(before));
  const written = [...files.keys()].filter((path) => path.startsWith(".github/"));
  if (code !== 1 || written.length > 0) {
    throw new TidegateError("unsupported", `The example ends with ${code} and writes ${written.join(", ")}: ${output}`);
  }
  const report = output.trim().replace(/\S+(?=\/docs\/rules\/)/g, "node_modules/tidegate");
  return ["```text", report, "```"].join("\n");
}
