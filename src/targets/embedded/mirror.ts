import { type IncomingMessage, request as sendRequest } from "node:http";
import type { ArmRun } from "./arm-run.ts";
import type { Instance } from "./instance.ts";
import type { MirrorCounters } from "./mirror-counters.ts";
import { upstreamHeaders } from "./proxy-headers.ts";

/** Copies on their way at the same time; more are dropped, so that a slow candidate costs no memory. */
const maxCopies = 64;
/** A longer body is not copied. */
const maxBodyBytes = 256 * 1024;
/** How long a candidate may take for a copy. */
const copyLimitMs = 10_000;

/** One user's request whose copy may go to the candidate. */
export interface Mirroring {
  /** Tells what status the user got, so that the copy's can be compared with it. */
  answered(code: number): void;
}

/**
 * Sends copies of users' requests to the candidate once the user's own has been read, discards the replies, and counts
 * them apart. Whatever happens to a copy, the user's request does not wait for it and does not hear of it.
 */
export class Mirror {
  #copies = 0;

  /** @returns `undefined` when there will be no copy, which is counted too */
  copy(request: IncomingMessage, candidate: ArmRun): Mirroring | undefined {
    const counters = candidate.mirrored;
    if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return counters.drop("body-too-large");
    if (this.#copies >= maxCopies) return counters.drop("busy");
    const instance = candidate.nextInstance();
    if (instance === undefined) return counters.drop("not-ready");
    this.#copies += 1;
    const end = instance.begin();
    const pairing = new Pairing(counters);
    let open = true;
    const release = () => {
      if (!open) return;
      open = false;
      this.#copies -= 1;
      end();
    };
    readBody(request, (body) => {
      if (typeof body === "string") {
        counters.drop(body);
        release();
      } else send({ request, instance, body, counters, pairing, release });
    });
    return pairing;
  }
}

/** The copy's status and the user's, compared once both are known. */
class Pairing implements Mirroring {
  readonly #counters: MirrorCounters;
  #user: number | undefined;
  #copy: number | undefined;

  constructor(counters: MirrorCounters) {
    this.#counters = counters;
  }

  answered(code: number): void {
    this.#user = code;
    this.#compare();
  }

  copyAnswered(code: number): void {
    this.#copy = code;
    this.#compare();
  }

  #compare(): void {
    if (this.#user !== undefined && this.#copy !== undefined) this.#counters.compare(this.#user, this.#copy);
  }
}

/** Listens beside the pipe to the instance, whose pace it follows; calls back once. */
function readBody(request: IncomingMessage, done: (body: Buffer | "body-too-large" | "client-left") => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let isDone = false;
  const finish = (body: Buffer | "body-too-large" | "client-left") => {
    if (isDone) return;
    isDone = true;
    chunks.length = 0;
    request.off("data", take);
    done(body);
  };
  const take = (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBodyBytes) finish("body-too-large");
    else chunks.push(chunk);
  };
  request.on("data", take);
  request.once("end", () => finish(Buffer.concat(chunks)));
  request.once("close", () => finish("client-left"));
}

interface Copy {
  readonly request: IncomingMessage;
  readonly instance: Instance;
  readonly body: Buffer;
  readonly counters: MirrorCounters;
  readonly pairing: Pairing;
  readonly release: () => void;
}

function send({ request, instance, body, counters, pairing, release }: Copy): void {
  const startedMs = performance.now();
  let isCounted = false;
  const finish = (code: number) => {
    if (isCounted) return;
    isCounted = true;
    counters.record(code, performance.now() - startedMs);
    pairing.copyAnswered(code);
    release();
  };
  const { "transfer-encoding": _, ...headers } = upstreamHeaders(request);
  const sent = sendRequest({
    host: "127.0.0.1",
    port: instance.port,
    method: request.method ?? "GET",
    path: request.url ?? "/",
    // The service can tell by it that nobody waits for the reply, and leave out what must not be done twice.
    headers: { ...headers, "content-length": body.length, "x-tidegate-mirror": "1" },
    agent: instance.agent,
  });
  const late = setTimeout(() => {
    finish(504);
    sent.destroy();
  }, copyLimitMs);
  sent.once("close", () => {
    clearTimeout(late);
    finish(502);
  });
  sent.on("error", () => finish(502));
  sent.once("response", (reply) => {
    reply.on("error", () => finish(502));
    reply.once("end", () => finish(reply.statusCode ?? 502));
    reply.resume();
  });
  sent.end(body);
}
