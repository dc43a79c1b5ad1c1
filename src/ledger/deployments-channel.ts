import { assertNever } from "../errors/assert-never.ts";
import type { EnvironmentSettings, ServiceSettings } from "../manifest/manifest.ts";
import { DeliveryError } from "../rollout/delivery-error.ts";
import type { Notice } from "../rollout/notice.ts";
import type { Channel } from "../rollout/ports.ts";
import type { DeploymentState, DeploymentStatus, GithubDeployments } from "./deployments.ts";
import { GithubError } from "./github-error.ts";
import { ledgerEnvironment } from "./ledger-environment.ts";

/** Deployments that may still look live; older ones were made inactive when these came. */
const maxSuperseded = 10;

export interface DeploymentsChannelOptions {
  readonly service: Pick<ServiceSettings, "name" | "directory" | "tagPrefix">;
  readonly environment: Pick<EnvironmentSettings, "name" | "production">;
  /** Where users reach the service, if that is known. */
  readonly url?: string;
}

/** Keeps GitHub Deployments as index and audit of rollouts: one deployment a rollout, one status a notice. */
export class DeploymentsChannel implements Channel {
  readonly name = "ledger";
  readonly wantsProgress = true;
  readonly #deployments: GithubDeployments;
  readonly #options: DeploymentsChannelOptions;
  readonly #environment: string;

  /** @param deployments on a client without retries of its own: the outbox tries again */
  constructor(deployments: GithubDeployments, options: DeploymentsChannelOptions) {
    this.#deployments = deployments;
    this.#options = options;
    this.#environment = ledgerEnvironment(options.service, options.environment.name);
  }

  /** @returns the deployment's id */
  async deliver(notice: Notice, _idempotencyKey: string, messageId: string | undefined): Promise<string> {
    try {
      const id = messageId === undefined ? await this.#findOrCreate(notice) : Number(messageId);
      await this.#deployments.setStatus(id, this.#statusOf(notice));
      if (notice.kind === "succeeded") await this.#retireOthers(id, notice);
      return String(id);
    } catch (error) {
      throw toDeliveryError(error);
    }
  }

  /** A crash between making the deployment and noting its id must not make a second one. */
  async #findOrCreate(notice: Notice): Promise<number> {
    const { service, environment } = this.#options;
    for await (const { id, payload } of this.#deployments.list(this.#environment, service.name)) {
      if (payload.rolloutId === notice.rolloutId) return id;
    }
    const { version, digest, rolloutId } = notice;
    return this.#deployments.create({
      environment: this.#environment,
      ref: notice.commit ?? `${service.tagPrefix}${version}`,
      description: notice.reason,
      production: environment.production,
      payload: { service: service.name, version, rolloutId, ...(digest && { digest }) },
    });
  }

  async #retireOthers(live: number, { version }: Notice): Promise<void> {
    let left = maxSuperseded;
    for await (const { id } of this.#deployments.list(this.#environment, this.#options.service.name)) {
      if (id >= live) continue;
      const [newest] = await this.#deployments.states(id);
      if (newest?.state === "success") {
        await this.#deployments.setStatus(id, { state: "inactive", description: `replaced by ${version}` });
      }
      left -= 1;
      if (left === 0) return;
    }
  }

  #statusOf(notice: Notice): DeploymentStatus {
    const { url } = this.#options;
    return {
      state: stateOf(notice),
      description: notice.text,
      ...(notice.runUrl && { logUrl: notice.runUrl }),
      ...(url && { environmentUrl: url }),
    };
  }
}

/** `failure`: it was tried and taken back. `error`: it never got to serve, or cannot be taken back. */
function stateOf({ kind, phase }: Notice): DeploymentState {
  switch (kind) {
    case "started":
      return phase === "admitted" ? "queued" : "in_progress";
    case "progress":
      return "in_progress";
    case "succeeded":
      return "success";
    case "rolled-back":
      return "failure";
    case "failed":
    case "rollback-failed":
    case "frozen":
      return "error";
    default:
      return assertNever(kind);
  }
}

function toDeliveryError(error: unknown): unknown {
  if (!(error instanceof GithubError)) return error;
  const { message, retryAfterMs, isPassing } = error;
  return new DeliveryError(message, {
    permanent: !isPassing,
    cause: error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
