import { resolve } from "node:path";
import { findFile } from "../../src/action/find-file.ts";
import { runMain } from "../../src/action/run-main.ts";
import { definition } from "./inputs.ts";
import { run } from "./run.ts";

await runMain(definition, (inputs, runner) =>
  run(inputs, {
    runner,
    findFile: (path) => findFile(resolve(process.env.GITHUB_WORKSPACE ?? ".", path)),
  }),
);
