import type { Arm } from "../../src/slo/counts.ts";
import type { ServedByArm } from "../contracts/metrics-contract.ts";

interface Process {
  readonly instance: string;
  requests: number;
  errors: number;
}

/** Two processes an arm, which share what it serves; what they count is text in the Prometheus format. */
export class CountedArms {
  readonly #processes = new Map<Arm, Process[]>();
  readonly #labels: Readonly<Record<string, string>>;
  #started = 0;

  /** @param labels of every series */
  constructor(labels: Readonly<Record<string, string>> = {}) {
    this.#labels = labels;
  }

  serve(more: ServedByArm): void {
    for (const arm of ["stable", "candidate"] as const) {
      const served = more[arm];
      if (served === undefined) continue;
      const processes = this.#processes.get(arm) ?? [this.#start(), this.#start()];
      this.#processes.set(arm, processes);
      for (const [index, process] of processes.entries()) {
        process.requests += shareOf(served.requests, index);
        process.errors += shareOf(served.errors, index);
      }
    }
  }

  /** The first process of the arm is another from now on. */
  restart(arm: Arm): void {
    const [, ...others] = this.#processes.get(arm) ?? [];
    this.#processes.set(arm, [this.#start(), ...others]);
  }

  /** The same process counts from zero again. */
  reset(arm: Arm): void {
    for (const process of this.#processes.get(arm) ?? []) Object.assign(process, { requests: 0, errors: 0 });
  }

  /** Name, labels and value of each counter. A process without an error has no counter of errors, as is usual. */
  series(): readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[] {
    return [...this.#processes].flatMap(([arm, processes]) =>
      processes.flatMap(({ instance, requests, errors }) => {
        const good = { labels: { ...this.#labels, arm, instance, code: "200" }, value: requests - errors };
        return errors === 0
          ? [good]
          : [good, { labels: { ...this.#labels, arm, instance, code: "500" }, value: errors }];
      }),
    );
  }

  page(): string {
    return this.series()
      .map(({ labels, value }) => `${requestsName}${labelText(labels)} ${value}\n`)
      .join("");
  }

  totals(): ServedByArm {
    const sum = (processes: readonly Process[], of: "requests" | "errors") =>
      processes.reduce((total, process) => total + process[of], 0);
    const all = [...this.#processes].map(([arm, processes]) => {
      return [arm, { requests: sum(processes, "requests"), errors: sum(processes, "errors") }] as const;
    });
    return Object.fromEntries(all);
  }

  #start(): Process {
    this.#started += 1;
    return { instance: `127.0.0.1:${9000 + this.#started}`, requests: 0, errors: 0 };
  }
}

export const requestsName = "tidegate_requests_total";

/** The first process serves the smaller half. */
function shareOf(count: number, index: number): number {
  return index === 0 ? Math.floor(count / 2) : Math.ceil(count / 2);
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `{${written.join(",")}}`;
}
