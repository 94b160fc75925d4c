import { beforeAll, describe, expect, test } from "@jest/globals";
import { needs } from "../support/tools/needs.ts";
import { statusesOf } from "./support/answers.ts";
import { checked, hook, key, type Server, hosts } from "./support/start-server.ts";
import { curl, sh } from "./support/tools.ts";

describe.each(hosts)("%s", (_host, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });

  needs(["curl"], "a run that curl tells of", () => {
    const tell = (path: string, args: readonly string[] = ["-d", ""], input?: string) =>
      checked(server, () => curl([...args, `${server.url}${path}`], input));

    test("the exit code 0 renews, whatever the run has printed", async () => {
      for (const output of ["", "all is well", '{"topics":{}}', "\u0000\u00ff"]) {
        const { answers } = await tell(`${hook}/orders-1/0`, ["--data-binary", "@-"], output);
        expect(statusesOf(answers)).toEqual([200]);
      }
    });

    test.each([
      "1",
      "2/",
      "126",
      "127",
      "137",
      "255",
      "256",
      "4294967295",
      "-1073741510",
      "fail",
      "fail/",
      "start",
      "log",
      "%31",
    ])("/%s renews nothing, and is taken", async (run) => {
      const { answers } = await tell(`${hook}/orders-1/${run}`, ["-d", "it broke"]);
      expect(answers).toMatchObject([{ status: 202, body: '{"renewed":false}' }]);
    });

    test.each(["-0", "00", "1.0", "success", "FAIL", "0/0", "0x0"])(
      "/%s is no run",
      async (run) => {
        expect(statusesOf((await tell(`${hook}/orders-1/${run}`)).answers)).toEqual([404]);
      },
    );

    test("a key in a header tells of runs too", async () => {
      const args = ["-H", `X-Api-Key: ${key}`, "-d", ""];
      expect(statusesOf((await tell("/v1/heartbeats/orders-1/0", args)).answers)).toEqual([200]);
      expect(statusesOf((await tell("/v1/heartbeats/orders-1/7", args)).answers)).toEqual([202]);
    });

    test("a log of eight megabytes is taken with a failed run and with a good one", async () => {
      const log = "canary-of-a-log\n".repeat(512 * 1024);
      const args = ["--data-binary", "@-", "-H", "Content-Type: text/plain"];
      expect(statusesOf((await tell(`${hook}/orders-1/fail`, args, log)).answers)).toEqual([202]);
      expect(statusesOf((await tell(`${hook}/orders-1/0`, args, log)).answers)).toEqual([200]);
      expect(server.printed()).not.toContain("canary-of-a-log");
    });

    test("a failed run leaves a warning that says who failed and how", async () => {
      await tell(`${hook}/orders-1/42`);
      const line = await server.logged(/\{.*"exitCode":42.*\}/);
      expect(JSON.parse(line)).toMatchObject({
        level: "WARN",
        message: "run failed",
        alias: "orders-1",
        consumer: "orders-1",
        key: "hook",
        run: "failed",
      });
    });

    describe("a line of a crontab that ends in $?", () => {
      test.each([
        ["true", 200],
        ["false", 202],
        ["sh -c 'exit 3'", 202],
        ["no-such-command 2> /dev/null", 202],
      ])("after %s is answered %i", async (command, status) => {
        const ping = `curl -q -sS -i -X POST ${server.url}${hook}/orders-1/$?`;
        const { answers, exitCode } = await checked(server, () => sh(`${command}; ${ping}`));
        expect([statusesOf(answers), exitCode]).toEqual([[status], 0]);
      });
    });
  });
});
