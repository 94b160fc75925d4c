import { describe, expect, test } from "@jest/globals";
import { startEmulator } from "../../dev/emulator/server.ts";
import { variants } from "../support/sdk-variants.ts";
import {
  beatRequest,
  credentials,
  json,
  logsetId,
  startRelay,
  topicId,
} from "../support/start-relay.ts";
import { answerOf, type Fault, faults, long, renewed } from "../support/invalid-answers.ts";

const heartbeat = {
  ...{ consumerGroup: "orders", consumer: "orders-1", logsetId },
  topics: new Map([[topicId, [0]]]),
};

describe.each(variants)("the SDK %s", (_name, createClient) => {
  async function start(fault: (...exchange: Parameters<Fault>) => unknown) {
    let broken = true;
    const emulator = await startEmulator({
      credentials: [credentials],
      createsGroups: true,
      ratePerSecond: 0,
      intercept: (request, response) => {
        if (broken) fault(response, request);
        return broken;
      },
    });
    const client = createClient({
      credentials,
      region: "ap-guangzhou",
      endpoint: "cls.intl.tencentcloudapi.com",
      connectTo: { protocol: "http:", host: "127.0.0.1", port: emulator.port },
    });
    const send = () =>
      client.send(heartbeat, {
        signal: AbortSignal.timeout(5000),
        traceId: "t",
      });
    const end = async () => {
      broken = false;
      expect(await send()).toMatchObject({ ok: true });
      await emulator.close();
    };
    return { send, end, emulator };
  }

  test.each(faults)(
    "makes of %s one malformed answer, in time and in little memory",
    async (_fault, fault) => {
      const { send, end } = await start(fault);
      const before = process.memoryUsage.rss();
      expect(await send()).toMatchObject({ ok: false, failure: { kind: "malformed" } });
      expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000);
      await end();
    },
  );

  test("outlives an answer that goes on after its end, which is a race", async () => {
    const { send, end } = await start((response) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${renewed.length}\r\n\r\n`;
      response.socket?.write(`${head}${renewed}${" ".repeat(3_000_000)}`);
    });
    await send();
    await end();
  });

  test("cuts what a refusal says", async () => {
    const error = {
      Code: `InternalError.${long.slice(0, 300_000)}`,
      Message: long.slice(0, 300_000),
    };
    const { send, end } = await start((response) => response.end(answerOf({ Error: error })));
    expect(await send()).toEqual({
      ok: false,
      failure: {
        kind: "rejected",
        upstream: {
          code: error.Code.slice(0, 1000),
          message: error.Message.slice(0, 1000),
          requestId: "r",
        },
      },
    });
    await end();
  });

  test("asks for nothing compressed, and takes 900 KB over and over", async () => {
    let asked: string | undefined;
    const { send, end, emulator } = await start((response, request) => {
      asked = request.headers["accept-encoding"];
      response.end(`${renewed}${" ".repeat(900_000)}`);
    });
    // Over one connection, whose bytes are counted for each answer.
    for (const times of [1, 2, 3]) {
      expect([times, await send()]).toMatchObject([times, { ok: true }]);
    }
    expect([asked, emulator.connections()]).toEqual([undefined, 1]);
    await end();
  });
});

test.each(faults.filter(([name]) => !name.includes("500")))(
  "of %s the relay tells one problem in time",
  async (_name, fault) => {
    const relay = await startRelay({
      emulator: {
        intercept: (request, response) => {
          fault(response, request);
          return true;
        },
      },
    });
    const answer = await relay.call(beatRequest());
    expect([answer.statusCode, json(answer)["code"]]).toEqual([502, "upstream-malformed"]);
  },
);
