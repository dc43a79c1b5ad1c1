import { z } from "zod";
import { DeliveryError } from "../rollout/delivery-error.ts";

const replySchema = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});
export type SlackReply = z.infer<typeof replySchema>;

/**
 * Errors that no later try will cure; somebody has to change something. Whatever is not listed is tried again.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const permanentErrors = new Set([
  "account_inactive",
  "access_denied",
  "channel_not_found",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "invalid_arguments",
  "invalid_auth",
  "invalid_blocks",
  "invalid_blocks_format",
  "is_archived",
  "missing_scope",
  "msg_too_long",
  "no_permission",
  "not_allowed_token_type",
  "not_authed",
  "not_in_channel",
  "org_login_required",
  "restricted_action",
  "restricted_action_read_only_channel",
  "team_access_not_granted",
  "token_expired",
  "token_revoked",
  "two_factor_setup_required",
]);

/** A message that was to be edited is gone or closed; the notice then becomes a new one. */
export const lostMessageErrors: ReadonlySet<string> = new Set([
  "message_not_found",
  "cant_update_message",
  "edit_window_closed",
]);

/** @throws DeliveryError when it is no answer of Slack's at all */
export function parseSlackReply(text: string, receiver: string): SlackReply {
  try {
    return replySchema.parse(JSON.parse(text));
  } catch {
    throw new DeliveryError(`${receiver} answered something that is not Slack's; is the address right?`);
  }
}

/** An `ok: false` as the error that says whether to try again. */
export function slackError(code: string | undefined, receiver: string): DeliveryError {
  // Only Slack's own words are repeated: the reply could hold anything.
  const shown = code !== undefined && /^[a-z_]{1,60}$/.test(code) ? code : "an error without a name";
  const permanent = code !== undefined && permanentErrors.has(code);
  return new DeliveryError(`${receiver} answered ${shown}`, { permanent });
}
