import { isEmbedded } from "#domain/fraud-history";
import type { ClickVia } from "#domain/fraud-history";
import type { Channel } from "#domain/journey";

/** What resolved a link. Only `human` may count as interest in it (invariant 17). */
export const clickClasses = ["human", "bot", "preview", "prefetch"] as const;
export type ClickClass = (typeof clickClasses)[number];

/** What a user agent is, whatever it asks for. */
export type AgentClass = Exclude<ClickClass, "prefetch">;

/** One resolution of a link. Times are the program's milliseconds; no address, only its hash of the day. */
export type Click = {
  code: string;
  atMs: number;
  channel: Channel;
  class: ClickClass;
  /** The same visitor and code within 30 minutes: counted apart, without a touch. */
  repeat: boolean;
  /** Null where nothing is remembered of the visitor. */
  visitorId: string | null;
  addressHash: string | null;
  /** How the link was loaded; null where the browser did not say. */
  via: ClickVia | null;
};

/** The columns that clicks are counted in: they share the clicks out, so their sum is the number of clicks. */
export const clickTallies = ["human", "repeat", "bot", "preview", "prefetch"] as const;
export type ClickTally = (typeof clickTallies)[number];

export function tallyOf(click: { class: ClickClass; repeat: boolean }): ClickTally {
  return click.repeat ? "repeat" : click.class;
}

/** Whether a person's browser loaded the link without being asked to: again within 30 minutes or not. */
export function isEmbeddedClick({ class: clickClass, via }: Pick<Click, "class" | "via">): boolean {
  return clickClass === "human" && isEmbedded(via);
}

/** `purpose` is the request's `Sec-Purpose` or `Purpose`, where there is one. */
export function classifyClick(method: string, purpose: string | null, agent: AgentClass): ClickClass {
  if (method === "HEAD" || agent === "preview") return "preview";
  if (purpose !== null && /prefetch|prerender|preview/i.test(purpose)) return "prefetch";
  return agent;
}

/**
 * By the request's `Sec-Fetch-Dest`. What is not in the list is not known: it may be a browser's new word for a
 * person's doing.
 */
export function viaOf(destination: string | null): ClickVia | null {
  return destination === null ? null : (vias.get(destination) ?? null);
}

const vias = new Map<string, ClickVia>([
  ["document", "navigation"],
  ["image", "image"],
  ["iframe", "iframe"],
  ["frame", "iframe"],
  ["embed", "iframe"],
  ["object", "iframe"],
  ["script", "script"],
  // A script's own requests.
  ["empty", "script"],
]);

/** Agents that draw the card under a shared link. Some call themselves several names at once. */
const previewAgents = new RegExp(
  [
    ...[
      "slackbot",
      "slack-imgproxy",
      "^whatsapp\\/",
      "twitterbot",
      "facebookexternalhit",
      "facebookcatalog",
      "facebot",
    ],
    ...["telegrambot", "discordbot", "linkedinbot", "skypeuripreview", "pinterest(bot)?\\/0", "redditbot", "embedly"],
    ...[
      "^viber\\/",
      "vkshare",
      "bingpreview",
      "snap url preview",
      "cardyb",
      "^mastodon\\/",
      "iframely",
      "quora link preview",
    ],
    ...["google-pagerenderer", "tumblr\\/", "^line\\/.*poker", "line-poker", "kakaotalk-scrap", "^zoom[ -]?link"],
  ].join("|"),
  "i",
);

export function isLinkPreview(userAgent: string): boolean {
  return previewAgents.test(userAgent);
}
