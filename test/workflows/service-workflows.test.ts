import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { validate } from "../../src/workflow/check/validate.ts";
import { render } from "../../src/workflow/index.ts";
import type { Pipeline } from "../../workflows/pipeline.ts";
import { type ServiceWorkflows, serviceWorkflows } from "../../workflows/service-workflows.ts";
import { environmentOf, pipelineOf } from "./pipeline-fixture.ts";

interface StepYaml {
  readonly id: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface JobYaml {
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly environment?: { readonly name: string; readonly deployment: boolean };
  readonly concurrency?: { readonly group: string; readonly queue: string };
  readonly permissions: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly steps: readonly StepYaml[];
}

const names = ["ci", "deliver", "promote", "rollback", "control", "watchdog"] as const;
const textOf = (name: keyof ServiceWorkflows, pipeline = pipelineOf()) => render(serviceWorkflows(pipeline)[name]);
const yamlOf = (name: keyof ServiceWorkflows, pipeline?: Pipeline) => parse(textOf(name, pipeline));

function jobOf(name: keyof ServiceWorkflows, id: string, pipeline?: Pipeline): JobYaml {
  const job = yamlOf(name, pipeline).jobs[id];
  expect(job).toBeDefined();
  return job;
}

function stepOf(job: JobYaml, id: string): StepYaml {
  const step = job.steps.find((candidate) => candidate.id === id);
  if (step === undefined) {
    throw new Error(`no step ${id}`);
  }
  return step;
}

const region = (name: string, changes = {}) =>
  environmentOf(name, { automatic: false, channel: "stable", wave: "production", ...changes });
const threeRegions = [environmentOf("dev"), region("eu"), region("us"), region("ap")];
const automaticRegions = ["eu", "us", "ap"].map((name) => region(name, { automatic: true, channel: "rc" }));

const folder = { directory: "services/info", filePrefix: "info-" };
const variants: readonly [string, Partial<Pipeline>][] = [
  ["the usual", {}],
  ["in a folder", folder],
  ["one automatic environment", { environments: [environmentOf("dev")] }],
  [
    "one environment for people",
    { environments: [environmentOf("prod", { automatic: false, channel: "stable" })], integration: undefined },
  ],
  [
    "environments named like jobs",
    {
      environments: ["image", "version", "notice", "integration"].map((name) => environmentOf(name)),
      integration: undefined,
    },
  ],
  ["a wave for people", { environments: threeRegions }],
  ["a wave on each push", { environments: automaticRegions, integration: undefined }],
  ["no channels, no attestations, no tests", { channelSecrets: [], attestations: false, integration: undefined }],
  [
    "a registry of its own",
    {
      image: {
        ...pipelineOf().image,
        name: "quay.io/a/b",
        registry: "quay.io",
        login: { username: "U", password: "P" },
      },
    },
  ],
  [
    "commands",
    { toolchain: { kind: "commands", setup: undefined, lint: "make lint", test: "make\nmake test", report: "r" } },
  ],
];

describe.each(variants)("with %s", (_, changes) => {
  const pipeline = pipelineOf(changes);

  it.each(names)("%s is accepted by GitHub's parser and our rules", async (name) => {
    const problems = await validate(serviceWorkflows(pipeline)[name]);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each(names)("%s pins every foreign action to a commit and says its version", (name) => {
    const uses = [...textOf(name, pipeline).matchAll(/uses: (.*)$/gm)].map(([, used = ""]) => used);
    const foreign = uses.filter((used) => !used.startsWith("./.github/actions/tidegate/"));
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter((used) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))).toEqual([]);
  });

  it.each(names)("%s puts no expression into a script and leaves no credentials behind", (name) => {
    const jobs = Object.values<JobYaml>(yamlOf(name, pipeline).jobs);
    const steps = jobs.flatMap((job) => job.steps);
    expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  it.each(names)("%s says at each of our actions why it is ./, in zizmor's words", (name) => {
    const local = textOf(name, pipeline).match(/uses: \.\/.*$/gm) ?? [];
    expect(local.length).toBeGreaterThan(0);
    for (const line of local) {
      expect(line).toMatch(/^uses: \S+ # zizmor: ignore\[self-repository\] GitHub Enterprise Server has no \$\/$/);
    }
  });

  it.each(names)("%s says why behind everything a token may do, but for reading the repository", (name) => {
    const granted = textOf(name, pipeline).match(/^ +[a-z-]+: (?:read|write)\b.*$/gm) ?? [];
    expect(granted.length).toBeGreaterThan(0);
    expect(granted.filter((line) => !/ # \w/.test(line) && !line.endsWith(" contents: read"))).toEqual([]);
  });

  it.each(["deliver", "promote", "rollback", "control", "watchdog"] as const)(
    "%s restores nothing from a cache",
    (name) => {
      const text = textOf(name, pipeline);
      expect(text).not.toMatch(/actions\/cache|cache-from|cache-to|package-manager-cache: true/);
    },
  );

  it("gives the same text twice", () => {
    expect(names.map((name) => textOf(name, pipeline))).toEqual(names.map((name) => textOf(name, pipeline)));
  });

  it("has no group in which a job could wait for its own workflow", () => {
    for (const name of names) {
      const { concurrency, jobs } = yamlOf(name, pipeline);
      const groups = Object.values<JobYaml>(jobs).map((job) => job.concurrency?.group);
      expect(groups).not.toContain(concurrency.group);
    }
  });
});

describe("going back", () => {
  const cases = [
    ["deliver", "rollback-dev", "version", "deploy-dev", "dev"],
    ["deliver", "rollback-staging", "version", "deploy-staging", "staging"],
    ["promote", "rollback", "admit", "rollout", "${{ inputs.environment }}"],
  ] as const;

  it.each(cases)(
    "in %s, job %s runs whenever a rollout was begun and did not succeed",
    (name, id, admitted, rollout) => {
      expect(jobOf(name, id).if).toBe(
        `\${{ always() && needs.${admitted}.result == 'success' && needs.${rollout}.result != 'success' && needs.${rollout}.result != 'skipped' }}`,
      );
      expect(jobOf(name, id).needs).toEqual([admitted, rollout]);
    },
  );

  it.each(cases)(
    "in %s, job %s needs nobody's approval and waits for no rollout",
    (name, id, _, rollout, environment) => {
      const [job, forward] = [jobOf(name, id), jobOf(name, rollout)];
      expect(job.environment).toEqual({ name: `${environment}-rollback`, deployment: false });
      expect(forward.environment).toEqual({ name: environment, deployment: false });
      expect(job.concurrency).toEqual({ group: `rollback/info/${environment}`, queue: "max" });
      expect(forward.concurrency).toEqual({ group: `rollout/info/${environment}`, queue: "max" });
    },
  );

  it.each(cases)("in %s, job %s decides from the record and reads no output", (name, id, _, __, environment) => {
    const job = jobOf(name, id);
    expect(JSON.stringify(job)).not.toMatch(/needs\.[^.]+\.outputs\./);
    expect(stepOf(job, "reconcile").with).toMatchObject({ service: "info", environment, mode: "recover" });
  });

  it("by hand has no build, no tests, no approval and nothing to wait for", () => {
    const { jobs } = yamlOf("rollback");
    expect(Object.keys(jobs)).toEqual(["rollback", "notice"]);
    expect(jobs.rollback.environment).toEqual({ name: "${{ inputs.environment }}-rollback", deployment: false });
    expect(jobs.rollback.if).toBeUndefined();
    expect(jobs.rollback.needs).toBeUndefined();
    expect(stepOf(jobs.rollback, "reconcile").with).toMatchObject({
      mode: "rollback",
      to: "${{ inputs.to }}",
      reason: "${{ inputs.reason }}",
    });
    expect(yamlOf("rollback").on.workflow_dispatch.inputs.to.default).toBe("last-good");
  });
});

describe("deliver", () => {
  it("builds once, by digest, and gives everybody that digest", () => {
    const text = textOf("deliver");
    expect(text.match(/docker\/build-push-action@/g)).toHaveLength(1);
    expect(stepOf(jobOf("deliver", "image"), "build").with).toMatchObject({
      outputs: "type=image,name=ghcr.io/acme/info,push-by-digest=true,name-canonical=true,push=true",
      sbom: true,
      provenance: "mode=max",
    });
    for (const id of ["deploy-dev", "deploy-staging"]) {
      expect(stepOf(jobOf("deliver", id), "rollout").with?.digest).toBe("${{ needs.image.outputs.digest }}");
    }
  });

  it("signs nothing where attestations are turned off", () => {
    const pipeline = pipelineOf({ attestations: false });
    expect(textOf("deliver", pipeline)).not.toContain("actions/attest");
    expect(jobOf("deliver", "image", pipeline).permissions).toEqual({ contents: "read", packages: "write" });
    expect(stepOf(jobOf("deliver", "image", pipeline), "build").with).toMatchObject({ sbom: false, provenance: false });
  });

  it.each([
    ["deploy-dev", "version"],
    ["integration", "deploy-dev"],
    ["deploy-staging", "integration"],
  ])("begins %s only after %s succeeded", (id, before) => {
    expect(jobOf("deliver", id).if).toBe(`\${{ !cancelled() && needs.${before}.result == 'success' }}`);
  });

  it("names a release only once it is through: a long bake goes on without its run", () => {
    expect(jobOf("deliver", "finish-staging").if).toBe(
      "${{ !cancelled() && needs.deploy-staging.result == 'success' && needs.deploy-staging.outputs.outcome == 'succeeded' }}",
    );
  });

  it("does not deploy where people decide", () => {
    expect(textOf("deliver")).not.toContain("production");
  });

  it("finishes a release only where it gets a new name", () => {
    expect(Object.keys(yamlOf("deliver").jobs)).not.toContain("finish-dev");
  });

  it("lets one delivery finish before the next, in order", () => {
    expect(yamlOf("deliver").concurrency).toEqual({ group: "deliver/info", queue: "max" });
  });

  it("tests what users reach, and keeps the results of failed tests too", () => {
    const job = jobOf("deliver", "integration", pipelineOf(folder));
    expect(stepOf(job, "integration").env).toMatchObject({ BASE_URL: "${{ needs.deploy-dev.outputs.url }}" });
    expect(stepOf(job, "keep")).toMatchObject({ if: "${{ !cancelled() }}", with: { path: "services/info/results" } });
  });

  it("gives a rollout as long as it can take", () => {
    expect(jobOf("deliver", "deploy-dev")["timeout-minutes"]).toBe(40);
    expect(jobOf("promote", "rollout")["timeout-minutes"]).toBe(110);
  });
});

describe("the last word", () => {
  it.each([
    [
      "deliver",
      [
        "image",
        "version",
        "deploy-dev",
        "rollback-dev",
        "integration",
        "deploy-staging",
        "rollback-staging",
        "finish-staging",
        "finish-staging-late",
      ],
    ],
    ["promote", ["admit", "rollout", "rollback", "finish", "finish-late"]],
    ["rollback", ["rollback"]],
  ] as const)("of %s comes on every path, with the results of all jobs", (name, jobs) => {
    const notice = jobOf(name, "notice");
    expect(notice.if).toBe("${{ always() }}");
    expect(notice.needs).toEqual(jobs);
    expect(Object.keys(yamlOf(name).jobs)).toEqual([...jobs, "notice"]);
    expect(stepOf(notice, "notice").with?.results).toBe("${{ toJSON(needs) }}");
  });

  it("of deliver is said in the environment that was reached", () => {
    expect(stepOf(jobOf("deliver", "notice"), "notice").with?.environment).toBe(
      "${{ case(needs.deploy-staging.result != 'skipped', 'staging', 'dev') }}",
    );
  });
});

describe("promote", () => {
  it("asks a person for a version, one of the environments and a reason, as data", () => {
    const { on, jobs } = yamlOf("promote");
    expect(on.workflow_dispatch.inputs).toMatchObject({
      version: { type: "string", required: true },
      environment: { type: "choice", options: ["dev", "staging", "production"], default: "production" },
      reason: { type: "string", required: true },
    });
    expect(stepOf(jobs.rollout, "rollout").with?.reason).toBe("${{ inputs.reason }}");
  });

  it("hears what is special about this release, and tells those who decide", () => {
    const { on, jobs } = yamlOf("promote");
    expect(on.workflow_dispatch.inputs.hotfix).toMatchObject({ type: "boolean", default: false });
    for (const name of ["reversible", "retry-reason", "override-freeze"]) {
      expect(on.workflow_dispatch.inputs[name]).toMatchObject({ type: "string", required: false });
    }
    const exceptions = {
      "retry-reason": "${{ inputs.retry-reason }}",
      "override-freeze": "${{ inputs.override-freeze }}",
    };
    expect(stepOf(jobs.admit, "admit").with).toMatchObject(exceptions);
    expect(stepOf(jobs.rollout, "rollout").with).toMatchObject({
      ...exceptions,
      reversible: "${{ inputs.reversible }}",
      hotfix: "${{ inputs.hotfix }}",
    });
  });

  it.each([
    [true, "read"],
    [false, undefined],
  ])("may read who has to approve only where somebody has to: %s", (hasApprovers, level) => {
    expect(jobOf("promote", "admit", pipelineOf({ hasApprovers })).permissions?.actions).toBe(level);
  });

  it("asks about an error budget only where somebody looks at it, and lets the admission read it", () => {
    const without = yamlOf("promote");
    expect(without.on.workflow_dispatch.inputs).not.toHaveProperty("override-budget");
    expect(stepOf(without.jobs.admit, "admit").with).not.toHaveProperty("hotfix");
    expect(stepOf(without.jobs.admit, "admit").env).toBeUndefined();
    const { on, jobs } = yamlOf("promote", pipelineOf({ budgetSecrets: ["PROMETHEUS_TOKEN"] }));
    expect(on.workflow_dispatch.inputs["override-budget"]).toMatchObject({ type: "string", required: false });
    const said = { "override-budget": "${{ inputs.override-budget }}", hotfix: "${{ inputs.hotfix }}" };
    expect(stepOf(jobs.admit, "admit").with).toMatchObject(said);
    expect(stepOf(jobs.admit, "admit").env).toEqual({ PROMETHEUS_TOKEN: "${{ secrets.PROMETHEUS_TOKEN }}" });
    expect(stepOf(jobs.rollout, "rollout").with).toMatchObject(said);
  });

  it("rolls out only what was admitted", () => {
    const job = jobOf("promote", "rollout");
    expect(job.if).toBe("${{ !cancelled() && needs.admit.result == 'success' }}");
    expect(stepOf(job, "rollout").with).toMatchObject({
      version: "${{ needs.admit.outputs.version }}",
      digest: "${{ needs.admit.outputs.digest }}",
      commit: "${{ needs.admit.outputs.commit }}",
    });
    expect(stepOf(jobOf("promote", "admit"), "admit").with?.version).toBe("${{ inputs.version }}");
  });

  it.each([
    ["promote", "finish-late", "rollback", ' && contains(fromJSON(\'["staging","production"]\'), inputs.environment)'],
    ["deliver", "finish-staging-late", "rollback-staging", ""],
  ] as const)("names in %s what its rollback job has finished past the point of no return", (name, id, by, where) => {
    const late = jobOf(name, id);
    expect(late.if).toBe(
      `\${{ always() && needs.${by}.result == 'success' && needs.${by}.outputs.version != ''${where} }}`,
    );
    expect(stepOf(late, "finish").with).toMatchObject({
      version: `\${{ needs.${by}.outputs.version }}`,
      digest: `\${{ needs.${by}.outputs.digest }}`,
    });
    expect(jobOf(name, by).outputs?.version).toBe("${{ steps.reconcile.outputs.version }}");
  });

  it("names nothing in deliver that its tests have not seen", () => {
    const integration = { command: "npm run it", after: "staging", env: {}, results: "results" };
    expect(Object.keys(yamlOf("deliver", pipelineOf({ integration })).jobs)).not.toContain("finish-staging-late");
  });

  it("finishes where success gives a new name", () => {
    expect(jobOf("promote", "finish").if).toBe(
      "${{ !cancelled() && needs.admit.result == 'success' && needs.rollout.result == 'success' && needs.rollout.outputs.outcome == 'succeeded' && contains(fromJSON('[\"staging\",\"production\"]'), inputs.environment) }}",
    );
  });
});

describe("watchdog", () => {
  it("comes after every run that deploys, on an alert, on a schedule and by hand", () => {
    expect(yamlOf("watchdog").on).toEqual({
      workflow_run: {
        workflows: ["Deliver info", "Promote info", "Roll back info", "Control info"],
        types: ["completed"],
        branches: ["main"],
      },
      repository_dispatch: { types: ["slo-burn"] },
      schedule: [{ cron: "*/15 * * * *" }],
      workflow_dispatch: null,
    });
  });

  it("may follow other runs, which zizmor holds for insecure, because it touches nothing of theirs", () => {
    expect(textOf("watchdog")).toMatch(
      /^ {2}workflow_run: # zizmor: ignore\[dangerous-triggers\] runs the default branch, nothing of the run it follows$/m,
    );
    const steps = Object.values<JobYaml>(yamlOf("watchdog").jobs).flatMap((job) => job.steps);
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with)).toEqual(checkouts.map(() => ({ "persist-credentials": false })));
    expect(JSON.stringify(steps)).not.toMatch(/event\.workflow_run|download-artifact/);
  });

  it("looks at every environment for itself, without approval, and keeps no rollback waiting", () => {
    const all = Object.entries<JobYaml>(yamlOf("watchdog").jobs);
    const jobs = all.filter(([id]) => !id.startsWith("finish-"));
    expect(jobs.map(([id]) => id)).toEqual(["dev", "staging", "production"]);
    for (const [environment, job] of jobs) {
      expect(job.environment).toEqual({ name: `${environment}-rollback`, deployment: false });
      expect(job.concurrency).toBeUndefined();
      expect(job.needs).toBeUndefined();
      expect(stepOf(job, "reconcile").with).toMatchObject({ environment, mode: "watch" });
    }
  });

  it("names what has come through since its own run ended, and nothing else", () => {
    expect(Object.keys(yamlOf("watchdog").jobs)).toEqual([
      "dev",
      "staging",
      "finish-staging",
      "production",
      "finish-production",
    ]);
    const finish = jobOf("watchdog", "finish-production");
    expect(finish.if).toBe(
      "${{ !cancelled() && needs.production.result == 'success' && needs.production.outputs.version != '' }}",
    );
    expect(stepOf(finish, "finish").with).toMatchObject({
      environment: "production",
      version: "${{ needs.production.outputs.version }}",
      digest: "${{ needs.production.outputs.digest }}",
      commit: "${{ needs.production.outputs.commit }}",
    });
  });

  it("is never stopped by the next one", () => {
    expect(yamlOf("watchdog").concurrency).toEqual({ group: "watchdog/info", "cancel-in-progress": false });
  });
});

describe("control", () => {
  const unasked = `contains(fromJSON('["pause","resume","abort"]'), inputs.command)`;

  it("asks a person what, where and why, as data", () => {
    const { on } = yamlOf("control");
    expect(on.workflow_dispatch.inputs).toMatchObject({
      environment: { type: "choice", default: "production" },
      command: {
        type: "choice",
        options: ["pause", "resume", "abort", "promote-now", "override-freeze", "retry"],
        default: "pause",
      },
      reason: { type: "string", required: true },
    });
    expect(stepOf(jobOf("control", "control"), "control").with).toMatchObject({
      command: "${{ inputs.command }}",
      reason: "${{ inputs.reason }}",
      release: "${{ inputs.release }}",
      minutes: "${{ inputs.minutes }}",
    });
  });

  it("asks nobody before it stands still or goes back, and the approvers before it goes forward", () => {
    expect(jobOf("control", "control")).toMatchObject({
      if: `\${{ ${unasked} }}`,
      environment: { name: "${{ inputs.environment }}-rollback", deployment: false },
    });
    expect(jobOf("control", "approved")).toMatchObject({
      if: `\${{ !${unasked} }}`,
      environment: { name: "${{ inputs.environment }}", deployment: false },
    });
  });

  it("waits for no rollout, which it is about", () => {
    expect(yamlOf("control").concurrency).toEqual({ group: "control/info/${{ inputs.environment }}", queue: "max" });
    for (const job of Object.values<JobYaml>(yamlOf("control").jobs)) expect(job.concurrency).toBeUndefined();
  });

  it("names a release whose bake it has left out", () => {
    const finish = jobOf("control", "finish");
    expect(finish.if).toContain("needs.approved.outputs.version != ''");
    expect(stepOf(finish, "finish").with?.digest).toBe("${{ needs.approved.outputs.digest }}");
  });
});

describe("ci", () => {
  it("has one job to require, which fails unless every other succeeded", () => {
    const job = jobOf("ci", "ci");
    expect(job.if).toBe("${{ always() }}");
    expect(job.needs).toEqual(["lint", "test", "drift"]);
    expect(Object.keys(yamlOf("ci").jobs)).toEqual(["lint", "test", "drift", "ci"]);
    expect(stepOf(job, "verdict").env?.RESULTS).toBe("${{ join(needs.*.result, ' ') }}");
  });

  it("checks the coverage and keeps the report of failed tests too", () => {
    const job = jobOf("ci", "test", pipelineOf(folder));
    expect(stepOf(job, "coverage").with).toMatchObject({ report: "services/info/coverage/lcov.info", threshold: 80 });
    expect(stepOf(job, "keep").if).toBe("${{ !cancelled() }}");
  });

  it("starts for every change at the root, and only for its own in a folder", () => {
    expect(yamlOf("ci").on.pull_request).toBeNull();
    const { on } = yamlOf("ci", pipelineOf(folder));
    expect(on.pull_request.paths).toEqual(on.push.paths);
    expect(on.push.paths).toEqual(
      expect.arrayContaining([
        "services/info/**",
        ".github/workflows/info-*.yml",
        ".github/actions/tidegate/**",
        ".tidegate/**",
      ]),
    );
    expect(on.merge_group).toBeNull();
  });

  it("runs the service's commands in its folder", () => {
    const { steps } = jobOf("ci", "lint", pipelineOf(folder));
    expect(steps.at(-1)).toMatchObject({ run: "npm run lint", "working-directory": "services/info" });
  });
});

describe("secrets", () => {
  it("reach only steps that tell the team, in jobs with an environment", () => {
    for (const name of names) {
      for (const job of Object.values<JobYaml>(yamlOf(name).jobs)) {
        const told = job.steps.filter((step) => JSON.stringify(step).includes("secrets."));
        expect(told.every(({ id }) => ["rollout", "reconcile", "control", "notice"].includes(id))).toBe(true);
        expect(told.length === 0 || job.environment !== undefined).toBe(true);
      }
    }
  });

  it("are in no file when there are no channels", () => {
    const pipeline = pipelineOf({ channelSecrets: [] });
    for (const name of names) {
      expect(textOf(name, pipeline)).not.toContain("secrets.");
    }
  });
});

describe("a wave", () => {
  const byHand = pipelineOf({ environments: threeRegions });
  const onPush = pipelineOf({ environments: [environmentOf("dev"), ...automaticRegions] });
  const cases = [
    ["promote", "rollout", byHand, "admit"],
    ["deliver", "deploy", onPush, "version"],
  ] as const;

  it.each(cases)("in %s, goes on to %s-us only once eu has succeeded, and with it its bake", (name, verb, pipeline) => {
    expect(jobOf(name, `${verb}-us`, pipeline).if).toBe(
      `\${{ !cancelled() && needs.${verb}-eu.result == 'success' && needs.${verb}-eu.outputs.outcome == 'succeeded' }}`,
    );
  });

  it.each(cases)("in %s, goes back where it was begun, unless the last %s ended well", (name, verb, pipeline) => {
    for (const region of ["eu", "us", "ap"]) {
      expect(jobOf(name, `rollback-${region}`, pipeline).if).toBe(
        `\${{ always() && needs.${verb}-${region}.result != 'skipped' && !(needs.${verb}-ap.result == 'success' && needs.${verb}-ap.outputs.outcome == 'succeeded') }}`,
      );
    }
  });

  it.each(cases)("in %s, goes back in reverse order", (name, verb, pipeline, begun) => {
    const waiting = ["ap", "us", "eu"].map((region) => jobOf(name, `rollback-${region}`, pipeline).needs);
    const release = name === "deliver" ? ["image"] : [begun];
    expect(waiting).toEqual([
      [...release, `${verb}-eu`, `${verb}-us`, `${verb}-ap`],
      [...release, `${verb}-eu`, `${verb}-us`, `${verb}-ap`, "rollback-ap"],
      [...release, `${verb}-eu`, `${verb}-us`, `${verb}-ap`, "rollback-us"],
    ]);
  });

  it.each(cases)("in %s, goes back without approval, registry or metrics, by the digest", (name, _, pipeline) => {
    const job = jobOf(name, "rollback-eu", pipeline);
    expect(job.environment).toEqual({ name: "eu-rollback", deployment: false });
    expect(job.concurrency).toEqual({ group: "rollback/info/eu", queue: "max" });
    expect(job.steps.map(({ id }) => id)).toEqual(["checkout", "reconcile"]);
    const digest = name === "deliver" ? "${{ needs.image.outputs.digest }}" : "${{ needs.admit.outputs.digest }}";
    expect(stepOf(job, "reconcile").with).toMatchObject({ environment: "eu", mode: "undo", digest });
    expect(stepOf(job, "reconcile").with?.reason).toMatch(/^Wave production \$\{\{ case\(/);
  });

  it("asks the approvers of each region, and is asked for by its own name", () => {
    expect(jobOf("promote", "rollout-us", byHand).environment).toEqual({ name: "us", deployment: false });
    const { inputs } = yamlOf("promote", byHand).on.workflow_dispatch;
    expect(inputs.environment).toMatchObject({ options: ["dev", "production"], default: "production" });
    expect(jobOf("promote", "rollout-eu", byHand).if).toContain("inputs.environment == 'production'");
    expect(jobOf("promote", "rollout", byHand).if).toContain("contains(fromJSON('[\"dev\"]'), inputs.environment)");
  });

  it("is rolled back and controlled region by region", () => {
    for (const name of ["rollback", "control"] as const) {
      const { inputs } = yamlOf(name, byHand).on.workflow_dispatch;
      expect(inputs.environment.options).toEqual(["dev", "eu", "us", "ap"]);
    }
  });

  it("names a release once it has succeeded everywhere, and nobody does so for one region", () => {
    const condition =
      "always() && needs.rollout-ap.result == 'success' && needs.rollout-ap.outputs.outcome == 'succeeded'";
    expect(jobOf("promote", "finish-production", byHand).if).toBe(`\${{ ${condition} }}`);
    const named = (["promote", "watchdog", "control"] as const).flatMap((name) =>
      Object.keys(yamlOf(name, byHand).jobs).filter((id) => id.startsWith("finish")),
    );
    expect(named).toEqual(["finish-production"]);
  });

  it("is told of where it came to", () => {
    const notice = stepOf(jobOf("promote", "notice", byHand), "notice");
    expect(notice.with?.environment).toBe(
      "${{ case(needs.rollout-ap.result != 'skipped', 'ap', needs.rollout-us.result != 'skipped', 'us', inputs.environment == 'production', 'eu', inputs.environment) }}",
    );
    expect(stepOf(jobOf("deliver", "notice", onPush), "notice").with?.environment).toBe(
      "${{ case(needs.deploy-ap.result != 'skipped', 'ap', needs.deploy-us.result != 'skipped', 'us', needs.deploy-eu.result != 'skipped', 'eu', 'dev') }}",
    );
  });

  it("without environments beside it has no job for them", () => {
    const { jobs } = yamlOf("promote", pipelineOf({ environments: threeRegions.slice(1), integration: undefined }));
    expect(Object.keys(jobs)).not.toContain("rollout");
  });
});
