import { z } from "zod";
import type { GithubRepository } from "./github-repository.ts";
import type { GithubState, RecordedDeployment, RecordedStatus } from "./github-state.ts";

export interface GithubRequest {
  /** What the route's pattern captured. */
  readonly captured: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface GithubReply {
  readonly status: number;
  readonly body: unknown;
  /** Number of the page after this one, when there is one: GitHub says so in a `link` header, and nowhere else. */
  readonly nextPage?: number;
}

export interface GithubWorld {
  readonly repository: GithubRepository;
  readonly state: GithubState;
  /** Address of the repository's pages. */
  readonly pagesUrl: string;
  nextId(): number;
  now(): string;
}

type Route = readonly [
  method: string,
  pattern: RegExp,
  answer: (request: GithubRequest, world: GithubWorld) => GithubReply | Promise<GithubReply>,
];

const ok = (body: unknown): GithubReply => ({ status: 200, body });
const created = (body: unknown): GithubReply => ({ status: 201, body });
const notFound: GithubReply = { status: 404, body: { message: "Not Found" } };
const invalid = (message: string): GithubReply => ({ status: 422, body: { message } });

/** The routes that are known; the path is the part after /repos/{owner}/{repo}. */
export const githubRoutes: readonly Route[] = [
  ["GET", /^\/git\/matching-refs\/(.+)$/, listRefs],
  ["GET", /^\/git\/ref\/(.+)$/, readRef],
  ["POST", /^\/git\/refs$/, createRef],
  ["GET", /^\/git\/tags\/([0-9a-f]{40})$/, readTag],
  ["GET", /^\/compare\/(.+)\.\.\.(.+)$/, compare],
  ["GET", /^\/commits$/, listCommits],
  ["GET", /^\/deployments$/, listDeployments],
  ["POST", /^\/deployments$/, createDeployment],
  ["GET", /^\/deployments\/(\d+)\/statuses$/, listStatuses],
  ["POST", /^\/deployments\/(\d+)\/statuses$/, createStatus],
  ["GET", /^\/environments$/, listEnvironments],
  ["GET", /^\/environments\/([^/]+)$/, readEnvironment],
  ["GET", /^\/releases\/tags\/(.+)$/, readRelease],
  ["GET", /^\/releases$/, (request, { state }) => page(state.releases.toReversed(), request)],
  ["POST", /^\/releases$/, createRelease],
];

/** @param bodyOf what is answered, from the items on the page; the items themselves when left out */
function page<Item>(
  items: readonly Item[],
  { query }: GithubRequest,
  bodyOf: (items: readonly Item[]) => unknown = (shown) => shown,
): GithubReply {
  const size = Math.min(Number(query.get("per_page") ?? 30), 100);
  const number = Number(query.get("page") ?? 1);
  const reply = ok(bodyOf(items.slice((number - 1) * size, number * size)));
  return number * size < items.length ? { ...reply, nextPage: number + 1 } : reply;
}

async function listRefs({ captured: [prefix = ""] }: GithubRequest, { repository }: GithubWorld) {
  return ok(await repository.refs(prefix));
}

async function readRef({ captured: [name = ""] }: GithubRequest, { repository }: GithubWorld) {
  const found = (await repository.refs(name)).find(({ ref }) => ref === `refs/${name}`);
  return found === undefined ? notFound : ok(found);
}

const refSchema = z.object({ ref: z.string().regex(/^refs\/(heads|tags)\/.+$/), sha: z.string().length(40) });

async function createRef({ body }: GithubRequest, { repository }: GithubWorld) {
  const parsed = refSchema.safeParse(body);
  if (!parsed.success) return invalid(z.prettifyError(parsed.error));
  const { ref, sha } = parsed.data;
  if ((await repository.findCommit(sha)) === undefined) return invalid("Object does not exist");
  if (!(await repository.createRef(ref, sha))) return invalid("Reference already exists");
  return created({ ref, object: { type: "commit", sha } });
}

async function readTag({ captured: [sha = ""] }: GithubRequest, { repository }: GithubWorld) {
  const object = await repository.tagTarget(sha);
  return object === undefined ? notFound : ok({ sha, object });
}

async function compare(request: GithubRequest, { repository, pagesUrl }: GithubWorld) {
  const [from = "", to = ""] = request.captured;
  const [base, head] = [await repository.findCommit(from), await repository.findCommit(to)];
  if (base === undefined || head === undefined) return notFound;
  const ahead = await repository.range(base, head);
  const behind = await repository.range(head, base);
  const apart = behind.length > 0 ? "diverged" : "ahead";
  const status = ahead.length > 0 ? apart : behind.length > 0 ? "behind" : "identical";
  const counts = { ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length };
  return page(ahead, request, (commits) => ({
    url: `${pagesUrl}/compare/${base}...${head}`,
    status,
    ...counts,
    commits,
  }));
}

async function listCommits(request: GithubRequest, { repository }: GithubWorld) {
  const head = await repository.findCommit(request.query.get("sha") ?? "HEAD");
  if (head === undefined) return notFound;
  const { query } = request;
  const commits = await repository.history(head, query.get("path") ?? undefined, query.get("since") ?? undefined);
  return page(commits, request);
}

function listDeployments(request: GithubRequest, { state }: GithubWorld) {
  const filters = ["environment", "task", "ref", "sha"] as const;
  const wanted = state.deployments.filter((deployment) =>
    filters.every((name) => (request.query.get(name) ?? deployment[name]) === deployment[name]),
  );
  return page(wanted.toReversed().map(withoutStatuses), request);
}

const deploymentSchema = z.object({
  ref: z.string().min(1),
  task: z.string().default("deploy"),
  environment: z.string().default("production"),
  description: z.string().max(140).default(""),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  production_environment: z.boolean().optional(),
  transient_environment: z.boolean().default(false),
  // Left out, GitHub would merge branches and wait for checks, which this server does not play.
  auto_merge: z.literal(false),
  required_contexts: z.array(z.string()).max(0),
});

async function createDeployment({ body }: GithubRequest, world: GithubWorld) {
  const parsed = deploymentSchema.safeParse(body);
  if (!parsed.success) return invalid(z.prettifyError(parsed.error));
  const { auto_merge: _, required_contexts: __, ...options } = parsed.data;
  const sha = await world.repository.findCommit(options.ref);
  if (sha === undefined) return invalid(`No ref found for: ${options.ref}`);
  const deployment: RecordedDeployment = {
    ...options,
    id: world.nextId(),
    sha,
    production_environment: options.production_environment ?? options.environment === "production",
    created_at: world.now(),
    statuses: [],
  };
  world.state.deployments.push(deployment);
  return created(withoutStatuses(deployment));
}

function withoutStatuses({ statuses: _, ...deployment }: RecordedDeployment) {
  return deployment;
}

function findDeployment({ captured: [id] }: GithubRequest, { state }: GithubWorld): RecordedDeployment | undefined {
  return state.deployments.find((deployment) => deployment.id === Number(id));
}

function listStatuses(request: GithubRequest, world: GithubWorld) {
  const deployment = findDeployment(request, world);
  return deployment === undefined ? notFound : page(deployment.statuses.toReversed(), request);
}

const statusSchema = z.object({
  state: z.enum(["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]),
  description: z.string().max(140).default(""),
  log_url: z.string().default(""),
  environment_url: z.string().default(""),
  auto_inactive: z.boolean().default(true),
});

function createStatus(request: GithubRequest, world: GithubWorld) {
  const deployment = findDeployment(request, world);
  if (deployment === undefined) return notFound;
  const parsed = statusSchema.safeParse(request.body);
  if (!parsed.success) return invalid(z.prettifyError(parsed.error));
  const { auto_inactive: autoInactive, ...fields } = parsed.data;
  const status: RecordedStatus = { id: world.nextId(), ...fields, created_at: world.now() };
  deployment.statuses.push(status);
  if (status.state === "success" && autoInactive) retire(deployment, world);
  return created(status);
}

/** GitHub's own rule leaves production and transient environments alone. */
function retire(live: RecordedDeployment, world: GithubWorld): void {
  for (const old of world.state.deployments) {
    const isCandidate = old.id < live.id && old.environment === live.environment && !old.production_environment;
    const newest = old.statuses.at(-1);
    if (!isCandidate || old.transient_environment || newest?.state !== "success") continue;
    old.statuses.push({ ...newest, id: world.nextId(), state: "inactive", created_at: world.now() });
  }
}

function listEnvironments(_: GithubRequest, { state }: GithubWorld) {
  const names = [...new Set(state.deployments.map(({ environment }) => environment))];
  return ok({ total_count: names.length, environments: names.map((name) => ({ name })) });
}

/** Every environment has somebody who is asked, but those that are said to have nobody. */
function readEnvironment({ captured: [name = ""] }: GithubRequest, { state }: GithubWorld) {
  const reviewers = [{ type: "Team", reviewer: { slug: "sre" } }];
  const rules = [
    { id: 1, node_id: "", type: "branch_policy" },
    ...(state.unguarded.has(name) ? [] : [{ id: 2, node_id: "", type: "required_reviewers", reviewers }]),
  ];
  return ok({ id: 1, name, protection_rules: rules });
}

function readRelease({ captured: [tag] }: GithubRequest, { state }: GithubWorld) {
  const found = state.releases.find(({ tag_name: name }) => name === tag);
  return found === undefined ? notFound : ok(found);
}

const releaseSchema = z.object({
  tag_name: z.string().min(1),
  name: z.string().default(""),
  body: z.string().default(""),
  prerelease: z.boolean().default(false),
});

async function createRelease({ body }: GithubRequest, world: GithubWorld) {
  const parsed = releaseSchema.safeParse(body);
  if (!parsed.success) return invalid(z.prettifyError(parsed.error));
  const { tag_name: tag } = parsed.data;
  if (world.state.releases.some(({ tag_name: name }) => name === tag)) return invalid("already_exists");
  // GitHub would make the tag on the default branch; our actions must never rely on that.
  if ((await world.repository.findCommit(`refs/tags/${tag}`)) === undefined) return invalid(`No tag ${tag}`);
  const release = { id: world.nextId(), ...parsed.data, html_url: `${world.pagesUrl}/releases/tag/${tag}` };
  world.state.releases.push(release);
  return created(release);
}
