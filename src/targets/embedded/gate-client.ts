import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import {
  ConflictError,
  type ErrorCode,
  FencedError,
  TidegateError,
  UnavailableError,
} from "../../errors/tidegate-error.ts";
import type { Observation, Revision } from "../../rollout/ports.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";
import { type EffectRequest, type GateInfo, observationSchema, problemSchema } from "./gate-protocol.ts";
import { isRunning } from "./process-identity.ts";

/** The gate is gone or silent; nothing is known about what was asked. */
export class GateGoneError extends UnavailableError {}

const quickMs = 5_000;
/** Restoring may start a release first, stopping may drain it. */
const effectMs = 90_000;
const endPollMs = 25;

/** Talks to one running gate. Each call opens a connection of its own: a kept one may be to a gate that died. */
export class GateClient {
  readonly #info: GateInfo;

  constructor(info: GateInfo) {
    this.#info = info;
  }

  async isHealthy(): Promise<boolean> {
    try {
      await this.#call("GET", "/health", { timeoutMs: quickMs });
      return true;
    } catch {
      return false;
    }
  }

  async observe(): Promise<Observation> {
    const text = await this.#call("GET", "/observation", { timeoutMs: quickMs });
    return parseReply(observationSchema, text);
  }

  metricsPage(): Promise<string> {
    return this.#call("GET", "/metrics", { timeoutMs: quickMs });
  }

  async writeRecord(record: DeliveryRecord, expected: Revision | undefined): Promise<Revision> {
    const headers: Record<string, string> =
      expected === undefined ? { "if-none-match": "*" } : { "if-match": expected };
    const body = JSON.stringify(record);
    const text = await this.#call("PUT", "/record", { timeoutMs: quickMs, headers, body });
    return parseReply(z.object({ revision: z.string() }), text).revision;
  }

  async apply(effect: EffectRequest): Promise<void> {
    await this.#call("POST", "/effects", { timeoutMs: effectMs, body: JSON.stringify(effect) });
  }

  /** Returns when the gate has ended. */
  async shutDown(): Promise<void> {
    await this.#call("POST", "/shutdown", { timeoutMs: quickMs });
    const limitMs = Date.now() + effectMs;
    while (isRunning(this.#info.process)) {
      if (Date.now() > limitMs) {
        throw new UnavailableError(`The gate (process ${this.#info.process.pid}) does not end. Its log says more.`);
      }
      await delay(endPollMs);
    }
  }

  #call(method: string, path: string, call: Call): Promise<string> {
    const { adminUrl, token } = this.#info;
    return new Promise((resolve, reject) => {
      const gone = (why: string, cause?: unknown) =>
        reject(new GateGoneError(`The gate at ${adminUrl} ${why}. Its log says more.`, { cause }));
      const headers = { ...call.headers, authorization: `Bearer ${token}` };
      const signal = AbortSignal.timeout(call.timeoutMs);
      const sent = request(new URL(path, adminUrl), { method, headers, agent: false, signal }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.once("error", (error) => gone("broke off its answer", error));
        response.once("end", () => {
          if (response.statusCode === 200 || response.statusCode === 202) resolve(text);
          else reject(toError(text));
        });
      });
      sent.once("error", (error) =>
        gone(signal.aborted ? `did not answer within ${call.timeoutMs / 1_000} s` : "cannot be reached", error),
      );
      sent.end(call.body);
    });
  }
}

interface Call {
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const errorCodes: readonly string[] = [
  "invalid-configuration",
  "invalid-input",
  "not-admitted",
  "unavailable",
  "not-found",
  "unsupported",
  "corrupt-record",
  "not-ready",
  "timeout",
] satisfies readonly ErrorCode[];

/** The gate's own error, as if it had been thrown here. */
export function errorOf(code: string, message: string): TidegateError {
  if (code === "conflict") return new ConflictError(message);
  if (code === "fenced") return new FencedError(message);
  return isErrorCode(code) && code !== "unavailable" ? new TidegateError(code, message) : new UnavailableError(message);
}

function isErrorCode(code: string): code is ErrorCode {
  return errorCodes.includes(code);
}

function toError(text: string): TidegateError {
  const { code, message } = parseReply(problemSchema, text);
  return errorOf(code, message);
}

function parseReply<Value>(schema: z.ZodType<Value>, text: string): Value {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UnavailableError("The gate's answer cannot be understood; it may be of another version of tidegate.", {
      cause,
    });
  }
}
