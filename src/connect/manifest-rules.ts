import type { Manifest } from "../manifest/manifest.ts";

type Service = Manifest["services"][number];
type Environment = Service["environments"][number];

/** What the schema cannot say: each a line with the JSON path of its place. */
export function manifestRuleProblems({ services }: Manifest): string[] {
  return [
    ...repeated(services, "$.services"),
    ...services.flatMap((service, index) => serviceProblems(service, `$.services[${index}]`)),
  ];
}

function serviceProblems({ environments, notify }: Service, place: string): string[] {
  return [
    ...repeated(environments, `${place}.environments`),
    ...repeated(notify, `${place}.notify`),
    ...notify.flatMap(({ name }, index) =>
      name === "ledger" ? [`${place}.notify[${index}].name: "ledger" is GitHub Deployments; use another name`] : [],
    ),
    ...environments.flatMap((environment, index) =>
      environmentProblems(environment, `${place}.environments[${index}]`),
    ),
  ];
}

function environmentProblems({ strategy, limits }: Environment, place: string): string[] {
  const problems: string[] = [];
  if (limits.leaseMs <= limits.pollMs) {
    problems.push(
      `${place}.limits.leaseMs: ${limits.leaseMs} is not above pollMs ${limits.pollMs}; the lease would run out between two looks`,
    );
  }
  if (strategy.kind !== "canary") return problems;
  const { stepPercents, observeMs, maxObserveMs } = strategy;
  if (stepPercents.some((percent, index) => index > 0 && percent <= (stepPercents[index - 1] ?? 0))) {
    problems.push(`${place}.strategy.stepPercents: ${stepPercents.join(", ")} do not ascend`);
  }
  if (maxObserveMs < observeMs) {
    problems.push(`${place}.strategy.maxObserveMs: ${maxObserveMs} is below observeMs ${observeMs}`);
  }
  return problems;
}

function repeated(named: readonly { readonly name: string }[], place: string): string[] {
  return named.flatMap(({ name }, index) =>
    named.findIndex((other) => other.name === name) === index
      ? []
      : [`${place}[${index}].name: "${name}" is there already`],
  );
}
