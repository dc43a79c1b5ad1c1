import { type DeploymentPayload, deploymentTask, findPayload } from "./deployment-payload.ts";
import { type GithubClient, pageSize } from "./github-client.ts";

export type DeploymentState = "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";

export interface Deployment {
  readonly id: number;
  readonly payload: DeploymentPayload;
}

export interface DeploymentRequest {
  /** As `ledgerEnvironment` names it. */
  readonly environment: string;
  /** What was deployed: a commit or a tag. */
  readonly ref: string;
  readonly description: string;
  /** Whether users depend on the environment. */
  readonly production: boolean;
  readonly payload: DeploymentPayload;
}

export interface DeploymentStatus {
  readonly state: DeploymentState;
  readonly description: string;
  /** Page of the run that did it. */
  readonly logUrl?: string;
  /** Where users reach the service. */
  readonly environmentUrl?: string;
}

/** GitHub's limit for a description. https://docs.github.com/en/rest/deployments/statuses */
const maxDescription = 140;

/** The deployments that tidegate keeps on GitHub; those of other tools are not seen. */
export class GithubDeployments {
  readonly #github: GithubClient;

  constructor(github: GithubClient) {
    this.#github = github;
  }

  /** Newest first. @param service only this service's @throws GithubError */
  async *list(environment: string, service: string): AsyncGenerator<Deployment, void> {
    const pages = this.#github.pages(`list the deployments to ${environment}`, ({ paginate, rest }, repository) => {
      const parameters = { ...repository, environment, task: deploymentTask, per_page: pageSize };
      return paginate.iterator(rest.repos.listDeployments, parameters);
    });
    for await (const deployments of pages) {
      for (const { id, payload } of deployments) {
        const ours = findPayload(payload);
        if (ours?.service === service) yield { id, payload: ours };
      }
    }
  }

  /** @returns the new deployment's id @throws GithubError */
  async create({ environment, ref, description, production, payload }: DeploymentRequest): Promise<number> {
    const created = await this.#github.ask(`record the deployment to ${environment}`, ({ rest }, repository) =>
      rest.repos.createDeployment({
        ...repository,
        ref,
        task: deploymentTask,
        environment,
        description: cut(description),
        production_environment: production,
        transient_environment: false,
        payload: { ...payload },
        // By default GitHub would merge the default branch into `ref`, and wait for checks of its own choice.
        auto_merge: false,
        required_contexts: [],
      }),
    );
    return "id" in created.data ? Number(created.data.id) : Number.NaN;
  }

  /** Newest first. @throws GithubError */
  async states(id: number): Promise<readonly { readonly state: string; readonly description: string }[]> {
    const reply = await this.#github.ask(`read the statuses of deployment ${id}`, ({ rest }, repository) =>
      rest.repos.listDeploymentStatuses({ ...repository, deployment_id: id, per_page: pageSize }),
    );
    return reply.data.map(({ state, description }) => ({ state, description }));
  }

  /** Adds a status unless it is the newest one already. @throws GithubError */
  async setStatus(id: number, status: DeploymentStatus): Promise<void> {
    const description = cut(status.description);
    const [newest] = await this.states(id);
    if (newest?.state === status.state && newest.description === description) return;
    await this.#github.ask(`set deployment ${id} to ${status.state}`, ({ rest }, repository) =>
      rest.repos.createDeploymentStatus({
        ...repository,
        deployment_id: id,
        state: status.state,
        description,
        // GitHub would leave production environments out; the ledger does all of them itself.
        auto_inactive: false,
        ...(status.logUrl && { log_url: status.logUrl }),
        ...(status.environmentUrl && { environment_url: status.environmentUrl }),
      }),
    );
  }
}

function cut(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, " ").trim()];
  return characters.length > maxDescription
    ? `${characters.slice(0, maxDescription - 1).join("")}…`
    : characters.join("");
}
