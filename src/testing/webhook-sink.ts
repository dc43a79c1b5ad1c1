import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isSignedBy } from "../notify/signature.ts";
import { type WebhookBody, webhookBodySchema } from "../notify/webhook-channel.ts";
import { readBody, startLoopback } from "./loopback.ts";

export interface WebhookSinkOptions {
  /** Requires this signature on everything; without it nothing is checked. */
  readonly signingKey?: string;
  /** @default 0, a free port */
  readonly port?: number;
  /** Called for each new notice. */
  readonly onNotice?: (notice: WebhookBody) => void;
}

/** An answer other than 204 that the sink gives while it is out of order. */
export interface Outage {
  readonly status: number;
  readonly retryAfter?: string;
  /** The next so many requests; without it until `recover`. */
  readonly requests?: number;
}

/** A receiver of webhook notices on this machine, as a team would write it: checks signatures and drops repeats. */
export interface WebhookSink {
  readonly url: string;
  /** Each notice once, in the order of arrival. */
  readonly notices: readonly WebhookBody[];
  /** Repeats that were dropped by their Idempotency-Key. */
  readonly repeats: number;
  /** Requests turned away: bad signature, not JSON, not a notice. */
  readonly refused: readonly string[];
  /** All requests, those during an outage too. */
  readonly requests: number;
  breakDown(outage: Outage): void;
  recover(): void;
  close(): Promise<void>;
}

export async function startWebhookSink(options: WebhookSinkOptions = {}): Promise<WebhookSink> {
  const state = new SinkState(options);
  const server = createServer((request, response) => void state.handle(request, response));
  const { url, close } = await startLoopback(server, options.port);
  return {
    url: `${url}/hooks/tidegate`,
    notices: state.notices,
    refused: state.refused,
    get repeats() {
      return state.repeats;
    },
    get requests() {
      return state.requests;
    },
    breakDown: (outage) => {
      state.outage = outage;
    },
    recover: () => {
      state.outage = undefined;
    },
    close,
  };
}

class SinkState {
  readonly notices: WebhookBody[] = [];
  readonly refused: string[] = [];
  repeats = 0;
  requests = 0;
  outage: Outage | undefined;
  readonly #keys = new Set<string>();
  readonly #options: WebhookSinkOptions;

  constructor(options: WebhookSinkOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const body = await readBody(request);
    const outage = this.#takeOutage();
    if (outage !== undefined) {
      response.writeHead(outage.status, outage.retryAfter === undefined ? {} : { "Retry-After": outage.retryAfter });
      response.end();
      return;
    }
    response.writeHead(this.#accept(request, body)).end();
  }

  #takeOutage(): Outage | undefined {
    const { outage } = this;
    if (outage?.requests === undefined) return outage;
    this.outage = outage.requests > 1 ? { ...outage, requests: outage.requests - 1 } : undefined;
    return outage.requests > 0 ? outage : undefined;
  }

  /** @returns the status to answer */
  #accept(request: IncomingMessage, body: string): number {
    const { signingKey, onNotice } = this.#options;
    const header = (name: string) => [request.headers[name]].flat()[0];
    const signed = { body, timestamp: header("x-tidegate-timestamp"), signature: header("x-tidegate-signature") };
    if (signingKey !== undefined && !isSignedBy(signingKey, signed, Date.now())) return this.#refuse(401, "signature");
    const notice = parseNotice(body);
    if (notice === undefined) return this.#refuse(400, "not a notice");
    const key = header("idempotency-key");
    if (key === undefined || key !== notice.key) return this.#refuse(400, "Idempotency-Key");
    if (this.#keys.has(key)) {
      this.repeats++;
      return 204;
    }
    this.#keys.add(key);
    this.notices.push(notice);
    onNotice?.(notice);
    return 204;
  }

  #refuse(status: number, why: string): number {
    this.refused.push(why);
    return status;
  }
}

function parseNotice(body: string): WebhookBody | undefined {
  try {
    return webhookBodySchema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
