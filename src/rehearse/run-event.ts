/** How a step, a job or a run ended, in GitHub's words. */
export type Conclusion = "success" | "failure" | "cancelled" | "skipped";

/** What happens while a rehearsal runs, in order; enough for live progress and for a report. */
export type RunEvent =
  | { readonly kind: "job-started"; readonly job: string; readonly name: string; readonly atMs: number }
  | { readonly kind: "approval"; readonly job: string; readonly environment: string; readonly atMs: number }
  | { readonly kind: "step-started"; readonly job: string; readonly step: string; readonly atMs: number }
  | { readonly kind: "line"; readonly job: string; readonly step: string; readonly text: string }
  /** A stand-in says what it did, and what it did not do. */
  | { readonly kind: "stand-in"; readonly job: string; readonly step: string; readonly text: string }
  | {
      readonly kind: "step-ended";
      readonly job: string;
      readonly step: string;
      readonly conclusion: Conclusion;
      readonly atMs: number;
    }
  | {
      readonly kind: "job-ended";
      readonly job: string;
      readonly name: string;
      readonly conclusion: Conclusion;
      readonly outputs: Readonly<Record<string, string>>;
      readonly summary: string;
      readonly atMs: number;
    }
  | { readonly kind: "run-ended"; readonly conclusion: Conclusion; readonly atMs: number };
