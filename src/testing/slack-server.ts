import { createServer } from "node:http";
import { z } from "zod";
import { readBody, startLoopback } from "./loopback.ts";

const callSchema = z.looseObject({
  channel: z.string(),
  text: z.string(),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
});

export interface SlackServerMessage {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  readonly threadTs?: string;
  /** How often it was edited. */
  readonly edits: number;
}

/** Slack's chat.postMessage and chat.update on this machine, with the errors that matter. */
export interface SlackServer {
  /** For the variable SLACK_API_URL. */
  readonly url: string;
  readonly messages: readonly SlackServerMessage[];
  /** Methods in the order they were called. */
  readonly calls: readonly string[];
  /** The next calls answer so, one each: an `ok: false` error, or `429` with a Retry-After in seconds. */
  failNext(...errors: readonly (string | { readonly retryAfterSeconds: number })[]): void;
  close(): Promise<void>;
}

/** @param token the only one that is accepted */
export async function startSlackServer(token: string): Promise<SlackServer> {
  const messages: SlackServerMessage[] = [];
  const calls: string[] = [];
  const failures: (string | { readonly retryAfterSeconds: number })[] = [];
  const server = createServer(async (request, response) => {
    const method = (request.url ?? "").split("/").at(-1) ?? "";
    const body = await readBody(request);
    calls.push(method);
    const failure = request.headers.authorization === `Bearer ${token}` ? failures.shift() : "invalid_auth";
    if (typeof failure === "object") {
      response.writeHead(429, { "Retry-After": String(failure.retryAfterSeconds) }).end();
      return;
    }
    const reply = failure === undefined ? answer(method, body, messages) : { ok: false, error: failure };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(reply));
  });
  const { url, close } = await startLoopback(server);
  return { url: `${url}/api`, messages, calls, failNext: (...errors) => void failures.push(...errors), close };
}

function answer(method: string, body: string, messages: SlackServerMessage[]): object {
  const call = callSchema.parse(JSON.parse(body));
  if (method === "chat.postMessage") return post(call, messages);
  if (method === "chat.update") return update(call, messages);
  return { ok: false, error: "unknown_method" };
}

function post(call: z.infer<typeof callSchema>, messages: SlackServerMessage[]): object {
  const ts = `1700000000.${String(messages.length + 1).padStart(6, "0")}`;
  // Like Slack: a name is taken, the id is given back.
  const channel = call.channel.startsWith("C") ? call.channel : "C0000000001";
  const thread = call.thread_ts === undefined ? {} : { threadTs: call.thread_ts };
  messages.push({ ts, channel, text: call.text, edits: 0, ...thread });
  return { ok: true, channel, ts };
}

function update(call: z.infer<typeof callSchema>, messages: SlackServerMessage[]): object {
  const index = messages.findIndex(({ ts, channel }) => ts === call.ts && channel === call.channel);
  const message = messages[index];
  if (message === undefined) return { ok: false, error: "message_not_found" };
  messages[index] = { ...message, text: call.text, edits: message.edits + 1 };
  return { ok: true, channel: message.channel, ts: message.ts };
}
