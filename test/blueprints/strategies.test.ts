import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatPath } from "../../blueprints/configuration-problem.ts";
import {
  abTest,
  availability,
  blueGreen,
  canary,
  cookie,
  embedded,
  environment,
  header,
  latency,
  recreate,
  rolling,
  shadow,
} from "../../blueprints/index.ts";
import { normaliseContainerService } from "../../blueprints/normalise-container-service.ts";
import { parseContainerService } from "../../blueprints/parse-container-service.ts";
import { createCapabilityRule } from "../../blueprints/rules/capability-rule.ts";
import { checkContainerService } from "../../blueprints/rules/check-container-service.ts";
import type { RepositoryFiles, Rule } from "../../blueprints/rules/rule.ts";
import type { StrategyDeclaration } from "../../blueprints/strategies.ts";
import { strategySchema } from "../../src/rollout/strategy.ts";
import { serviceOptions } from "./service-options.ts";

const files: RepositoryFiles = { isDirectory: () => true, read: () => "FROM scratch\nEXPOSE 5555\n" };
// What TypeScript would refuse, for users without it.
const loosely = <T>(value: unknown) => value as T;

function look(options: object, rules: Rule = checkContainerService) {
  const parsed = parseContainerService({ ...serviceOptions(), ...options });
  const service = parsed.options && normaliseContainerService(parsed.options);
  const found = parsed.options && service ? rules({ options: parsed.options, service, files }) : [];
  // As the blueprint does: what follows from something that is reported already is left out.
  const starts = (path: readonly unknown[], other: readonly unknown[]) => path.every((key, at) => other[at] === key);
  const findings = found.filter(
    ({ path }) => !parsed.problems.some((problem) => starts(problem.path, path) || starts(path, problem.path)),
  );
  const lines = (severity: string) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map(({ path, message }) => `${formatPath(path)}: ${message}`);
  const problems = parsed.problems.map(({ path, message }) => `${formatPath(path)}: ${message}`);
  return { errors: [...problems, ...lines("error")], warnings: lines("warning"), service };
}

const withStrategy = (strategy: StrategyDeclaration, options: object = {}) => ({
  environments: [environment("dev", { target: embedded(), strategy, ...options })],
});
const strategyOf = (strategy: StrategyDeclaration) =>
  look(withStrategy(strategy)).service?.settings.environments[0]?.strategy;

describe("what is filled in", () => {
  it.each<[string, StrategyDeclaration, object]>([
    [
      "blueGreen()",
      blueGreen(),
      {
        kind: "blue-green",
        smoke: ["/healthz"],
        preview: { kind: "header", name: "x-tidegate-preview", value: "candidate" },
        verifyMs: 60_000,
        maxVerifyMs: 120_000,
        verifySwitchedMs: 60_000,
        bakeMs: 3_600_000,
      },
    ],
    [
      "blueGreen with its own preview",
      blueGreen({ smoke: ["/", "/levels"], preview: cookie("next", "1"), verify: "5m" }),
      { smoke: ["/", "/levels"], preview: { kind: "cookie", name: "next", value: "1" }, maxVerifyMs: 600_000 },
    ],
    [
      "an A/B test of a share",
      abTest({ share: "20%", by: header("x-user"), ends: "2026-12-24T12:00:00+01:00", afterwards: "advance" }),
      {
        kind: "ab-test",
        audience: { kind: "share", percent: 20, by: { kind: "header", name: "x-user" } },
        end: { kind: "date", atMs: Date.UTC(2026, 11, 24, 11), outcome: "advance" },
        maxObserveMs: 1_800_000,
      },
    ],
    [
      "an A/B test of those who ask",
      abTest({ audience: [header("x-beta", "yes"), cookie("beta", "1")] }),
      {
        audience: {
          kind: "match",
          match: [
            { kind: "header", name: "x-beta", value: "yes" },
            { kind: "cookie", name: "beta", value: "1" },
          ],
        },
        end: { kind: "decision" },
        maxObserveMs: 14_400_000,
      },
    ],
    [
      "shadow()",
      shadow(),
      { kind: "shadow", mirrorPercent: 100, followedBy: { kind: "canary", stepPercents: [5, 20, 50] } },
    ],
    [
      "a shadow before rolling",
      shadow({ mirror: "20%", followedBy: rolling({ batches: 3 }) }),
      { mirrorPercent: 20, followedBy: { kind: "rolling", batches: 3 } },
    ],
    [
      "a canary with probes",
      canary({ probes: { rps: 2, path: "/health" } }),
      { kind: "canary", probes: { paths: ["/health"], requestsPerSecond: 2, arms: ["stable", "candidate"] } },
    ],
  ])("%s", (_, strategy, expected) => {
    const { errors } = look(withStrategy(strategy));
    expect(errors).toEqual([]);
    const filled = strategyOf(strategy);
    expect(filled).toMatchObject(expected);
    expect(strategySchema.parse(filled)).toEqual(filled);
  });

  it("of a blueGreen without a preview is none", () => {
    expect(strategyOf(blueGreen({ preview: false }))).not.toHaveProperty("preview");
  });

  it("of computed steps follows from traffic, harm, objectives and the judge", () => {
    const strategy = canary({ steps: "computed", traffic: "200 rps", harm: "50 requests" });
    const filled = strategyOf(strategy);
    expect(filled).toMatchObject({ kind: "computed-canary", basis: { requestsPerSecond: 200, harmedRequests: 50 } });
    const steps = filled?.kind === "computed-canary" ? filled.steps : [];
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.every(({ observeMs, maxObserveMs }) => maxObserveMs === 2 * observeMs)).toBe(true);
    expect(strategySchema.parse(filled)).toEqual(filled);
    const wider = strategyOf(canary({ steps: "computed", traffic: "200 rps", harm: "500 requests" }));
    const first = wider?.kind === "computed-canary" ? wider.steps[0]?.percent : Number.NaN;
    expect(first).toBeGreaterThan(steps[0]?.percent ?? Number.NaN);
  });
});

