import type { Reporter, TestModule } from "vitest/node";

/** Prints one plain line at the very end, `N passed, N failed`, which any reader of a log can count. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string) => states.filter((seen) => seen === state).length;
    // A file that cannot be loaded, or a hook that throws, leaves no failed test behind: its tests count as skipped.
    const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const broken = groups.filter((group) => group.errors().length > 0).length;
    const skipped = count("skipped");
    const failed = count("failed") + broken + errors.length;
    process.on("exit", () => {
      process.stdout.write(`${count("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
    });
  }
}
