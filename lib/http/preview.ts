import type { Headers } from "./headers.ts";

/** Headers with which browsers and apps say that nobody has opened the link yet. */
const announcements = ["purpose", "sec-purpose", "x-purpose", "x-moz"];

/** Products that fetch every link that is written, and do not call themselves a bot. */
const fetchers = [
  "bingpreview",
  "bluesky cardyb",
  "discourse forum onebox",
  "embedly",
  "facebookexternalhit",
  "google-pagerenderer",
  "iframely",
  "kakaotalk-scrap",
  "line-poker",
  "mastodon",
  "meta-externalagent",
  "meta-externalfetcher",
  "rocket.chat",
  "skypeuripreview",
  "slack-imgproxy",
  "snap url preview service",
  "viber",
  "vkshare",
  "whatsapp",
];

/** Monitors, whose GET is a call that somebody has set up, though they may call themselves a bot. */
const callers = [
  "better uptime bot",
  "elmahio-uptimebot",
  "evouptimebot",
  "freshpingbot",
  "hetrixtools uptime monitoring bot",
  "pingbot",
  "site24x7",
  "statuscake",
  "uptimebot",
  "uptimerobot",
  // No monitor but a make of phones, on which somebody opens the link.
  "cubot",
];

const isFetcher = anyProduct(fetchers);
const isCaller = anyProduct(callers);
/** `GPTBot/1.2`, `AdsBot-Google`, `Mattermost-Bot/1.1`, `Baiduspider-render/2.0`. */
const isBot = /\b\w*(?:bot|spider|crawler)\b/i;

/**
 * Whether a GET was made in advance or to show what is behind a link, with nobody asking for it: as far as such
 * previews are known here. An app that hides behind the name of a browser is taken for whoever opens the link.
 */
export function isPreview(headers: Headers): boolean {
  const says = announcements.map((name) => headers[name] ?? "");
  if (says.some((value) => /prefetch|prerender|preview/i.test(value))) return true;
  // An address that a product gives of itself is no name.
  const agent = (headers["user-agent"] ?? "").replace(/[^\s;,()]*(?::\/\/|@)[^\s;,()]*/g, "");
  return isFetcher.test(agent) || (isBot.test(agent) && !isCaller.test(agent));
}

/** Names as they stand in a header: whole, though a version or an underscore may follow. */
function anyProduct(names: readonly string[]): RegExp {
  const either = names.map((name) => name.replaceAll(".", "\\.")).join("|");
  return new RegExp(`(?<![\\w.-])(?:${either})(?![a-z0-9.-])`, "i");
}