it("computes the steps that the guide shows", () => {
  const strategy = canary({ steps: "computed", traffic: "200 rps", harm: "50 requests" });
  const objectives = [availability("99.9%"), latency({ under: "50ms", target: "95%" })];
  const filled = look({ ...withStrategy(strategy), objectives }).service?.settings.environments[0]?.strategy;
  const steps = filled?.kind === "computed-canary" ? filled.steps : [];
  const guide = readFileSync(new URL("../../docs/strategies.md", import.meta.url), "utf8");
  const list = (values: readonly (string | number)[]) => `${values.slice(0, -1).join(", ")} and ${values.at(-1)}`;
  expect(guide).toContain(`the steps are ${list(steps.map(({ percent }) => `${percent} %`))}`);
  expect(guide).toContain(`observed for ${list(steps.map(({ observeMs }) => observeMs / 1_000))} seconds`);
});

it("says what a step can see, as the guide shows", () => {
  const strategy = canary({ steps: ["5%"], observe: "5m", maxObserve: "5m" });
  const { warnings } = look(withStrategy(strategy, { requestsPerSecond: 3 }));
  expect(warnings).toHaveLength(1);
  const guide = readFileSync(new URL("../../docs/strategies.md", import.meta.url), "utf8");
  expect(guide).toContain(warnings[0]);
  const probed = canary({ steps: ["5%"], observe: "5m", maxObserve: "5m", probes: { rps: 20, path: "/" } });
  expect(look(withStrategy(probed, { requestsPerSecond: 3 })).warnings).toEqual([]);
});

it.each([
  [shadow({ mirror: "1%", observe: "1m" }), 1, /^environments\[0\]\.strategy: 1 % for 2 minutes at 2 rps/],
  [abTest({ share: "5%", atMost: "10m" }), 1, /^environments\[0\]\.strategy: 5 % for 10 minutes at 2 rps/],
  [blueGreen(), 0, /./],
  [rolling(), 0, /./],
])("looks at the steps of $kind that are compared, and at no others", (strategy, count, message) => {
  const followed = strategy.kind === "shadow" ? shadow({ ...strategy.args[0], followedBy: rolling() }) : strategy;
  const { warnings } = look(withStrategy(followed, { requestsPerSecond: 2 }));
  expect(warnings).toHaveLength(count);
  for (const warning of warnings) expect(warning).toMatch(message);
});

