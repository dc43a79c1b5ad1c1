import { describe, expect, it } from "vitest";
import {
  type ContainerServiceOptions,
  commands,
  embedded,
  environment,
  freeze,
  type GovernanceOptions,
  prometheus,
  recreate,
  scrape,
  slack,
  webhook,
  weeklyFreeze,
} from "../../blueprints/index.ts";
import { normaliseContainerService } from "../../blueprints/normalise-container-service.ts";
import { parseContainerService } from "../../blueprints/parse-container-service.ts";
import { serviceOptions } from "./service-options.ts";

type Options = ContainerServiceOptions<string>;

function normalise(changes: Partial<Options> = {}) {
  const { options, problems } = parseContainerService({ ...serviceOptions(), ...changes });
  expect(problems).toEqual([]);
  if (options === undefined) {
    throw new Error("not parsed");
  }
  return normaliseContainerService(options);
}

const target = embedded();

describe("the defaults of environments", () => {
  it.each<[string, Options["environments"], readonly string[]]>([
    [
      "three",
      [environment("dev", { target }), environment("staging", { target }), environment("live", { target })],
      ["dev automatic alpha rolling", "staging automatic rc rolling", "live production by hand stable canary"],
    ],
    [
      "two",
      [environment("dev", { target }), environment("production", { target })],
      ["dev automatic rc rolling", "production production by hand stable canary"],
    ],
    ["one", [environment("dev", { target })], ["dev automatic alpha rolling"]],
    ["one named prod", [environment("prod", { target })], ["prod production by hand stable canary"]],
    [
      "approvers before production",
      [
        environment("dev", { target }),
        environment("staging", { target, approvers: ["team:qa"] }),
        environment("production", { target }),
      ],
      ["dev automatic alpha rolling", "staging by hand rc rolling", "production production by hand stable canary"],
    ],
    [
      "two productions",
      [
        environment("staging", { target }),
        environment("eu", { target, production: true }),
        environment("us", { target }),
      ],
      ["staging automatic rc rolling", "eu production by hand stable canary", "us production by hand stable canary"],
    ],
    [
      "everything said",
      [
        environment("dev", { target, automatic: false, channel: "stable", strategy: recreate() }),
        environment("last", { target, production: false, automatic: false, channel: "alpha" }),
      ],
      ["dev by hand stable recreate", "last by hand alpha rolling"],
    ],
  ])("with %s", (_, environments, expected) => {
    const { settings } = normalise({ environments });
    const described = settings.environments.map(({ name, production, automatic, channel, strategy }) =>
      [name, production ? "production" : "", automatic ? "automatic" : "by hand", channel, strategy.kind]
        .filter(Boolean)
        .join(" "),
    );
    expect(described).toEqual(expected);
  });

  it("are cautious about time", () => {
    expect(normalise().settings.environments.at(-1)).toMatchObject({
      strategy: {
        kind: "canary",
        stepPercents: [5, 20, 50],
        settleMs: 30_000,
        observeMs: 300_000,
        maxObserveMs: 600_000,
        bakeMs: 3_600_000,
      },
      limits: { readyTimeoutMs: 120_000, maxHoldMs: 600_000, leaseMs: 90_000, pollMs: 10_000 },
      judge: { alpha: 0.02, riskRatio: 1.5, minRequests: 100, detectRatio: 10 },
      metrics: { kind: "target" },
    });
  });

  it("give way to what is said", () => {
    const metrics = scrape({ url: "http://127.0.0.1:9090/metrics" });
    const judge = { falseAlarms: "1%", riskRatio: 2, minRequests: 7, detectRatio: 3 } as const;
    const [settings] = normalise({ environments: [environment("dev", { target, metrics, judge })] }).settings
      .environments;
    expect(settings).toMatchObject({
      metrics: { kind: "scrape", pages: [{ url: "http://127.0.0.1:9090/metrics" }], timeoutMs: 5_000 },
      judge: { alpha: 0.01, riskRatio: 2, minRequests: 7, detectRatio: 3 },
    });
  });
});

