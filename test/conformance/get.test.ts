import { beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../support/tools/needs.ts";
import { statusesOf } from "./support/answers.ts";
import { checked, hook, key, type Server, hosts } from "./support/start-server.ts";
import { curl } from "./support/tools.ts";

describe.each(hosts)("%s", (_host, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });

  const get = async (path: string, args: readonly string[] = []) => {
    const { answers } = await checked(server, () => curl([...args, `${server.url}${path}`]));
    return statusesOf(answers);
  };

  needs(["curl"], "a GET where the alias allows it", () => {
    test("beats, by hook and by key, with a slash and a query", async () => {
      expect(await get(`${hook}/by-get`)).toEqual([200]);
      expect(await get(`${hook}/by-get/?t=1`)).toEqual([200]);
      expect(await get("/v1/heartbeats/by-get", ["-H", `X-Api-Key: ${key}`])).toEqual([200]);
      expect(await get(`${hook}/by-get`, ["--http1.0"])).toEqual([200]);
    });

    test("tells of runs", async () => {
      expect(await get(`${hook}/by-get/0`)).toEqual([200]);
      expect(await get(`${hook}/by-get/1`)).toEqual([202]);
      expect(await get(`${hook}/by-get/start`)).toEqual([202]);
    });

    test("asks for the same key", async () => {
      expect(await get("/v1/hooks/wrong/by-get")).toEqual([404]);
      expect(await get("/v1/heartbeats/by-get")).toEqual([401]);
    });

    test.each([
      "Purpose: prefetch",
      "Sec-Purpose: prefetch",
      "Sec-Purpose: prefetch;prerender",
      "X-Moz: prefetch",
      "x-purpose: preview",
      "User-Agent: Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
      "User-Agent: facebookexternalhit/1.1",
      "User-Agent: Twitterbot/1.0",
      "User-Agent: Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
      "User-Agent: WhatsApp/2.23.20.0",
      "User-Agent: TelegramBot (like TwitterBot)",
      "User-Agent: LinkedInBot/1.0",
      "User-Agent: Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
      "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ])("never beats with %s", async (header) => {
      expect(await get(`${hook}/by-get`, ["-H", header])).toEqual([403]);
    });

    test("may name whatever it likes where it is no GET, or none is allowed", async () => {
      const header = ["-H", "Purpose: prefetch", "-A", "Slackbot 1.0"];
      expect(await get(`${hook}/by-get`, [...header, "-d", ""])).toEqual([200]);
      expect(await get(`${hook}/orders-1`, header)).toEqual([405]);
    });
  });
});
