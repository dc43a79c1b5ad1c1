import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { GithubRepository } from "./github-repository.ts";
import { type GithubReply, type GithubWorld, githubRoutes } from "./github-routes.ts";
import type { GithubState, RecordedDeployment, RecordedRelease } from "./github-state.ts";
import { readBody, startLoopback } from "./loopback.ts";

export interface GithubServerOptions {
  /** `owner/name`; other repositories do not exist. */
  readonly repository: string;
  /** A git repository on this disk: refs and commits are read from it, tags are made in it. */
  readonly gitDirectory: string;
  /** Requests must carry this token; without it any, or none, will do. */
  readonly token?: string;
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
}

/** What the next requests are answered instead of the truth. */
export interface GithubFault {
  /** An HTTP status; `down` cuts the connection, `hang` never answers. */
  readonly answer: number | "down" | "hang";
  /** How many requests fail. */
  readonly times: number;
  readonly retryAfterSeconds?: number;
  /** Only requests whose `<METHOD> <path>` contains this. */
  readonly matching?: string;
  /** Does what was asked before it fails, as when only the answer is lost. */
  readonly afterDoingIt?: boolean;
}

export interface GithubServer {
  /** Value for GITHUB_API_URL. */
  readonly url: string;
  /** Every request so far, in order. `status` is 0 when it got no answer. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  /** `<METHOD> <path>` of requests that no route of this fake answers; a test of a whole run expects none. */
  readonly unknownRequests: readonly string[];
  /** Oldest first. */
  readonly deployments: readonly RecordedDeployment[];
  readonly releases: readonly RecordedRelease[];
  /** Names of environments that have no required reviewers; every other has some. */
  readonly unguarded: Set<string>;
  fail(fault: GithubFault): void;
  close(): Promise<void>;
}

/**
 * GitHub's REST API on the loopback interface, as far as tidegate's actions use it. It is strict: what it does not know
 * is answered 501, and what GitHub would refuse is refused.
 */
export async function startGithubServer(options: GithubServerOptions): Promise<GithubServer> {
  const handler = new GithubHandler(options);
  const server = createServer((request, response) => {
    handler.handle(request, response).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: String(error) }));
    });
  });
  const { url, close } = await startLoopback(server, options.port);
  const { requests, unknownRequests, state, faults } = handler;
  const { deployments, releases, unguarded } = state;
  const fail = (fault: GithubFault) => void faults.push({ fault, left: fault.times });
  return { url, requests, unknownRequests, deployments, releases, unguarded, fail, close };
}

class GithubHandler {
  readonly requests: { method: string; path: string; status: number }[] = [];
  readonly unknownRequests: string[] = [];
  readonly faults: { readonly fault: GithubFault; left: number }[] = [];
  readonly state: GithubState = { deployments: [], releases: [], unguarded: new Set() };
  readonly #options: GithubServerOptions;
  readonly #world: GithubWorld;

  constructor(options: GithubServerOptions) {
    this.#options = options;
    let id = 0;
    this.#world = {
      repository: new GithubRepository(options.gitDirectory),
      state: this.state,
      pagesUrl: `https://github.com/${options.repository}`,
      nextId: () => ++id,
      now: () => new Date().toISOString(),
    };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const entry = { method: request.method ?? "", path: decodeURIComponent(url.pathname), status: 0 };
    this.requests.push(entry);
    const text = await readBody(request);
    const fault = this.#takeFault(`${entry.method} ${entry.path}`);
    if (fault?.answer === "hang") return;
    const isDone = fault === undefined || fault.afterDoingIt;
    const reply = isDone ? await this.#answer(entry, url, request, text) : undefined;
    if (fault?.answer === "down") return void response.destroy();
    const failed: GithubReply | undefined = fault && { status: fault.answer, body: { message: "as the test asked" } };
    const { status, body, nextPage } = failed ?? reply ?? { status: 500, body: undefined };
    const retryAfter = fault?.retryAfterSeconds;
    entry.status = status;
    response.writeHead(entry.status, {
      "content-type": "application/json",
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
      ...(nextPage !== undefined && { link: `<${nextUrl(request, url, nextPage)}>; rel="next"` }),
    });
    response.end(JSON.stringify(body));
  }

  async #answer(
    { method, path }: { readonly method: string; readonly path: string },
    url: URL,
    request: IncomingMessage,
    text: string,
  ): Promise<GithubReply> {
    if (!this.#isAllowed(request)) return { status: 401, body: { message: "Bad credentials" } };
    const prefix = `/repos/${this.#options.repository}`;
    const rest = path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
    for (const [routeMethod, pattern, answer] of githubRoutes) {
      const match = rest !== undefined && routeMethod === method ? pattern.exec(rest) : null;
      if (match === null) continue;
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      return await answer({ captured: match.slice(1), query: url.searchParams, body }, this.#world);
    }
    this.unknownRequests.push(`${method} ${path}`);
    return { status: 501, body: { message: `The fake GitHub does not know ${method} ${path}` } };
  }

  #isAllowed({ headers }: IncomingMessage): boolean {
    const { token } = this.#options;
    return token === undefined || /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? "")?.[1] === token;
  }

  #takeFault(line: string): GithubFault | undefined {
    const next = this.faults.find(({ fault, left }) => left > 0 && line.includes(fault.matching ?? ""));
    if (next !== undefined) next.left -= 1;
    return next?.fault;
  }
}

function nextUrl({ headers }: IncomingMessage, { pathname, searchParams }: URL, page: number): string {
  const query = new URLSearchParams(searchParams);
  query.set("page", String(page));
  return `http://${headers.host}${pathname}?${query}`;
}
