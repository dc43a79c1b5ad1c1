import pRetry, { AbortError } from "p-retry";
import { TidegateError, UnavailableError } from "../errors/tidegate-error.ts";
import type { FindCredentials } from "./docker-credentials.ts";
import { parseRegistryChallenge, type RegistryChallenge } from "./registry-challenge.ts";

export interface RegistrySessionOptions {
  readonly host: string;
  readonly baseUrl: string;
  readonly findCredentials: FindCredentials;
  /** Host whose credentials are sent; another than `host` behind a mirror. */
  readonly credentialsHost: string;
  /** How long one request may take, its body included. */
  readonly timeoutMs: number;
  /** Tries in all for a request that was refused, timed out or was answered 429 or 5xx; at least 1. */
  readonly attempts: number;
}

export interface RegistryRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Statuses besides 2xx that the caller understands. */
  readonly expect?: readonly number[];
  /** Most bytes of a body that is taken. */
  readonly maxBytes?: number;
}

export interface RegistryReply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

const defaultMaxBytes = 4 * 1024 * 1024;

/** Talks to one registry: signs in when asked to, tries again, and turns what goes wrong into our errors. */
export class RegistrySession {
  readonly #options: RegistrySessionOptions;
  /** Token service and scope → value of the Authorization header. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistrySessionOptions) {
    this.#options = options;
  }

  /**
   * @param scope what a token must allow, for example `repository:acme/info:pull`
   * @throws UnavailableError when the registry does not answer as it should
   * @throws TidegateError `unsupported` when it refuses the credentials
   */
  async request(path: string, scope: string, request: RegistryRequest = {}): Promise<RegistryReply> {
    const retry = { retries: this.#options.attempts - 1, minTimeout: 200, maxTimeout: 2_000, randomize: true };
    return pRetry(() => this.#attempt(path, scope, request), {
      ...retry,
      shouldRetry: ({ error }) => error instanceof UnavailableError,
    });
  }

  async #attempt(path: string, scope: string, request: RegistryRequest): Promise<RegistryReply> {
    let reply = await this.#send(path, request, this.#authorizations.get(scope));
    if (reply.status === 401) {
      const authorization = await this.#signIn(reply.headers.get("www-authenticate"), scope);
      this.#authorizations.set(scope, authorization);
      reply = await this.#send(path, request, authorization);
    }
    if ((reply.status >= 200 && reply.status < 300) || request.expect?.includes(reply.status)) return reply;
    throw this.#refusal(reply, path, request.method ?? "GET");
  }

  #refusal(reply: RegistryReply, path: string, method: string): Error {
    const { host } = this.#options;
    const what = `Registry ${host} answered ${reply.status} to ${method} ${path.split("?")[0]}`;
    if (reply.status === 401 || reply.status === 403) {
      this.#authorizations.clear();
      return new AbortError(this.#notAllowed(`${what}.`));
    }
    const transient = reply.status === 429 || reply.status >= 500;
    if (transient) return new UnavailableError(`${what}. Try again once the registry is well.`);
    return new AbortError(
      new TidegateError(reply.status === 404 ? "not-found" : "unavailable", `${what}${problemCodes(reply.bytes)}.`),
    );
  }

  #notAllowed(what: string): TidegateError {
    const { host } = this.#options;
    return new TidegateError(
      "unsupported",
      `${what} Its credentials are taken from Docker's config.json: log in to ${host} first (docker/login-action), with the right to push if this pushes.`,
    );
  }

  async #signIn(header: string | null, scope: string): Promise<string> {
    const challenge = parseRegistryChallenge(header);
    const credentials = this.#options.findCredentials(this.#options.credentialsHost);
    if (challenge?.kind === "bearer") return `Bearer ${await this.#token(challenge, scope, credentials)}`;
    if (challenge?.kind === "basic" && credentials !== undefined) return `Basic ${credentials}`;
    throw new AbortError(this.#notAllowed(`Registry ${this.#options.host} wants credentials and has none.`));
  }

  async #token(
    challenge: Extract<RegistryChallenge, { kind: "bearer" }>,
    scope: string,
    credentials: string | undefined,
  ): Promise<string> {
    const url = new URL(challenge.realm);
    if (url.protocol !== "https:" && new URL(this.#options.baseUrl).protocol === "https:") {
      throw new AbortError(this.#notAllowed(`Registry ${this.#options.host} wants the password sent in plain text.`));
    }
    if (challenge.service !== undefined) url.searchParams.set("service", challenge.service);
    url.searchParams.set("scope", challenge.scope ?? scope);
    const headers = credentials === undefined ? {} : { authorization: `Basic ${credentials}` };
    const reply = await this.#fetch(url, { headers }, defaultMaxBytes);
    const token = reply.status === 200 ? findToken(reply.bytes) : undefined;
    if (token !== undefined) return token;
    if (reply.status === 429 || reply.status >= 500) {
      throw new UnavailableError(`The token service of registry ${this.#options.host} answered ${reply.status}.`);
    }
    throw new AbortError(
      this.#notAllowed(`The token service of registry ${this.#options.host} answered ${reply.status}.`),
    );
  }

  #send(path: string, request: RegistryRequest, authorization: string | undefined): Promise<RegistryReply> {
    const url = new URL(path, `${this.#options.baseUrl}/`);
    // A registry may send an upload to another host; the credentials are for this one alone.
    const own = url.origin === new URL(this.#options.baseUrl).origin;
    const headers = { ...request.headers, ...(authorization && own ? { authorization } : {}) };
    const init = { method: request.method ?? "GET", headers, ...(request.body ? { body: request.body } : {}) };
    return this.#fetch(url, init, request.maxBytes ?? defaultMaxBytes);
  }

  async #fetch(url: URL, init: RequestInit, maxBytes: number): Promise<RegistryReply> {
    const { host, timeoutMs } = this.#options;
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
      return { status: response.status, headers: response.headers, bytes: await readAtMost(response, maxBytes) };
    } catch (cause) {
      const late = cause instanceof Error && cause.name === "TimeoutError";
      const why = late ? `did not answer within ${timeoutMs / 1000} s` : `cannot be reached (${reasonOf(cause)})`;
      throw new UnavailableError(`Registry ${host} ${why}. Check that it is up and reachable from here.`, { cause });
    }
  }
}

async function readAtMost(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new TypeError(`the reply is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The code of what went wrong under fetch (`ECONNREFUSED`), which says more than its own "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : error.message;
}

function findToken(bytes: Buffer): string | undefined {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof body !== "object" || body === null) return undefined;
    if ("token" in body && typeof body.token === "string") return body.token;
    return "access_token" in body && typeof body.access_token === "string" ? body.access_token : undefined;
  } catch {
    return undefined;
  }
}

/** The registry's own error codes (`MANIFEST_UNKNOWN`), never its free text. */
function problemCodes(bytes: Buffer): string {
  const codes = [...bytes.toString("utf8").matchAll(/"code"\s*:\s*"([A-Z_]{1,40})"/g)].map(([, code]) => code);
  return codes.length === 0 ? "" : ` (${codes.join(", ")})`;
}
