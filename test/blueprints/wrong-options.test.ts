import { describe, expect, it } from "vitest";
import {
  availability,
  canary,
  commands,
  embedded,
  environment,
  freeze,
  latency,
  node,
  prometheus,
  rolling,
  scrape,
  slack,
  urlOf,
  wave,
  webhook,
  weeklyFreeze,
} from "../../blueprints/index.ts";
import { dev, type Loose, loosely, messages, target, weekend } from "./messages.ts";

type AnyCall = (...args: unknown[]) => unknown;
const metrics = prometheus({ url: "https://prometheus.example.com" });
const christmas = { name: "Christmas", timeZone: "UTC", from: "2026-12-20T18:00", to: "2027-01-04T08:00" } as const;
const steps = (...shares: readonly string[]) => dev({ strategy: canary({ steps: loosely(shares) }) });

it("finds nothing wrong with right options", () => {
  expect(messages({})).toEqual([]);
  expect(messages({}, "warning")).toEqual([]);
});

describe("one thing wrong is one problem, with the value and the remedy:", () => {
  it.each<[string, Loose, string, RegExp]>([
    ["no service", { service: undefined }, "service", /is missing; write a name/],
    ["a name with capitals", { service: "Info" }, "service", /"Info".*lower-case/],
    ["a name of 40 letters", { service: "a".repeat(40) }, "service", /up to 39/],
    [
      "an error budget of half an hour",
      dev({ metrics, governance: { errorBudget: { window: "30m" } } }),
      "environments[0].governance.errorBudget.window",
      /shorter than an hour/,
    ],
    [
      "an error budget of which all has to be left",
      dev({ metrics, governance: { errorBudget: { minRemaining: "100%" } } }),
      "environments[0].governance.errorBudget.minRemaining",
      /leaves nothing to spend/,
    ],
    [
      "an unknown error budget that is allowed without a reason",
      dev({ metrics, governance: { errorBudget: { allowUnknown: "" } } }),
      "environments[0].governance.errorBudget.allowUnknown",
      /write in a sentence why/,
    ],
    [
      "an error budget that nobody remembers",
      dev({ governance: { errorBudget: {} } }),
      "environments[0].governance.errorBudget",
      /needs a source that remembers what was served, and target does not; declare metrics: prometheus/,
    ],
    [
      "a freeze from a day that is none",
      dev({ governance: { freezes: [weeklyFreeze(loosely({ ...weekend, from: "friday 16:00" }))] } }),
      "environments[0].governance.freezes[0].from",
      /"friday 16:00".*"fri 16:00"/,
    ],
    [
      "a freeze in a zone that is none",
      dev({ governance: { freezes: [weeklyFreeze({ ...weekend, timeZone: "Europe/Bärlin" })] } }),
      "environments[0].governance.freezes[0].timeZone",
      /"Europe\/Bärlin" is no time zone.*Europe\/Berlin/,
    ],
    [
      "a freeze that ends before it begins",
      dev({ governance: { freezes: [freeze({ ...christmas, to: "2026-12-01T00:00" })] } }),
      "environments[0].governance.freezes[0]",
      /ends before it begins/,
    ],
    [
      "a freeze on a day that no year has",
      dev({ governance: { freezes: [freeze({ ...christmas, from: "2026-02-31T00:00" })] } }),
      "environments[0].governance.freezes[0].from",
      /no such day/,
    ],
    [
      "governance with a typing mistake",
      dev({ governance: { onNewr: "wait" } }),
      "environments[0].governance.onNewr",
      /is no option here/,
    ],
    [
      "an expiry of bakes that somebody attends",
      dev({ governance: { onExpiry: "keep" } }),
      "environments[0].governance.onExpiry",
      /longBake: "watchdog"/,
    ],
    [
      "a long bake that what follows does not wait for",
      {
        environments: [
          environment("dev", { target, strategy: canary(), governance: { longBake: "watchdog" } }),
          environment("staging", { target }),
          environment("production", { target }),
        ],
      },
      "environments[0].governance.longBake",
      /"staging" is deployed automatically after it/,
    ],
    [
      "a share from which on nothing goes back that nobody has",
      dev({ governance: { irreversibleFrom: "120%" } }),
      "environments[0].governance.irreversibleFrom",
      /more than 100 %/,
    ],
    ["no environments", { environments: [] }, "environments", /is empty; add one/],
    ["no objectives", { objectives: [] }, "objectives", /is empty; promise/],
    ["an unknown option", { servce: "x" } as Loose, "servce", /is no option here/],
    ["a path out of the repository", { directory: "../x" }, "directory", /"\.\.\/x" is no plain path/],
    ["a folder that is not there", { directory: "services/nope" }, "directory", /"services\/nope" is no folder/],
    ["a toolchain that is none", { toolchain: "node" }, "toolchain", /write node\(\) or commands/],
    ["an empty command", { toolchain: node({ test: " " }) }, "toolchain.test", /is empty/],
    [
      "an injected expression",
      { toolchain: node({ lint: "x ${{ github.actor }}" }) },
      "toolchain.lint",
      /environment variable/,
    ],
    [
      "commands without a report",
      { toolchain: commands(loosely({ lint: "l", test: "t" })) },
      "toolchain.report",
      /is missing/,
    ],
    [
      "a registry with a scheme",
      { image: { registry: "https://ghcr.io/a", port: 5555 } },
      "image.registry",
      /without scheme/,
    ],
    ["a port too high", { image: { registry: "ghcr.io/a", port: 65_536 } }, "image.port", /65536 .* at most 65535/],
    [
      "a port that is not exposed",
      { image: { registry: "ghcr.io/a", port: 80 } },
      "image.port",
      /is 80, but Dockerfile exposes 5555, 9090/,
    ],
    [
      "a registry without login",
      { image: { registry: "quay.io/a", port: 5555 } },
      "image.login",
      /quay\.io does not take/,
    ],
    ["a promise of 100 %", { objectives: [availability("100%")] }, "objectives[0]", /no room for a single failure/],
    ["a promise of nothing", { objectives: [availability("0%")] }, "objectives[0]", /leaves no promise/],
    [
      "a promise without sign",
      { objectives: [availability(loosely("99.9"))] },
      "objectives[0]",
      /"99\.9" is not a percentage/,
    ],
    [
      "one promise twice",
      { objectives: [availability("99%"), availability("98%")] },
      "objectives[1]",
      /same as objectives\[0\]/,
    ],
    [
      "a latency of no time",
      { objectives: [latency({ under: "0s", target: "95%" })] },
      "objectives[0].under",
      /no time at all/,
    ],
    ["a coverage over 100 %", { coverage: "101%" }, "coverage", /more than 100 %/],
    ["a target that is none", dev({ target: "embedded" }), "environments[0].target", /such as embedded\(\)/],
    ["no target", dev({ target: undefined }), "environments[0].target", /is missing; write what runs/],
    [
      "17 instances",
      dev({ target: embedded({ instances: 17 }) }),
      "environments[0].target.instances",
      /17 .* at most 16/,
    ],
    ["no instance", dev({ target: embedded({ instances: 0 }) }), "environments[0].target.instances", /0 .* at least 1/],
    [
      "a health path without slash",
      dev({ target: embedded({ healthPath: "healthz" }) }),
      "environments[0].target.healthPath",
      /"healthz"/,
    ],
    ["a strategy that is none", dev({ strategy: "canary" }), "environments[0].strategy", /write canary/],
    ["no steps", steps(), "environments[0].strategy.steps", /is empty/],
    ["more than 100 %", steps("120%"), "environments[0].strategy.steps", /"120%" is more than 100 %/],
    ["100 % as a step", steps("5%", "100%"), "environments[0].strategy.steps", /follows by itself/],
    ["0 % as a step", steps("0%", "5%"), "environments[0].strategy.steps", /shifts no traffic/],
    ["steps that fall", steps("20%", "5%"), "environments[0].strategy.steps", /\["20%", "5%"\]|"20%", "5%"/],
    ["a step twice", steps("5%", "5%"), "environments[0].strategy.steps", /does not rise/],
    ["a step that is no share", steps("5"), "environments[0].strategy.steps[0]", /"5" is not a percentage/],
    ["no batches", dev({ strategy: rolling({ batches: 0 }) }), "environments[0].strategy.batches", /at least 1/],
    [
      "a limit below observe",
      dev({ strategy: canary({ observe: "2m", maxObserve: "1m" }) }),
      "environments[0].strategy.maxObserve",
      /"1m" is shorter than observe, "2m"/,
    ],
    ["a bake of 6 hours", dev({ strategy: canary({ bake: "6h" }) }), "environments[0].strategy", /ends after 6 hours/],
    [
      "a lease of two polls",
      dev({ limits: { lease: "20s", poll: "10s" } }),
      "environments[0].limits.lease",
      /more than "20s"/,
    ],
    ["a lease over 5 minutes", dev({ limits: { lease: "301s" } }), "environments[0].limits.lease", /at most "5m"/],
    ["a poll over 15 seconds", dev({ limits: { poll: "16s" } }), "environments[0].limits.poll", /at most "15s"/],
    ["no time to get ready", dev({ limits: { ready: "0s" } }), "environments[0].limits.ready", /no time at all/],
    ["a ratio below 1", dev({ judge: { riskRatio: 0.9 } }), "environments[0].judge.riskRatio", /at least 1/],
    [
      "a judge that would see what it ignores",
      dev({ judge: { riskRatio: 2, detectRatio: 2 } }),
      "environments[0].judge.detectRatio",
      /2 is not more than riskRatio, 2/,
    ],
    ["NaN requests", dev({ requestsPerSecond: Number.NaN }), "environments[0].requestsPerSecond", /NaN/],
    [
      "metrics from a file",
      dev({ metrics: scrape({ url: "file:///etc/passwd" }) }),
      "environments[0].metrics.url",
      /http or https/,
    ],
    ["an approver without kind", dev({ approvers: ["sre"] }), "environments[0].approvers[0]", /"sre".*team:/],
    ["seven approvers", dev({ approvers: Array(7).fill("team:a") }), "environments[0].approvers", /6 approvers/],
    [
      "automatic with approvers",
      dev({ automatic: true, approvers: ["team:a"] }),
      "environments[0].automatic",
      /approvers to ask/,
    ],
    [
      "a rollback environment",
      { environments: [environment("dev-rollback", { target })] },
      "environments[0]",
      /ends in -rollback/,
    ],
    [
      "automatic after by hand",
      { environments: [environment("a", { target, automatic: false }), environment("b", { target, automatic: true })] },
      "environments[1]",
      /"a" before it is not/,
    ],
    [
      "one name twice",
      { environments: [environment("a", { target }), environment("a", { target, automatic: false })] },
      "environments[1]",
      /environments\[0\] too/,
    ],
    [
      "tests where people deploy",
      { integration: { after: "production" } },
      "integration.after",
      /"production" is not deployed automatically; write one of "dev", "staging"/,
    ],
    [
      "tests without a deployment",
      { environments: [environment("prod", { target })], integration: {} },
      "integration",
      /there is none/,
    ],
    [
      "tests of an unknown command",
      { toolchain: commands({ lint: "l", test: "t", report: "r" }), integration: {} },
      "integration.command",
      /no default/,
    ],
    [
      "a variable of ours",
      { integration: { env: { BASE_URL: "x" } } },
      "integration.env.BASE_URL",
      /set by the workflow/,
    ],
    [
      "one channel name twice",
      { notify: [webhook({ url: "A" }), webhook({ url: "B" })] },
      "notify[1]",
      /like notify\[0\]/,
    ],
    ["the ledger's name", { notify: [webhook({ name: "ledger", url: "A" })] }, "notify[0].name", /kept for GitHub/],
    ["Slack with neither", { notify: [slack(loosely({}))] }, "notify[0]", /needs either/],
    [
      "Slack with both",
      { notify: [slack(loosely({ webhook: "A", token: "B", channel: "C0123456" }))] },
      "notify[0]",
      /needs either/,
    ],
    ["Slack with half", { notify: [slack(loosely({ token: "B" }))] }, "notify[0]", /together/],
    ["GitHub's own secrets", { notify: [webhook({ url: "GITHUB_TOKEN" })] }, "notify[0].url", /name of a secret/],
    ["a schedule that is none", { watchdog: { schedule: "hourly" } }, "watchdog.schedule", /"hourly".*five fields/],
    [
      "a schedule without its option",
      { watchdog: "*/30 * * * *" },
      "watchdog",
      /"\*\/30 \* \* \* \*" is not what is expected here; write \{ schedule: "\*\/15 \* \* \* \*" \}$/,
    ],
    ["a watchdog without a schedule", { watchdog: {} }, "watchdog.schedule", /is missing; write five fields/],
    ["a branch with spaces", { branch: "my branch" }, "branch", /"my branch"/],
    [
      "an option that is nearly one",
      dev({ aprovers: ["team:sre"] }),
      "environments[0].aprovers",
      /is no option here; did you mean approvers\?$/,
    ],
    [
      "an option that is nearly one, of one kind among others",
      dev({ strategy: canary(loosely({ obsreve: "5m" })) }),
      "environments[0].strategy.obsreve",
      /did you mean observe\?$/,
    ],
    [
      "an option that is nearly one of an object that may be false",
      { integration: { comand: "make it" } },
      "integration.comand",
      /did you mean command\?$/,
    ],
    ["an option that is like none", dev({ canal: "x" }), "environments[0].canal", /look for a typing mistake/],
    ["tests that are a text", { integration: "npm test" }, "integration", /neither false nor options; write false, or/],
    ["no list", { notify: {} }, "notify", /an object is not what is expected here; write a list$/],
    ["no choice", { attestations: "yes" }, "attestations", /"yes" .*; write true or false$/],
    ["no record", dev({ target: embedded({ env: loosely([]) }) }), "environments[0].target.env", /; write an object$/],
    [
      "an environment without its name",
      { environments: [environment(loosely<string>({ target }), loosely(undefined))] },
      "environments[0]",
      /: has no name; write environment\("name", \{ … \}\)$/,
    ],
    [
      "an environment of nothing but a name",
      { environments: [environment("dev", loosely(undefined))] },
      "environments[0]",
      /: has nothing but a name; write environment\("name", \{ … \}\)$/,
    ],
    [
      "an environment whose approvers are an argument too many",
      { environments: [loosely<AnyCall>(environment)("dev", { target }, { approvers: ["team:sre"] })] },
      "environments[0]",
      /: has 3 arguments; write environment\("name", \{ … \}\)$/,
    ],
    [
      "a wave whose regions are several lists",
      { environments: [loosely<AnyCall>(wave)("dev", [environment("a", { target })], [environment("b", { target })])] },
      "environments[0]",
      /: has 3 arguments; write wave\("name", \[environment\(…\), …\]\)$/,
    ],
  ])("%s", (_, changes, path, message) => {
    const found = messages(changes);
    expect(found).toHaveLength(1);
    expect(found[0]?.split(": ")[0]).toBe(path);
    expect(found[0]).toMatch(message);
  });
});

it.each(["https://hooks.slack.com/services/T0/B0/abcdef", "xoxb-1234-abcdef", "hunter2 abcdef"])(
  "does not show %j, written where a secret's name belongs",
  (value) => {
    for (const notify of [
      slack({ webhook: value }),
      slack({ token: value, channel: "C0123456" }),
      webhook({ url: value }),
    ]) {
      const found = messages({ notify: [notify] });
      expect(found).toHaveLength(1);
      expect(found[0]).not.toContain("abcdef");
    }
  },
);

it("reports what parsing and what the rules find at once, and nothing that only follows from it", () => {
  const found = messages({
    coverage: "lots",
    directory: "services/nope",
    ...dev({ strategy: canary({ observe: loosely("5 minutes"), maxObserve: "1ms" }) }),
  });
  expect(found.map((text) => text.split(": ")[0])).toEqual([
    "environments[0].strategy.observe",
    "coverage",
    "environments[0].strategy.maxObserve",
    "directory",
  ]);
});

it("takes the address of another service for a variable", () => {
  expect(messages(dev({ target: embedded({ env: { DATA_URL: urlOf("data"), LEVEL: "info" } }) }))).toEqual([]);
});
