import type { Headers } from "./headers.ts";

/** Headers with which browsers and apps say that nobody has opened the link yet. */
const announcements = ["purpose", "sec-purpose", "x-purpose", "x-moz"];

/** Who fetches a link where it is pasted, to show what is behind it. */
const previewers =
  /slackbot|slack-imgproxy|twitterbot|facebookexternalhit|discordbot|telegrambot|linkedinbot|whatsapp\/|skypeuripreview|mattermost-bot|dingtalkbot|larkbot|googlebot|bingbot/i;

/** Whether a GET was made in advance, or to show what is behind a link: as far as it says so, or is well known. */
export function isPreview(headers: Headers): boolean {
  return (
    announcements.some((name) => /prefetch|prerender|preview/i.test(headers[name] ?? "")) ||
    previewers.test(headers["user-agent"] ?? "")
  );
}
