import { beforeAll, describe, expect, test } from "@jest/globals";
import { dial, hangUpAfter, request } from "../../conformance/support/sockets.ts";
import { createCapturedLog } from "../../support/captured-log.ts";
import { startFront } from "../../support/start-front.ts";
import { createGate } from "../../../server/gate.ts";
import { mostBodyBytes, usualLimits } from "../../../server/limits.ts";

const quick = {
  connectionsCheckingInterval: 20,
  headersTimeout: 200,
  requestTimeout: 400,
  keepAliveTimeout: 200,
  silenceMs: 1000,
};
const bodies: (string | undefined)[] = [];
const handler = (event: unknown) => {
  bodies.push((event as { body?: string }).body);
  return Promise.resolve({
    statusCode: 200,
    headers: {},
    body: "",
    isBase64Encoded: false as const,
  });
};
const post = (length: number) =>
  request("POST / HTTP/1.1", "Host: relay", `Content-Length: ${length}`);

describe("a connection that sends slowly or nothing is ended by the server", () => {
  let port: number;
  beforeAll(async () => {
    port = await startFront({ handler }, { limits: quick });
  });

  test.each<[string, string, number[]]>([
    ["that sends nothing", "", [408]],
    ["with half a head", "POST / HTTP/1.1\r\nHos", [408]],
    ["with half a body", `${post(9)}half`, [408]],
    ["that is kept without another request", request("GET / HTTP/1.1", "Host: relay"), [200]],
  ])("%s", async (_what, sent, statuses) => {
    const talk = await dial(port);
    if (sent !== "") await talk.send(sent);
    // Until the server hangs up.
    const answers = await talk.heard(Number.POSITIVE_INFINITY);
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });
});

test("of a long body no more is kept than shows that it is too long, and of an endless one no more is read", async () => {
  const port = await startFront({ handler });
  const long = await dial(port);
  await long.send(post(1_000_000));
  await long.send("x".repeat(1_000_000));
  expect((await long.heard(1)).map(({ status }) => status)).toEqual([200]);
  const kept = Buffer.from(bodies.at(-1) ?? "", "base64").length;
  expect(kept).toBeGreaterThan(256 * 1024);
  expect(kept).toBeLessThan(512 * 1024);
  const endless = await dial(port);
  await endless.send(post(1_000_000_000));
  const chunk = Buffer.alloc(1024 * 1024);
  for (let sent = 0; sent <= mostBodyBytes; sent += chunk.length) void endless.send(chunk);
  const [answer] = await endless.heard(1);
  expect([answer?.status, answer?.headers["connection"]]).toEqual([200, "close"]);
});

test("of many bodies that are not whole no more is kept than a process has room for: the oldest is cut", async () => {
  const { log, lines } = createCapturedLog();
  const port = await startFront({ handler }, { gate: createGate(100, log, 1000) });
  const [oldest, second, third] = [await dial(port), await dial(port), await dial(port)];
  for (const sender of [oldest, second]) await sender.send(post(500) + "x".repeat(400));
  await third.send(post(500) + "x".repeat(400));
  const [cut] = await oldest.heard(Number.POSITIVE_INFINITY);
  expect([cut?.status, cut?.headers["connection"]]).toEqual([503, "close"]);
  expect(lines).toMatchObject([{ level: "WARN", refused: 1 }]);
  // What is there as a whole counts no more.
  for (const sender of [second, third]) {
    await sender.send("x".repeat(100));
    expect((await sender.heard(1)).map(({ status }) => status)).toEqual([200]);
  }
});

test("a body in chunks of one byte is put together as it was sent", async () => {
  const port = await startFront({ handler });
  const sender = await dial(port);
  await sender.send(request("POST / HTTP/1.1", "Host: relay", "Transfer-Encoding: chunked"));
  const chunks = 250_000;
  await sender.send("1\r\nx\r\n".repeat(chunks) + "0\r\n\r\n");
  expect((await sender.heard(1)).map(({ status }) => status)).toEqual([200]);
  expect(Buffer.from(bodies.at(-1) ?? "", "base64").toString()).toBe("x".repeat(chunks));
});

test("who sends request after request, and reads no answer, is cut", async () => {
  const unread: string[] = [];
  const onUnread = (why: string) => unread.push(why);
  const port = await startFront({ handler }, { limits: { maxUnanswered: 3 }, onUnread });
  const get = request("GET / HTTP/1.1", "Host: relay");
  const patient = await dial(port);
  for (const count of [3, 6]) {
    await patient.send(get.repeat(3));
    expect(await patient.heard(count)).toHaveLength(count);
  }
  const hasty = await dial(port);
  await hasty.send(get.repeat(9));
  expect(await hasty.heard(9)).toEqual([]);
  // One connection, however much came on it.
  expect(unread).toEqual(["tooMany"]);
});

test("who goes away in the middle of a request is not told as one that sent no HTTP", async () => {
  const unread: string[] = [];
  const port = await startFront({ handler }, { onUnread: (why) => unread.push(why) });
  for (const half of [`${post(9)}half`, "POST / HTTP/1.1\r\nHos"]) {
    expect((await hangUpAfter(port, half)).statuses).toEqual([400]);
  }
  expect(unread).toEqual([]);
});

test("more connections than there may be are closed at once", async () => {
  const port = await startFront({ handler }, { limits: { maxConnections: 1 } });
  const first = await dial(port);
  const second = await dial(port);
  expect(await second.heard(1)).toEqual([]);
  await first.send(request("GET / HTTP/1.1", "Host: relay"));
  expect((await first.heard(1)).map(({ status }) => status)).toEqual([200]);
});

test("callers that beat every 18 s keep their connection, and so does a load balancer", () => {
  expect(usualLimits.keepAliveTimeout).toBeGreaterThan(60_000);
});
