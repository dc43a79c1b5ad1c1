import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { reasonOf } from "../../errors/reason-of.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { deliveryRecordSchema } from "../../rollout/record.ts";
import type { Gate } from "./gate.ts";
import { effectRequestSchema, type Problem } from "./gate-protocol.ts";
import { prometheusContentType } from "./prometheus-page.ts";

export interface AdminServerOptions {
  readonly gate: Gate;
  readonly token: string;
  readonly onShutdown: () => void;
}

const maxBodyBytes = 8 * 1024 * 1024;

/**
 * How adapters talk to a gate, on the loopback interface. All but `/metrics` needs the token: counters are no secret, and
 * a Prometheus on this machine may scrape them.
 *
 * @returns its URL
 */
export async function startAdminServer(options: AdminServerOptions): Promise<string> {
  const server = createServer((request, response) => {
    answer(options, request).then(
      ({ status, type, body }) => response.writeHead(status, { "content-type": type }).end(body),
      (error: unknown) => sendProblem(response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function answer(options: AdminServerOptions, request: IncomingMessage): Promise<Answer> {
  const { gate } = options;
  const route = `${request.method} ${request.url}`;
  if (route === "GET /metrics") return { status: 200, type: prometheusContentType, body: gate.metricsPage() };
  if (!isAllowed(request, options.token)) return json(401, { code: "unsupported", message: "The token is wrong." });
  switch (route) {
    case "GET /health":
      return json(200, { port: gate.port });
    case "GET /observation":
      return json(200, gate.observe());
    case "PUT /record":
      return json(200, {
        revision: gate.writeRecord(parse(deliveryRecordSchema, await readBody(request)), expected(request)),
      });
    case "POST /effects":
      await gate.apply(parse(effectRequestSchema, await readBody(request)));
      return json(200, {});
    case "POST /shutdown":
      options.onShutdown();
      return json(202, {});
    default:
      return json(404, { code: "not-found", message: `There is no ${route}.` });
  }
}

/** `If-None-Match: *` says that there shall be no record yet, `If-Match` which one it shall be. */
function expected({ headers }: IncomingMessage): string | undefined {
  if (headers["if-none-match"] === "*") return undefined;
  if (headers["if-match"] !== undefined) return headers["if-match"];
  throw new TidegateError("invalid-input", "A record is written with If-Match or If-None-Match: *, never blindly.");
}

function isAllowed({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function parse<Value>(schema: z.ZodType<Value>, text: string): Value {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new TidegateError("invalid-input", `The gate cannot use this: ${z.prettifyError(parsed.error)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    length += chunks.at(-1)?.length ?? 0;
    if (length > maxBodyBytes) throw new TidegateError("invalid-input", `More than ${maxBodyBytes} bytes were sent.`);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function json(status: number, body: unknown): Answer {
  return { status, type: "application/json", body: JSON.stringify(body) };
}

function sendProblem(response: ServerResponse, error: unknown): void {
  const problem: Problem =
    error instanceof TidegateError
      ? { code: error.code, message: error.message }
      : { code: "unavailable", message: `The gate failed: ${reasonOf(error)}` };
  response.writeHead(statusOf(problem.code), { "content-type": "application/json" }).end(JSON.stringify(problem));
}

function statusOf(code: string): number {
  if (code === "conflict") return 409;
  if (code === "fenced") return 412;
  return code === "invalid-input" ? 400 : 422;
}
