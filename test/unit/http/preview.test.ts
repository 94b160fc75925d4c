import { expect, test } from "@jest/globals";
import { isPreview } from "../../../lib/http/preview.ts";

const agents = [
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "Slack-ImgProxy (+https://api.slack.com/robots)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "Twitterbot/1.0",
  "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
  "WhatsApp/2.23.20.0",
  "TelegramBot (like TwitterBot)",
  "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
  "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  "Mattermost-Bot/1.1",
  "DingTalkBot-LinkService/1.0 (+https://open-doc.dingtalk.com/microapp/faquestions/ftpfeu)",
  "LarkBot/1.0",
  "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984",
  "facebookexternalhit/1.1;line-poker/1.0",
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
  "Mozilla/5.0 (Unknown; Linux x86_64) PingdomPageSpeed/1.0 (pingbot/2.0; +http://www.pingdom.com/)",
  "Better Uptime Bot Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
  "FreshpingBot/1.0 (+https://freshping.io/)",
  "Site24x7 bot",
  "Mozilla/5.0 (X11) StatusCake_Pagespeed_bot StatusCake bot",
  "mattermost-monitor/1",
  "whatsapp-gateway/2",
  "my.viber/1",
  "robots-factory/1.0 (+https://example.com/bot)",
  "sensor/1.0 (crawler@example.com)",
  "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 7) AppleWebKit/537.36",
  "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50 NetType/WIFI",
  "Mozilla/5.0 (iPhone) KAKAOTALK 10.8.5",
  "Mozilla/5.0 (iPhone) Safari Line/14.1.0",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Amazon-CloudFront",
  "",
])("%j is a caller", (agent) => {
  expect(isPreview({ "user-agent": agent, "sec-purpose": "", purpose: "heartbeat" })).toBe(false);
});

test("who names nothing is a caller", () => {
  expect(isPreview({})).toBe(false);
});
