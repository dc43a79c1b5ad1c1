import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { Project } from "projen";
import { expect, it } from "vitest";
import { VendoredActions, vendoredActionsPath } from "../../blueprints/vendored-actions.ts";
import { temporaryFolder } from "./synth-project.ts";

it.each([["before"], ["after"]])(
  "lets git see every vendored file where all dist and coverage folders are ignored %s the blueprint",
  (when) => {
    const outdir = temporaryFolder();
    const project = new Project({ name: "ignoring", outdir });
    const ignore = () => project.gitignore.exclude("dist/", "coverage", "**/coverage/**", "*.mjs");
    if (when === "before") ignore();
    new VendoredActions(project);
    if (when === "after") ignore();
    project.synth();
    const git = (...args: readonly string[]) => execFileSync("git", ["-C", outdir, ...args], { encoding: "utf8" });
    git("init", "--quiet");
    const seen = git("ls-files", "--others", "--exclude-standard", vendoredActionsPath).split("\n").filter(Boolean);
    const written = readdirSync(`${outdir}/${vendoredActionsPath}`, { recursive: true, withFileTypes: true });
    expect(seen).toHaveLength(written.filter((entry) => entry.isFile()).length);
    expect(seen).toContain(`${vendoredActionsPath}/coverage/action.yml`);
    expect(seen).toContain(`${vendoredActionsPath}/dist/rollout.mjs`);
  },
);
