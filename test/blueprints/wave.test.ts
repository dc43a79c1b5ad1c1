import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, expectTypeOf, it } from "vitest";
import { formatPath } from "../../blueprints/configuration-problem.ts";
import { declare } from "../../blueprints/declaration.ts";
import { declareService } from "../../blueprints/declare-service.ts";
import { type ContainerServiceOptions, embedded, environment, recreate, wave } from "../../blueprints/index.ts";
import { serviceOptions } from "./service-options.ts";
import { plainProject } from "./synth-project.ts";

const target = embedded();
const region = (name: string, options = {}) => environment(name, { target, strategy: recreate(), ...options });
// What TypeScript would refuse, for users without it.
const loosely = <T>(value: unknown) => value as T;

function check(...environments: readonly unknown[]) {
  const project = plainProject();
  const integration = false as const;
  const options = loosely<ContainerServiceOptions>({ ...serviceOptions({ integration }), environments });
  return declareService(project, declare("container-service", [project, options]), options);
}

const messages = (...environments: readonly unknown[]) =>
  check(...environments).errors.map(({ path, message }) => `${formatPath(path)}: ${message}`);

function settingsOf(...environments: readonly unknown[]) {
  const { definition, errors } = check(...environments);
  expect(errors).toEqual([]);
  return definition?.settings.environments ?? [];
}

const dev = environment("dev", { target, strategy: recreate() });

describe("a wave", () => {
  it("is its regions in their order, each an environment with its wave's name", () => {
    const found = settingsOf(dev, wave("production", [region("eu"), region("us")]));
    expect(found.map(({ name, wave: of }) => [name, of])).toEqual([
      ["dev", undefined],
      ["eu", "production"],
      ["us", "production"],
    ]);
    expect(found[0]).not.toHaveProperty("wave");
  });

  it("shares the false alarms of its judge among its regions, so that they are those of the whole wave", () => {
    const found = settingsOf(
      region("dev", { judge: { falseAlarms: "6%" } }),
      wave("staging", [region("a"), region("b")]),
      wave(
        "production",
        ["eu", "us", "ap"].map((name) => region(name, { judge: { falseAlarms: "6%" } })),
      ),
    );
    const alphas = found.map(({ judge }) => Number(judge.alpha.toFixed(12)));
    expect(alphas).toEqual([0.06, 0.01, 0.01, 0.02, 0.02, 0.02]);
  });

  it.each<[string, readonly unknown[], readonly string[]]>([
    [
      "last of several is production",
      [dev, wave("live", [region("eu"), region("us")])],
      ["dev automatic rc", "eu by hand stable", "us by hand stable"],
    ],
    [
      "before it makes release candidates, in all its regions",
      [dev, wave("staging", [region("a"), region("b")]), wave("live", [region("eu"), region("us")])],
      ["dev automatic alpha", "a automatic rc", "b automatic rc", "eu by hand stable", "us by hand stable"],
    ],
    [
      "alone is production by its name",
      [wave("production", [region("eu"), region("us")])],
      ["eu by hand stable", "us by hand stable"],
    ],
    [
      "alone by another name is not",
      [wave("all", [region("eu"), region("us")])],
      ["eu automatic alpha", "us automatic alpha"],
    ],
  ])("%s", (_, environments, expected) => {
    const found = settingsOf(...environments).map(({ name, automatic, channel }) => {
      return `${name} ${automatic ? "automatic" : "by hand"} ${channel}`;
    });
    expect(found).toEqual(expected);
  });

  it("lets a service's environments be named by their types", () => {
    const named = <const Name extends string>(_: ContainerServiceOptions<Name>["environments"]) => "" as Name;
    const found = named([environment("dev", { target }), wave("production", [environment("eu", { target })])]);
    expectTypeOf(found).toEqualTypeOf<"dev" | "eu">();
  });

  it("is not where the tests run, unless somebody says so, which is refused", () => {
    const project = plainProject();
    const environments = [wave("all", [region("a"), region("b")]), region("c", { automatic: true })];
    const check = (options: ContainerServiceOptions<string>) =>
      declareService(project, declare("container-service", [project, options]), options);
    const base = { ...serviceOptions(), environments } as ContainerServiceOptions<string>;
    const { definition } = check({ ...base, service: "one" });
    expect(definition?.pipeline.integration?.after).toBe("c");
    const refused = check({ ...base, service: "two", integration: { after: "a" } });
    expect(refused.errors.map(({ message }) => message)).toEqual([
      '"a" is a region of a wave, which does not wait for tests; write "c", or integration: false',
    ]);
    const whole = check({ ...base, service: "three", integration: { after: "all" } });
    expect(whole.errors.map(({ message }) => message)).toEqual([
      '"all" is a wave, which does not wait for tests; write "c", or integration: false',
    ]);
    const alone = { ...base, environments: [wave("all", [region("a"), region("b")])] };
    const { errors } = check({ ...alone, service: "four", integration: { after: "all" } });
    expect(errors.map(({ message }) => message)).toEqual([
      '"all" is a wave, which does not wait for tests; write integration: false, or deploy an environment outside of waves automatically',
    ]);
    const other = check({ ...base, service: "five", integration: { after: "dev" } });
    expect(other.errors.map(({ message }) => message)).toEqual([
      '"dev" is not deployed automatically; write one of "c"',
    ]);
  });
});

