import pc from "picocolors";
import type { RunListener } from "../../rehearse/rehearsal.ts";
import type { Conclusion, RunEvent } from "../../rehearse/run-event.ts";

/** Tells a person what the demo is doing, while it does it. */
export interface DemoProgress {
  act(title: string): void;
  note(text: string): void;
  readonly onRunEvent: RunListener;
}

const marks: Readonly<Record<Conclusion, string>> = {
  success: pc.green("✓"),
  failure: pc.red("✗"),
  cancelled: pc.yellow("◌"),
  skipped: pc.dim("–"),
};

const shownLines = 12;

/** Prints one line for each job, and what the rollout itself says while it goes on. */
export function makeProgress(write: (line: string) => void, nowMs: () => number): DemoProgress {
  const startedMs = nowMs();
  const clock = () => pc.dim(`${((nowMs() - startedMs) / 1000).toFixed(0).padStart(4)} s `);
  const jobStartsMs = new Map<string, number>();
  const tails = new Map<string, string[]>();
  const line = (text: string) => write(`${clock()}${text}`);

  const onRunEvent: RunListener = ({ path }, event) => {
    const key = `${path}/${"job" in event ? event.job : ""}`;
    if (event.kind === "job-started") jobStartsMs.set(key, event.atMs);
    if (event.kind === "approval")
      line(`    ${pc.yellow("◆")} approval for ${event.environment} given by the rehearsal`);
    if (event.kind === "line") onLine(event, key);
    if (event.kind === "job-ended") onJobEnded(event, key);
  };

  const onLine = (event: Extract<RunEvent, { kind: "line" }>, key: string) => {
    const tail = tails.get(key) ?? [];
    tails.set(key, [...tail, event.text].slice(-shownLines));
    if (isRolloutJob(event.job)) line(`      ${pc.dim(event.text)}`);
  };

  const onJobEnded = (event: Extract<RunEvent, { kind: "job-ended" }>, key: string) => {
    const startMs = jobStartsMs.get(key);
    if (event.conclusion === "skipped" || startMs === undefined) return;
    const seconds = ((event.atMs - startMs) / 1000).toFixed(1);
    line(`    ${marks[event.conclusion]} ${event.name} ${pc.dim(`${seconds} s`)}`);
    if (event.conclusion === "failure" && !isRolloutJob(event.job)) {
      for (const text of tails.get(key) ?? []) line(`      ${pc.dim(text)}`);
    }
  };

  return {
    act: (title) => write(`\n${pc.bold(title)}`),
    note: (text) => line(`  ${text}`),
    onRunEvent,
  };
}

/** Jobs whose log is the story itself. */
function isRolloutJob(job: string): boolean {
  return /^(rollout|rollback|reconcile|deploy)/.test(job);
}
