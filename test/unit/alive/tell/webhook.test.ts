import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { createWebhook } from "../../../../lib/alive/tell/webhook.ts";
import type { WebhookConfig } from "../../../../lib/config/read-alarms.ts";
import { createHandClock } from "../../../support/hand-clock.ts";
import { startReceiver } from "../../../support/receiver.ts";
import { endOf, manyTransitions, transitionOf } from "../../../support/transitions.ts";

const source = { service: "heartbeat-relay", stage: "prod" };
const never = new AbortController().signal;

async function setUp(more: Partial<WebhookConfig> = {}) {
  const receiver = await startReceiver();
  const clock = createHandClock();
  const url = `${receiver.url}/hook/T0123456789abcdefghij?a=b`;
  const webhook = createWebhook({ url, format: "json", ...more }, source, clock);
  const bodyOf = () => JSON.parse(receiver.received.at(-1)?.body ?? "") as unknown;
  return { ...receiver, clock, webhook, bodyOf };
}

const began = transitionOf();
const unread = transitionOf({
  id: "unread:orders:1",
  kind: "unread",
  subject: { consumerGroup: "orders", logsetId: "l-1", topics: new Map([["t-1", [0, 2]]]) },
});

describe("as JSON", () => {
  test("says what has become wrong, of whom and since when, and what is right again", async () => {
    const { webhook, received, bodyOf } = await setUp();
    await webhook.send([began, endOf(began), unread], never);
    const names = { consumerGroup: "orders", logsetId: "l-1" };
    const who = { ...names, consumer: "orders-2", alias: "orders-2" };
    const since = "2026-11-28T03:14:00.000Z";
    expect(bodyOf()).toEqual({
      ...source,
      transitions: [
        { id: began.id, kind: "expired", ...who, at: since, since, detail: began.detail },
        {
          ...{ id: endOf(began).id, kind: "recovered", ended: "expired", ...who },
          ...{ at: "2026-11-28T03:19:00.000Z", since, detail: endOf(began).detail },
        },
        {
          ...{ id: unread.id, kind: "unread", ...names, topics: { "t-1": [0, 2] } },
          ...{ at: since, since, detail: unread.detail },
        },
      ],
    });
    expect(received).toMatchObject([
      {
        method: "POST",
        url: "/hook/T0123456789abcdefghij?a=b",
        headers: {
          "content-type": "application/json",
          "user-agent": expect.stringMatching(/^heartbeat-relay\/\d/) as unknown,
        },
      },
    ]);
    expect(received[0]?.headers).not.toHaveProperty("authorization");
    expect(received[0]?.headers).not.toHaveProperty("x-heartbeat-signature");
  });

  test("is signed with the secret, together with the time", async () => {
    const secret = "0123456789abcdef";
    const { webhook, received } = await setUp({ secret });
    await webhook.send([began], never);
    const { headers, body = "" } = received[0] ?? {};
    const seconds = Date.UTC(2026, 0, 1) / 1000;
    const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
    expect(headers?.["x-heartbeat-signature"]).toBe(`t=${seconds},v1=${signature}`);
  });

  test("has the key as a bearer token", async () => {
    const { webhook, received } = await setUp({ key: "the-key" });
    await webhook.send([began], never);
    expect(received[0]?.headers).toMatchObject({ authorization: "Bearer the-key" });
  });
});

describe("as Alertmanager reads it", () => {
  test("an end has the labels of its beginning, and what lasts does not end by itself", async () => {
    const { webhook, bodyOf } = await setUp({ format: "alertmanager" });
    await webhook.send([began, endOf(began), unread], never);
    const labels = {
      ...{ alertname: "ConsumerExpired", ...source },
      ...{ consumerGroup: "orders", logsetId: "l-1", consumer: "orders-2" },
    };
    const startsAt = "2026-11-28T03:14:00.000Z";
    expect(bodyOf()).toEqual([
      {
        labels,
        annotations: { summary: began.detail, id: began.id, alias: "orders-2" },
        startsAt,
        endsAt: "2026-12-05T03:14:00.000Z",
      },
      {
        labels,
        annotations: { summary: endOf(began).detail, id: endOf(began).id, alias: "orders-2" },
        startsAt,
        endsAt: "2026-11-28T03:19:00.000Z",
      },
      {
        labels: {
          ...{ alertname: "PartitionsUnread", ...source },
          ...{ consumerGroup: "orders", logsetId: "l-1", topics: '{"t-1":[0,2]}' },
        },
        annotations: { summary: unread.detail, id: unread.id },
        startsAt,
        endsAt: "2026-12-05T03:14:00.000Z",
      },
    ]);
  });
});

describe("is not told", () => {
  test.each([300, 301, 302, 400, 401, 404, 410, 429, 500, 503])(
    "where the answer is %i, and repeats nothing of it",
    async (status) => {
      const { url, webhook, received, answerWith } = await setUp();
      answerWith({
        status,
        headers: { location: `${url}/elsewhere` },
        body: "T0123456789abcdefghij",
      });
      await expect(webhook.send([began], never)).rejects.toThrow(new Error(`HTTP ${status}`));
      expect(received).toHaveLength(1);
    },
  );

  test("where nobody listens, and the address stays out of the message", async () => {
    const url = "http://127.0.0.1:1/T0123456789abcdefghij";
    const webhook = createWebhook({ url, format: "json" }, source, createHandClock());
    await expect(webhook.send([began], never)).rejects.toThrow(new Error("ECONNREFUSED"));
  });

  test("where no answer comes, and ends at once when its time is over", async () => {
    const { webhook, answerWith } = await setUp();
    answerWith(undefined);
    const aborter = new AbortController();
    const told = webhook.send([began], aborter.signal);
    aborter.abort();
    await expect(told).rejects.toThrow(new Error("no answer in time"));
  });
});

test.each([200, 201, 202, 204, 299])("is told where the answer is %i", async (status) => {
  const { webhook, answerWith } = await setUp();
  answerWith({ status });
  await webhook.send([began], never);
});

test("takes fifty at once, so that a body stays short", async () => {
  const { webhook } = await setUp();
  const sizes = (count: number) =>
    webhook.toBatches(manyTransitions(count)).map(({ length }) => length);
  expect([0, 1, 50, 51, 120].map(sizes)).toEqual([[], [1], [50], [50, 1], [50, 50, 20]]);
  const all = manyTransitions(120);
  expect(webhook.toBatches(all).flat()).toEqual(all);
});
