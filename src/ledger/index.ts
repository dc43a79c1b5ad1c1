export { GithubCommits } from "./commits.ts";
export { GithubDeliveryHistory } from "./delivery-history.ts";
export { GithubDeployments } from "./deployments.ts";
export { DeploymentsChannel, type DeploymentsChannelOptions } from "./deployments-channel.ts";
export { GithubEnvironments } from "./environments.ts";
export { GithubTags } from "./git-tags.ts";
export { GithubClient, type GithubClientOptions } from "./github-client.ts";
export { GithubError } from "./github-error.ts";
export { GithubReleases } from "./releases.ts";
