import { expect, test } from "@jest/globals";
import { isPreview } from "../../../lib/http/preview.ts";

const agents = [
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "Slack-ImgProxy (+https://api.slack.com/robots)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "Facebot",
  "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
  "Twitterbot/1.0",
  "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
  "WhatsApp/2.23.20.0",
  "TelegramBot (like TwitterBot)",
  "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
  "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  "Mattermost-Bot/1.1",
];

test.each(agents)("%s shows a link and does not open it", (agent) => {
  expect(isPreview({ "user-agent": agent })).toBe(true);
});

test.each([
  ["purpose", "prefetch"],
  ["sec-purpose", "prefetch"],
  ["sec-purpose", "prefetch;prerender"],
  ["sec-purpose", "prefetch;anonymous-client-ip"],
  ["x-moz", "prefetch"],
  ["x-purpose", "preview"],
  ["purpose", "Prefetch"],
])("%s: %s announces that nobody has opened it yet", (name, value) => {
  expect(isPreview({ [name]: value })).toBe(true);
});

test.each([
  "curl/8.5.0",
  "Wget/1.21.3",
  "python-requests/2.32.0",
  "ESP8266HTTPClient",
  "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
  "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Amazon-CloudFront",
  "",
])("%j is a caller", (agent) => {
  expect(isPreview({ "user-agent": agent, "sec-purpose": "", purpose: "heartbeat" })).toBe(false);
});

test("who names nothing is a caller", () => {
  expect(isPreview({})).toBe(false);
});