describe("governance", () => {
  const settingsOf = (governance: GovernanceOptions) =>
    normalise({ environments: [environment("production", { target, governance })] }).settings.environments[0];

  it("stands in no manifest where nothing is declared", () => {
    expect(normalise().settings.environments.at(-1)).not.toHaveProperty("governance");
  });

  it("is written as the engine reads it, with its defaults", () => {
    const weekend = weeklyFreeze({ name: "weekend", timeZone: "Europe/Berlin", from: "fri 16:00", to: "mon 08:00" });
    const window = { name: "Christmas", timeZone: "UTC", from: "2026-12-20T18:00", to: "2027-01-04T08:00" };
    expect(settingsOf({ freezes: [weekend, freeze(window)], finishWithin: "30m" })?.governance).toEqual({
      freezes: [
        {
          kind: "weekly",
          name: "weekend",
          timeZone: "Europe/Berlin",
          from: { day: "fri", time: "16:00" },
          to: { day: "mon", time: "08:00" },
        },
        { kind: "once", ...window },
      ],
      onFreeze: "finish",
      finishWithinMs: 1_800_000,
      onNewer: "wait",
      waitMs: 0,
      longBake: "attended",
      hotfix: "auto",
    });
  });

  it.each([
    [{}, { windowMs: 30 * 86_400_000, minRemaining: 0 }],
    [
      { window: "7d", minRemaining: "12.5%" },
      { windowMs: 7 * 86_400_000, minRemaining: 0.125 },
    ],
    [
      { window: "1h", allowUnknown: "why" },
      { windowMs: 3_600_000, minRemaining: 0, allowUnknown: "why" },
    ],
  ] as const)("looks at an error budget as %j", (errorBudget, rules) => {
    expect(settingsOf({ errorBudget })?.governance?.errorBudget).toEqual(rules);
    const auth = { bearer: "PROMETHEUS_TOKEN" };
    const metrics = prometheus({ url: "https://prometheus.example.com", auth });
    const declared = environment("production", { target, metrics, governance: { errorBudget } });
    expect(normalise({ environments: [declared] }).pipeline.budgetSecrets).toEqual(["PROMETHEUS_TOKEN"]);
    expect(
      normalise({ environments: [environment("dev", { target, metrics })] }).pipeline.budgetSecrets,
    ).toBeUndefined();
  });

  it.each([
    [{}, "attended"],
    [{ longBake: "attended" }, "attended"],
    [{ longBake: "watchdog" }, "rollback"],
    [{ longBake: "watchdog", onExpiry: "keep" }, "keep"],
  ] as const)("takes a long bake declared as %o for %s", (governance, longBake) => {
    expect(settingsOf(governance)?.governance?.longBake).toBe(longBake);
  });

  it.each([
    [{}, undefined],
    [{ irreversibleFrom: "0%" }, 0],
    [{ irreversibleFrom: "20%" }, 20],
  ] as const)("of %o cannot be taken back from %s percent on", (governance, percent) => {
    expect(settingsOf(governance)?.irreversibleFromPercent).toBe(percent);
  });

  it("gives the job as long as it may wait for another, and no bake that the watchdog sees through", () => {
    const longest = (governance: GovernanceOptions) =>
      normalise({ environments: [environment("production", { target, governance })] }).pipeline.environments[0]
        ?.longestRolloutMinutes ?? Number.NaN;
    expect(longest({ wait: "30m" })).toBe(longest({}) + 30);
    expect(longest({ longBake: "watchdog" })).toBe(longest({}) - 60);
  });
});

describe("the rest of a service", () => {
  it("is at the root unless a directory is named", () => {
    expect(normalise()).toMatchObject({
      settings: { directory: ".", tagPrefix: "v", image: "ghcr.io/acme/info" },
      pipeline: { filePrefix: "", directory: "." },
    });
    expect(normalise({ directory: "./services/info/" })).toMatchObject({
      settings: { directory: "services/info", tagPrefix: "info-v" },
      pipeline: { filePrefix: "info-", directory: "services/info" },
    });
  });

  it("knows the secrets of its channels, each once", () => {
    const notify = [
      slack({ token: "SLACK_TOKEN", channel: "C0123456789" }),
      slack({ name: "second", webhook: "SLACK_URL" }),
      webhook({ url: "HOOK_URL", signingKey: "HOOK_KEY" }),
      webhook({ name: "other", url: "HOOK_URL" }),
    ];
    expect(normalise({ notify }).pipeline.channelSecrets).toEqual(["HOOK_KEY", "HOOK_URL", "SLACK_TOKEN", "SLACK_URL"]);
    expect(normalise({ notify }).settings.notify.map(({ name, progress }) => [name, progress])).toEqual([
      ["slack", true],
      ["second", false],
      ["webhook", true],
      ["other", true],
    ]);
  });

  it.each<[string, Partial<Options>, unknown]>([
    ["node's own after the first automatic environment", {}, { command: "npm run test:integration", after: "dev" }],
    ["none when they are turned off", { integration: false }, undefined],
    ["none for commands that name none", { toolchain: commands({ lint: "l", test: "t", report: "r" }) }, undefined],
    [
      "another command elsewhere",
      { integration: { command: "x", after: "staging" } },
      { command: "x", after: "staging" },
    ],
    ["none without an automatic environment", { environments: [environment("prod", { target })] }, undefined],
  ])("has integration tests: %s", (_, changes, expected) => {
    const { integration } = normalise(changes).pipeline;
    expect(integration).toEqual(expected && expect.objectContaining(expected));
  });
});