describe("what cannot be a wave is said at its place:", () => {
  const watchdog = { governance: { longBake: "watchdog" } };
  it.each<[string, readonly unknown[], string, RegExp]>([
    [
      "one region",
      [dev, wave("p", [region("eu")])],
      "environments[1]",
      /is a wave of one region; add another, or write/,
    ],
    ["no region", [dev, wave("p", [])], "environments[1]", /is empty; add the regions/],
    [
      "a region twice",
      [dev, wave("p", [region("eu"), region("us"), region("eu")])],
      "environments[1][2]",
      /"eu" is the name of environments\[1\]\[0\] too/,
    ],
    [
      "a region that is an environment beside it",
      [region("eu"), wave("p", [region("eu"), region("us")])],
      "environments[1][0]",
      /"eu" is the name of environments\[0\] too/,
    ],
    [
      "a wave within a wave",
      [dev, wave("p", [region("eu"), loosely(wave("q", [region("us"), region("ap")]))])],
      "environments[1][1]",
      /is a wave within a wave; write its regions here, one by one/,
    ],
    [
      "two channels",
      [dev, wave("p", [region("eu"), region("us", { channel: "rc" })])],
      "environments[1][1].channel",
      /is "rc", but "stable" in "eu" of the same wave "p"; make them agree/,
    ],
    [
      "one region in production",
      [dev, wave("p", [region("eu"), region("us", { production: false, automatic: false, channel: "stable" })])],
      "environments[1][1].production",
      /"eu" is production and "us" is not/,
    ],
    [
      "one region on each push",
      [wave("p", [region("eu"), region("us", { approvers: ["team:sre"] })]), region("live")],
      "environments[0][1].automatic",
      /"eu" is deployed on each push and "us" is not/,
    ],
    [
      "a bake that is left to the watchdog",
      [dev, wave("p", [region("eu"), region("us", watchdog)])],
      "environments[1][1].governance.longBake",
      /"watchdog" ends the job before it is known how the bake ends, but the wave "p" waits for it/,
    ],
    [
      "the name of an environment",
      [region("p"), wave("p", [region("eu"), region("us")])],
      "environments[1][0]",
      /"p" is the name of an environment too; give the wave another/,
    ],
    [
      "the name of another wave",
      [wave("p", [region("a"), region("b")]), wave("p", [region("eu"), region("us")])],
      "environments",
      /"p" is the name of two waves/,
    ],
    [
      "a name with capitals",
      [dev, wave("Prod", [region("eu"), region("us")])],
      "environments[1]",
      /"Prod".*lower-case/,
    ],
  ])("%s", (_, environments, path, expected) => {
    const found = messages(...environments).filter((message) => expected.test(message));
    expect(found, messages(...environments).join("\n")).toHaveLength(1);
    expect(found[0]?.startsWith(path)).toBe(true);
  });

  it.each<[string, readonly unknown[], string]>([
    [
      "a wave within a wave",
      [dev, wave("p", [region("eu"), loosely(wave("q", [region("us"), region("ap")]))])],
      "environments[1][1]: is a wave within a wave; write its regions here, one by one",
    ],
    [
      "a wave without its name",
      [dev, wave(loosely([region("eu"), region("us")]), loosely(undefined))],
      'environments[1]: has no name; write wave("name", [environment(…), …])',
    ],
    [
      "a wave of nothing but a name",
      [dev, wave("p", loosely(undefined))],
      'environments[1]: has nothing but a name; write wave("name", [environment(…), …])',
    ],
    [
      "a region that is only named",
      [dev, wave("p", [region("eu"), loosely("us")])],
      'environments[1][1]: "us" is not what is expected here; write environment("name", { … })',
    ],
    [
      "two waves of one name, however they differ",
      [wave("p", [region("a"), region("b")]), wave("p", [region("eu"), region("us")])],
      'environments[0][0]: "p" is the name of two waves; give one of them another',
    ],
  ])("%s, once", (_, environments, message) => {
    expect(messages(...environments)).toEqual([message]);
  });

  it("with the file and the line of the region, and of its option", () => {
    const { errors } = check(
      dev,
      wave("p", [
        environment("eu", { target, strategy: recreate() }),
        environment("us", {
          target,
          strategy: recreate(),
          channel: "rc", // this line
        }),
        environment("eu", { target, strategy: recreate() }), // that line
      ]),
    );
    const file = fileURLToPath(import.meta.url);
    const lines = readFileSync(file, "utf8").split("\n");
    const lineOf = (mark: string) => lines.findIndex((line) => line.endsWith(`// ${mark}`)) + 1;
    const places = errors.map(({ place }) => [place?.file, place?.line]);
    expect(places).toEqual([
      [file, lineOf("that line")],
      [file, lineOf("this line")],
    ]);
  });
});
