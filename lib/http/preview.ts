import type { Headers } from "./headers.ts";

/** Headers by which browsers and apps say that nobody has opened the link yet. */
const announcements = ["purpose", "sec-purpose", "x-purpose", "x-moz"];

/** Programs that fetch a pasted link to show a preview. */
const previewers =
  /slackbot|slack-imgproxy|twitterbot|facebookexternalhit|discordbot|telegrambot|linkedinbot|whatsapp\/|skypeuripreview|mattermost-bot|dingtalkbot|larkbot|googlebot|bingbot/i;

/** Whether a GET is a prefetch or a link preview, by its own headers or as a well-known program. */
export function isPreview(headers: Headers): boolean {
  return (
    announcements.some((name) => /prefetch|prerender|preview/i.test(headers[name] ?? "")) ||
    previewers.test(headers["user-agent"] ?? "")
  );
}
