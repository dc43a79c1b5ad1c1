import { expect, it } from "vitest";
import { describeFailedJobs, failedRollbacks } from "../../actions/deploy-status/failed-jobs.ts";

const success = { result: "success" } as const;
const failure = { result: "failure" } as const;
const rollback = (outcome: string) => ({ ...success, outputs: { outcome } });

it.each<[string, Parameters<typeof describeFailedJobs>[0], string | undefined]>([
  ["nothing failed", { admit: success, rollout: success }, undefined],
  ["a rollout failed and was taken back", { rollout: failure, rollback: rollback("rolled-back") }, "failed: rollout"],
  [
    "a rollout's job was lost, and its rollback job finished it",
    { rollout: failure, rollback: rollback("succeeded") },
    undefined,
  ],
  ["so for one that was cancelled", { rollout: { result: "cancelled" }, rollback: rollback("succeeded") }, undefined],
  [
    "something else failed too",
    { rollout: failure, rollback: rollback("succeeded"), finish: failure },
    "failed: finish",
  ],
  [
    "a delivery stopped there all the same",
    { "deploy-dev": failure, "rollback-dev": rollback("succeeded") },
    "failed: deploy-dev",
  ],
])("tells rightly that %s", (_what, results, text) => {
  expect(describeFailedJobs(results)).toBe(text);
});

it("names the environments that were not taken back", () => {
  const cancelled = { result: "cancelled" } as const;
  const jobs = { "rollout-us": failure, "rollback-ap": success, "rollback-us": failure, "rollback-eu": cancelled };
  expect(failedRollbacks({ ...jobs, rollback: failure })).toEqual(["us", "eu"]);
});
