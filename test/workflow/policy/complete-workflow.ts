import { isMap, isScalar, parseDocument } from "yaml";

const base: Readonly<Record<string, string>> = {
  name: "name: Sound\n",
  on: "on:\n  push:\n",
  permissions: "permissions: {}\n",
  concurrency: "concurrency:\n  group: sound-${{ github.ref }}\n",
  jobs: "jobs:\n  a:\n    name: A\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: make\n",
};

const indent = (text: string) => text.replace(/^(?=.)/gm, "      ");

/** Jobs of an example say only what it is about; the rest is what a sound job has. */
function completeJobs(content: string, isNamed: boolean): string {
  const document = parseDocument(content);
  const jobs = document.get("jobs");
  for (const { key, value } of isMap(jobs) ? jobs.items : []) {
    if (!isScalar(key) || !isMap(value) || value.has("uses")) continue;
    if (!value.has("steps")) document.setIn(["jobs", key.value, "steps"], [{ run: "make" }]);
    if (isNamed && !value.has("name")) document.setIn(["jobs", key.value, "name"], "A job");
  }
  return document.toString({ lineWidth: 0 });
}

/**
 * A whole workflow around the example of a page: a list of steps, or some of a workflow's keys.
 * @param without top-level keys that are missing on purpose
 */
export function completeWorkflow(example: string, without: readonly string[] = []): string {
  const isSteps = example.startsWith("- ");
  const given = isSteps ? `${base.jobs?.replace("      - run: make\n", "")}${indent(example)}\n` : `${example}\n`;
  const has = (key: string) => new RegExp(`^${key}:`, "m").test(given);
  const before = ["name", "on", "permissions", "concurrency"].filter((key) => !has(key) && !without.includes(key));
  const after = has("jobs") ? "" : base.jobs;
  return completeJobs(`${before.map((key) => base[key]).join("")}${given}${after}`, !without.includes("job names"));
}
