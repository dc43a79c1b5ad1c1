import type { ServiceSettings } from "../manifest/manifest.ts";
import type { DeliveryHistory, PastDelivery } from "../release/admission-facts.ts";
import type { Digest } from "../release/release.ts";
import type { GithubDeployments } from "./deployments.ts";
import { ledgerEnvironment } from "./ledger-environment.ts";

/** Answers from the ledger what became of an image in an environment; it remembers longer than a target's record. */
export class GithubDeliveryHistory implements DeliveryHistory {
  readonly #deployments: GithubDeployments;
  readonly #service: Pick<ServiceSettings, "name" | "directory">;

  constructor(deployments: GithubDeployments, service: Pick<ServiceSettings, "name" | "directory">) {
    this.#deployments = deployments;
    this.#service = service;
  }

  /** @throws GithubError */
  async pastDelivery(environment: string, digest: Digest): Promise<PastDelivery> {
    const name = ledgerEnvironment(this.#service, environment);
    let past: PastDelivery = "never";
    for await (const { id, payload } of this.#deployments.list(name, this.#service.name)) {
      if (payload.digest !== digest) continue;
      const states = await this.#deployments.states(id);
      if (states.some(({ state }) => state === "success")) return "succeeded";
      past = "not-succeeded";
    }
    return past;
  }
}
