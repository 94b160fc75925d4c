import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "@jest/globals";
import { needs } from "../../support/tools/needs.ts";
import { kinds, type Kind, startConsumer, toolsOf } from "./start-consumer.ts";
import { serve, startStage } from "./stage.ts";

type Canned = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
};

const holding = { t: [0, 1] };
const yes = (nextBeatInMs = 18_000, topics: object = holding): Canned => {
  const answer = { topics, added: {}, revoked: {}, sendNext: holding, requestId: "r" };
  return { status: 200, body: JSON.stringify({ ...answer, nextBeatInMs }) };
};
const problem = (status: number, headers: Record<string, string> = {}): Canned => ({
  status,
  headers,
  body: JSON.stringify({ code: `problem-${status}`, status }),
});

type Received = {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};

/** A loop against a relay whose answers are the test's; without one it hangs up. */
async function startAgainst(kind: Kind, first: Canned, env: Record<string, string> = {}) {
  const stage = await startStage();
  const requests: Received[] = [];
  const answers: (Canned | undefined)[] = [first];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { url = "", headers } = request;
      requests.push({ url, headers, body: body === "" ? undefined : JSON.parse(body) });
      const canned = answers.shift();
      if (canned) response.writeHead(canned.status, canned.headers).end(canned.body);
      else response.destroy();
    });
  });
  const options = { beatUrl: await serve(server), key: "the-key", topicId: "t", env };
  const consumer = await startConsumer(kind, stage, "orders-1", options);
  const beat = async (answer: Canned | undefined) => {
    answers.push(answer);
    await consumer.beat();
  };
  return { stage, requests, consumer, answers, beat };
}

const none = { topics: { t: [] } };
const both = { topics: holding };

for (const kind of kinds) {
  needs(toolsOf[kind], `the loop in ${kind}`, () => {
    const inTs = (seconds: number, otherwise = 10) => (kind === "ts" ? seconds : otherwise);

    test("joins with its key and without partitions, and then reports what it was assigned", async () => {
      const { requests, beat } = await startAgainst(kind, yes());
      await beat(yes());
      expect(requests.map(({ body }) => body)).toEqual([none, both]);
      const instance = { "x-instance-id": kind === "ts" ? "orders-1" : expect.any(String) };
      expect(requests[0]?.headers).toMatchObject({ authorization: "Bearer the-key", ...instance });
    });

    test("keeps what it holds after every failure, and tries again when that may help", async () => {
      const failures: readonly (readonly [Canned | undefined, number])[] = [
        [problem(401), 10],
        [problem(429, { "Retry-After": "3" }), inTs(3)],
        [problem(429, { "Retry-After": "60" }), 10],
        [problem(502), inTs(5)],
        // A page of somebody else, JSON of somebody else, a connection that ends.
        [{ status: 200, body: "<html>{}</html>" }, inTs(5)],
        [{ status: 200, body: '{"ok":true}' }, 10],
        [undefined, inTs(5)],
      ];
      const { requests, consumer, beat } = await startAgainst(kind, yes());
      for (const [answer] of failures) {
        await beat(answer);
        await beat(yes());
      }
      expect(consumer.holds.filter((topics) => topics !== '{"t":[]}')).toEqual(['{"t":[0,1]}']);
      expect(consumer.holds.at(-1)).toBe('{"t":[0,1]}');
      expect(requests.map(({ body }) => body)).toEqual([
        none,
        ...failures.flatMap(() => [both, both]),
      ]);
      expect(consumer.pauses).toEqual([18, ...failures.flatMap(([, seconds]) => [seconds, 18])]);
      expect(consumer.process.stderr()).toMatch(/not renewed[^]*problem-401[^]*problem-502/);
    });

    test("comes back within 10 s after a failure, and before its lease ends", async () => {
      const { stage, consumer, beat } = await startAgainst(kind, yes(34_000));
      for (const seconds of [0, 34, 5, 2]) {
        stage.pass(seconds);
        await beat(problem(401));
      }
      expect(consumer.pauses).toEqual([34, 10, 3, 1, 10]);
    });

    test("beats when it is told to", async () => {
      const { consumer, beat } = await startAgainst(kind, yes(16_001));
      await beat(yes(45_000));
      await beat(yes(400));
      expect(consumer.pauses).toEqual([inTs(16.001, 17), 45, inTs(0.4, 1)]);
    });

    test("drops what it holds, but reports what it is still finishing", async () => {
      const { stage, requests, consumer, beat } = await startAgainst(kind, yes());
      consumer.busy = true;
      stage.pass(61);
      await beat(problem(502));
      expect(consumer.holds.at(-1)).toBe('{"t":[]}');
      await beat(problem(502));
      consumer.busy = false;
      await beat(problem(502));
      expect(requests.map(({ body }) => body)).toEqual([none, both, both, none]);
    });
  });
}

test("the loop in TypeScript leaves by a call of its own", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.method, request.url, request.headers["x-instance-id"]?.toString());
    response.end('{"freeAt":"2026-11-28T03:14:40.000Z"}');
  });
  const beatUrl = await serve(server);
  const { leave } = await import("../../../examples/consumer-loop.ts");
  const none = { t: [] };
  const us = {
    beatUrl,
    key: "k",
    instance: "host/orders",
    none,
    hold: () => 0,
    isBusy: () => false,
  };
  expect((await leave(us)).status).toBe(200);
  expect(asked).toEqual(["POST", "/leave", "host/orders"]);
});

needs(toolsOf.sh, "the loop in sh alone", () => {
  test("tries again within the same heartbeat, when it is told to", async () => {
    const env = { RETRIES: "1" };
    const { requests, consumer, answers, beat } = await startAgainst("sh", yes(), env);
    answers.push(problem(503, { "Retry-After": "1" }));
    await beat(yes());
    expect(requests.map(({ body }) => body)).toEqual([none, both, both]);
    expect(consumer.pauses).toHaveLength(2);
  });

  test("told to end, it beats until it has let go, says that it leaves, and ends well", async () => {
    const { requests, consumer, answers } = await startAgainst("sh", yes());
    consumer.busy = true;
    answers.push(yes());
    consumer.process.child.kill("SIGTERM");
    await consumer.beat();
    expect(consumer.holds.at(-1)).toBe('{"t":[]}');
    expect(requests.map(({ body }) => body)).toEqual([none, both]);
    consumer.busy = false;
    answers.push({ status: 200, body: '{"freeAt":"2026-11-28T03:14:40.000Z"}' });
    consumer.wake();
    expect(await consumer.process.ended).toBe(0);
    expect(requests.slice(2)).toMatchObject([{ url: "/leave", body: undefined }]);
    expect(requests.at(-1)?.headers).toMatchObject({ authorization: "Bearer the-key" });
  });
});
