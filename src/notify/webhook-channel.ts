import { z } from "zod";
import { type Notice, noticeSchema } from "../rollout/notice.ts";
import type { Channel, Clock } from "../rollout/ports.ts";
import { postJson } from "./post-json.ts";
import { sign, signatureHeader, timestampHeader } from "./signature.ts";

/** What a webhook receives: the notice, with the key by which it drops repeats. */
export const webhookBodySchema = noticeSchema.extend({ schema: z.literal(1), key: z.string() });
export type WebhookBody = z.infer<typeof webhookBodySchema>;

export interface WebhookOptions {
  readonly name: string;
  readonly wantsProgress: boolean;
  readonly url: string;
  /** Without a key the notices are not signed. */
  readonly signingKey?: string;
  readonly clock: Pick<Clock, "nowMs">;
  /** @default 5000 */
  readonly timeoutMs?: number;
}

/**
 * Posts each notice as JSON to one address. At least once: a receiver drops repeats by the `Idempotency-Key` header,
 * which is the same for every try.
 */
export class WebhookChannel implements Channel {
  readonly name: string;
  readonly wantsProgress: boolean;
  readonly #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.name = options.name;
    this.wantsProgress = options.wantsProgress;
    this.#options = options;
  }

  async deliver(notice: Notice, idempotencyKey: string): Promise<undefined> {
    const { url, clock, signingKey, timeoutMs } = this.#options;
    const nowMs = clock.nowMs();
    const timestampSeconds = Math.floor(nowMs / 1000);
    const content: WebhookBody = { schema: 1, key: idempotencyKey, ...notice };
    const body = JSON.stringify(content);
    await postJson({
      url,
      receiver: `webhook "${this.name}"`,
      body,
      nowMs,
      headers: {
        "Idempotency-Key": idempotencyKey,
        [timestampHeader]: String(timestampSeconds),
        ...(signingKey === undefined ? {} : { [signatureHeader]: sign(body, { key: signingKey, timestampSeconds }) }),
      },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  }
}
