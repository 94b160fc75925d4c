import type { Headers } from "./headers.ts";

/** Headers with which browsers and apps say that nobody has opened the link yet. */
const announcements = ["purpose", "sec-purpose", "x-purpose", "x-moz"];

/** How those who fetch every link that is written or indexed name themselves. */
const unfurlers = [
  "applebot",
  "bingbot",
  "bingpreview",
  "bluesky cardyb",
  "discordbot",
  "duckduckbot",
  "embedly",
  "facebookexternalhit",
  "facebot",
  "google-pagerenderer",
  "googlebot",
  "iframely",
  "linkedinbot",
  "mastodon",
  "mattermost",
  "meta-externalagent",
  "meta-externalfetcher",
  "pinterestbot",
  "redditbot",
  "rocket.chat",
  "skypeuripreview",
  "slack-imgproxy",
  "slackbot",
  "snap url preview",
  "telegrambot",
  "twitterbot",
  "viber",
  "vkshare",
  "whatsapp",
  "yandexbot",
];

/**
 * Whether a GET was made in advance or to show what is behind a link, with nobody asking for it.
 * No general word such as "bot": UptimeRobot and its like are callers.
 */
export function isPreview(headers: Headers): boolean {
  const says = announcements.map((name) => headers[name] ?? "");
  if (says.some((value) => /prefetch|prerender|preview/i.test(value))) return true;
  const agent = (headers["user-agent"] ?? "").toLowerCase();
  return unfurlers.some((name) => agent.includes(name));
}