describe("one thing wrong is one problem, with the value and the remedy:", () => {
  const at = "environments[0].strategy";
  it.each<[string, StrategyDeclaration, string, RegExp]>([
    ["a share that is no share", abTest({ share: loosely("20") }), `${at}.share`, /"20" is not a percentage/],
    ["nobody to test on", abTest({}), at, /names no users; write share/],
    [
      "two audiences",
      abTest({ share: "20%", audience: [header("a", "b")] }),
      `${at}.share`,
      /audience names the requests/,
    ],
    [
      "a key that nobody uses",
      abTest({ audience: [header("a", "b")], by: cookie("c") }),
      `${at}.by`,
      /only used with share/,
    ],
    ["everybody", abTest({ share: "100%" }), `${at}.share`, /"100%" leaves nothing to compare/],
    ["nobody", abTest({ share: "0%" }), `${at}.share`, /"0%" leaves nothing/],
    [
      "a moment without a zone",
      abTest({ share: "5%", ends: "2026-12-24T12:00" }),
      `${at}.ends`,
      /"2026-12-24T12:00" is no moment/,
    ],
    ["a day that is none", abTest({ share: "5%", ends: "2026-13-24T12:00Z" }), `${at}.ends`, /is no moment/],
    [
      "an outcome of a decision",
      abTest({ share: "5%", afterwards: "advance" }),
      `${at}.afterwards`,
      /ends at a moment/,
    ],
    [
      "a test too short",
      abTest({ share: "5%", observe: "1h", atMost: "10m" }),
      `${at}.atMost`,
      /"10m" is shorter than observe, "1h"/,
    ],
    [
      "a header with capitals",
      abTest({ audience: [header("X-Beta", "yes")] }),
      `${at}.audience[0]`,
      /"X-Beta".*lower case/,
    ],
    [
      "a value with a comma",
      abTest({ audience: [header("x-beta", "a,b")] }),
      `${at}.audience[0]`,
      /"a,b".*plain value/,
    ],
    [
      "an audience that is none",
      abTest({ audience: loosely(["beta"]) }),
      `${at}.audience[0]`,
      /write header\("x-beta", "yes"\)/,
    ],
    [
      "a smoke path without slash",
      blueGreen({ smoke: ["healthz"] }),
      `${at}.smoke[0]`,
      /"healthz".*such as "\/healthz"/,
    ],
    ["no smoke paths", blueGreen({ smoke: [] }), `${at}.smoke`, /is empty/],
    [
      "too little time to verify",
      blueGreen({ verify: "5m", maxVerify: "1m" }),
      `${at}.maxVerify`,
      /"1m" is shorter than verify, "5m"/,
    ],
    ["a preview that is none", blueGreen({ preview: loosely(true) }), `${at}.preview`, /or false/],
    ["no copies", shadow({ mirror: "0%" }), `${at}.mirror`, /"0%" copies no request/],
    ["more copies than requests", shadow({ mirror: "120%" }), `${at}.mirror`, /"120%" is more than 100 %/],
    [
      "too little time to compare",
      shadow({ observe: "5m", maxObserve: "1m" }),
      `${at}.maxObserve`,
      /shorter than observe/,
    ],
    [
      "steps that fall after a shadow",
      shadow({ followedBy: canary({ steps: ["20%", "5%"] }) }),
      `${at}.followedBy.steps`,
      /does not rise/,
    ],
    ["recreate after a shadow", shadow({ followedBy: loosely(recreate()) }), `${at}.followedBy`, /write canary/],
    [
      "computed steps without traffic",
      canary({ steps: "computed", harm: "50 requests" }),
      `${at}.traffic`,
      /is missing.*"20 rps"/,
    ],
    [
      "computed steps without harm",
      canary({ steps: "computed", traffic: "20 rps" }),
      `${at}.harm`,
      /is missing.*"50 requests"/,
    ],
    [
      "traffic that is no amount",
      canary({ steps: "computed", traffic: loosely("20"), harm: "50 requests" }),
      `${at}.traffic`,
      /"20" is not an amount/,
    ],
    [
      "no traffic at all",
      canary({ steps: "computed", traffic: "0 rps", harm: "50 requests" }),
      `${at}.traffic`,
      /"0 rps" is not an amount above 0/,
    ],
    [
      "harm that cannot be had",
      canary({ steps: "computed", traffic: "20 rps", harm: "2 requests" }),
      `${at}.harm`,
      /"2 requests" are fewer than fail .*write at least "\d+ requests"/,
    ],
    [
      "a time for computed steps",
      canary({ steps: "computed", traffic: "20 rps", harm: "500 requests", observe: "1m", bake: "5m" }),
      `${at}.observe`,
      /is computed too/,
    ],
    ["traffic for written steps", canary({ traffic: "20 rps" }), `${at}.traffic`, /only used with steps: "computed"/],
    ["probes too many", canary({ probes: { rps: 101, path: "/" } }), `${at}.probes.rps`, /at most 100/],
    ["probes of no path", canary({ probes: { rps: 1, path: "health" } }), `${at}.probes.path`, /"health".*path/],
  ])("%s", (_, strategy, path, message) => {
    const { errors } = look(withStrategy(strategy));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.split(": ")[0]).toBe(path);
    expect(errors[0]).toMatch(message);
  });

  it("takes the least harm that it names", () => {
    const harm = (requests: number) =>
      look(withStrategy(canary({ steps: "computed", traffic: "200 rps", harm: `${requests} requests` }))).errors;
    const [, least = ""] = /write at least "(\d+) requests"/.exec(harm(1)[0] ?? "") ?? [];
    expect(harm(Number(least) - 1)).toHaveLength(1);
    expect(harm(Number(least)).filter((line) => line.includes(".harm"))).toEqual([]);
  });
});

