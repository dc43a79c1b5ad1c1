import type { Notice } from "../rollout/notice.ts";
import { formatPercent, wordsFor } from "./notice-words.ts";

/** The parts of Slack's Block Kit that we use. @see https://docs.slack.dev/reference/block-kit/blocks */
interface SlackText {
  readonly type: "mrkdwn";
  readonly text: string;
  /** Slack must not make links or mentions out of what only looks like one. */
  readonly verbatim: true;
}
export type SlackBlock =
  | { readonly type: "section"; readonly text: SlackText }
  | { readonly type: "context"; readonly elements: readonly SlackText[] };

export interface SlackMessage {
  /** What a phone's lock screen shows, and screen readers read. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

const icons: Readonly<Record<Notice["kind"], string>> = {
  started: ":hourglass_flowing_sand:",
  progress: ":hourglass_flowing_sand:",
  succeeded: ":white_check_mark:",
  "rolled-back": ":leftwards_arrow_with_hook:",
  failed: ":x:",
  "rollback-failed": ":rotating_light:",
  frozen: ":ice_cube:",
};

/** A notice for a tired human: what, where, how it stands; why; who, and where to look. */
export function toSlackMessage(notice: Notice): SlackMessage {
  const { service, version, environment } = notice;
  const words = wordsFor(notice);
  const subject = `${escapeSlack(service)} ${escapeSlack(version)} → ${escapeSlack(environment)}`;
  return {
    text: `${subject}: ${words}. ${escapeSlack(shorten(notice.text, 300))}`,
    blocks: [
      section(`${icons[notice.kind]} *${subject}: ${words}*`),
      section(escapeSlack(shorten(notice.text, 1500))),
      { type: "context", elements: [mrkdwn(contextOf(notice))] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function contextOf(notice: Notice): string {
  const facts = [
    trafficOf(notice),
    `by ${escapeSlack(shorten(notice.actor, 80))}`,
    escapeSlack(shorten(notice.reason, 300)),
    linkTo(notice.runUrl),
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}

function trafficOf({ candidatePercent, version, stableVersion, kind }: Notice): string {
  if (kind === "started") return stableVersion === undefined ? "" : `replaces ${escapeSlack(stableVersion)}`;
  const on = `${formatPercent(candidatePercent)} on ${escapeSlack(version)}`;
  if (stableVersion === undefined || candidatePercent === 100) return on;
  return `${on}, ${formatPercent(100 - candidatePercent)} on ${escapeSlack(stableVersion)}`;
}

function linkTo(runUrl: string | undefined): string {
  if (runUrl === undefined || !URL.canParse(runUrl)) return "";
  const { href, protocol } = new URL(runUrl);
  if (protocol !== "https:" && protocol !== "http:") return "";
  return `<${escapeSlack(href).replaceAll("|", "%7C")}|run>`;
}

const section = (text: string): SlackBlock => ({ type: "section", text: mrkdwn(text) });
const mrkdwn = (text: string): SlackText => ({ type: "mrkdwn", text: text === "" ? " " : text, verbatim: true });

/**
 * Text that Slack shows as it is: no mention, no link, no formatting.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeSlack(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  // A word joiner keeps the mark visible but not paired: Slack has no escape for its formatting marks.
  return escaped.replace(/[*_~`]/g, "$&\u2060").replace(/\p{Cc}+/gu, " ");
}

/** Cuts before escaping, so that no entity is cut in two. */
function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join("")}…` : text;
}
