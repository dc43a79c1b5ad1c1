import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { RegistryStore, sha256Of } from "./registry-store.ts";

export interface RegistryServerOptions {
  /** Keeps images in this folder; otherwise in memory. */
  readonly directory?: string;
  /** 0 takes a free port. @default 0 */
  readonly port?: number;
  /** Asks for these credentials, through the Bearer token exchange that real registries use. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** What the next requests are answered instead of the truth. */
export interface RegistryFault {
  /** `garbage`: 200 with bytes that match no digest; `hang`: no answer at all; else an HTTP status. */
  readonly answer: number | "garbage" | "hang";
  /** How many requests fail. */
  readonly times: number;
  /** Only requests whose `<METHOD> <path>` contains this. */
  readonly matching?: string;
}

export interface RegistryServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** `127.0.0.1:<port>`: the first part of an image name. */
  readonly host: string;
  /** `<METHOD> <path>` of each request so far, in order. */
  readonly requests: readonly string[];
  fail(fault: RegistryFault): void;
  close(): Promise<void>;
}

/** A registry on the loopback interface that speaks the part of the OCI distribution API that image clients need. */
export async function startRegistryServer(options: RegistryServerOptions = {}): Promise<RegistryServer> {
  const handler = new RegistryHandler(options);
  const server = createServer((request, response) => {
    handler.handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  handler.url = `http://127.0.0.1:${port}`;
  return {
    url: handler.url,
    host: `127.0.0.1:${port}`,
    requests: handler.requests,
    fail: (fault) => handler.faults.push({ ...fault }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Route {
  readonly method: string;
  readonly repository: string;
  readonly kind: string;
  readonly reference: string;
  readonly query: URLSearchParams;
}

class RegistryHandler {
  url = "";
  readonly requests: string[] = [];
  readonly faults: { answer: RegistryFault["answer"]; times: number; matching?: string }[] = [];
  readonly #store: RegistryStore;
  readonly #basic: string | undefined;
  readonly #token = randomUUID();

  constructor({ directory, credentials }: RegistryServerOptions) {
    this.#store = new RegistryStore(directory);
    if (credentials) this.#basic = `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const url = new URL(request.url ?? "/", this.url);
    const line = `${request.method} ${url.pathname}`;
    this.requests.push(line);
    const body = await readBody(request);
    if (this.#fault(line, response)) return response;
    if (url.pathname === "/token") return this.#grantToken(request, response);
    if (this.#basic !== undefined && request.headers.authorization !== `Bearer ${this.#token}`) {
      const challenge = `Bearer realm="${this.url}/token",service="loopback"`;
      return refuse(response.setHeader("www-authenticate", challenge), 401, "UNAUTHORIZED");
    }
    if (url.pathname === "/v2/") return response.writeHead(200).end("{}");
    const match = url.pathname.match(/^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|tags)\/([^/]*)$/);
    if (match === null) return refuse(response, 404, "NAME_UNKNOWN");
    const [, repository = "", kind = "", reference = ""] = match;
    const route = { method: request.method ?? "GET", repository, kind, reference, query: url.searchParams };
    return this.#answer(route, body, request.headers["content-type"] ?? "", response);
  }

  #answer(route: Route, body: Buffer, mediaType: string, response: ServerResponse): ServerResponse {
    const { kind, method } = route;
    const reads = method === "GET" || method === "HEAD";
    if (kind === "tags" && reads) return this.#listTags(route, response);
    if (kind === "manifests" && method === "PUT") return this.#putManifest(route, mediaType, body, response);
    if (kind === "blobs/uploads" && (method === "POST" || method === "PUT")) {
      return this.#upload(route, body, response);
    }
    if (!reads || kind === "blobs/uploads") return refuse(response, 405, "UNSUPPORTED");
    return this.#send(route, response);
  }

  #send({ kind, method, repository, reference }: Route, response: ServerResponse): ServerResponse {
    const bytes = this.#store.findBlob(reference);
    const blob = bytes && { bytes, digest: reference, mediaType: "application/octet-stream" };
    const found = kind === "blobs" ? blob : this.#store.findManifest(repository, reference);
    if (found === undefined) return refuse(response, 404, kind === "blobs" ? "BLOB_UNKNOWN" : "MANIFEST_UNKNOWN");
    response.writeHead(200, {
      "content-type": found.mediaType,
      "content-length": found.bytes.length,
      "docker-content-digest": found.digest,
    });
    return response.end(method === "HEAD" ? undefined : found.bytes);
  }

  #upload(route: Route, body: Buffer, response: ServerResponse): ServerResponse {
    if (route.method === "POST") {
      const location = `/v2/${route.repository}/blobs/uploads/${randomUUID()}`;
      return response.writeHead(202, { location }).end();
    }
    const digest = route.query.get("digest");
    if (sha256Of(body) !== digest) return refuse(response, 400, "DIGEST_INVALID");
    this.#store.putBlob(body);
    return response.writeHead(201, { location: `/v2/${route.repository}/blobs/${digest}` }).end();
  }

  #putManifest(route: Route, mediaType: string, body: Buffer, response: ServerResponse): ServerResponse {
    const { repository, reference } = route;
    if (reference.startsWith("sha256:") && sha256Of(body) !== reference) return refuse(response, 400, "DIGEST_INVALID");
    const missing = referencedBlobs(body).filter((digest) => this.#store.findBlob(digest) === undefined);
    if (missing.length > 0) return refuse(response, 400, "MANIFEST_BLOB_UNKNOWN");
    const digest = this.#store.putManifest(repository, reference, mediaType, body);
    const location = `/v2/${repository}/manifests/${digest}`;
    return response.writeHead(201, { location, "docker-content-digest": digest }).end();
  }

  #listTags({ repository, query }: Route, response: ServerResponse): ServerResponse {
    const all = this.#store.findTags(repository);
    if (all === undefined) return refuse(response, 404, "NAME_UNKNOWN");
    const last = query.get("last");
    const rest = last === null ? all : all.filter((tag) => tag > last);
    const tags = rest.slice(0, Number(query.get("n") ?? rest.length));
    const lastSent = tags.at(-1);
    if (tags.length < rest.length && lastSent !== undefined) {
      const next = `/v2/${repository}/tags/list?n=${query.get("n")}&last=${encodeURIComponent(lastSent)}`;
      response.setHeader("link", `<${next}>; rel="next"`);
    }
    return response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ name: repository, tags }));
  }

  #grantToken(request: IncomingMessage, response: ServerResponse): ServerResponse {
    if (request.headers.authorization !== this.#basic) return refuse(response, 401, "UNAUTHORIZED");
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ token: this.#token }));
  }

  /** @returns whether the request was spoiled */
  #fault(line: string, response: ServerResponse): boolean {
    const fault = this.faults.find(({ times, matching }) => times > 0 && line.includes(matching ?? ""));
    if (fault === undefined) return false;
    fault.times -= 1;
    if (fault.answer === "hang") return true;
    if (fault.answer === "garbage") response.writeHead(200).end("\u0000not what you asked for");
    else refuse(response, fault.answer, "UNKNOWN");
    return true;
  }
}

function refuse(response: ServerResponse, status: number, code: string): ServerResponse {
  response.writeHead(status, { "content-type": "application/json" });
  return response.end(JSON.stringify({ errors: [{ code, message: `refused with ${code}` }] }));
}

/** Digests of the config and the layers that a manifest names; none for an index. */
function referencedBlobs(manifest: Buffer): readonly string[] {
  const body = JSON.parse(manifest.toString("utf8")) as { config?: { digest: string }; layers?: { digest: string }[] };
  return [...(body.config ? [body.config.digest] : []), ...(body.layers ?? []).map(({ digest }) => digest)];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