describe("a target that cannot do what a strategy needs", () => {
  const poor = createCapabilityRule(() => ({
    granularityPercent: 1,
    enforcesLease: true,
    readsBack: true,
    manualBakeRelease: true,
  }));
  it("is an error for each thing, at the strategy's place", () => {
    const { errors } = look(withStrategy(blueGreen()), poor);
    expect(errors).toEqual([
      expect.stringMatching(
        /^environments\[0\]\.strategy: needs what embedded\(\) cannot do: route requests by header/,
      ),
      expect.stringMatching(/cannot do: send requests of its own \(\/healthz\)/),
      expect.stringMatching(
        /cannot do: switch all requests at one moment; choose another strategy, or another target$/,
      ),
    ]);
  });

  it("is an error of the target where the strategy was not written", () => {
    const unable = createCapabilityRule(() => ({
      granularityPercent: 100,
      enforcesLease: true,
      readsBack: true,
      manualBakeRelease: true,
    }));
    const { errors } = look({ environments: [environment("prod", { target: embedded() })] }, unable);
    expect(errors).toEqual([expect.stringMatching(/^environments\[0\]\.target: needs .* split requests at all/)]);
  });

  it("is none for the embedded target, except for a share finer than a millionth", () => {
    for (const strategy of [blueGreen(), abTest({ share: "20%" }), shadow(), canary(), rolling()]) {
      expect(look(withStrategy(strategy)).errors).toEqual([]);
    }
    const { errors } = look(withStrategy(canary({ steps: ["0.00001%"] })));
    expect(errors).toEqual([
      expect.stringContaining("route 0.00001 % of the requests; it splits them in steps of 0.0001 %"),
    ]);
  });
});

describe("the warning of a name that looks like production", () => {
  const target = embedded();
  it.each([
    ["prodution", {}, 1],
    ["produktion", {}, 1],
    ["prd", {}, 1],
    ["production", {}, 0],
    ["prod", {}, 0],
    ["dev", {}, 0],
    ["staging", {}, 0],
    ["prodution", { production: false }, 0],
    ["prodution", { automatic: false }, 0],
    ["prodution", { approvers: ["team:sre"] }, 0],
  ] as const)("for an only environment %s with %j: %d", (name, options, count) => {
    const { warnings } = look({ environments: [environment(name, { target, ...options })] });
    expect(warnings).toHaveLength(count);
    if (count > 0)
      expect(warnings[0]).toMatch(/^environments\[0\]: ".*" looks like "prod.*deployed on each push without a human/);
  });

  it("is not given for one before the last", () => {
    const environments = [environment("prodution", { target }), environment("live", { target })];
    expect(look({ environments }).warnings).toEqual([]);
  });
});
