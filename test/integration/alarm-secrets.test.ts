import { describe, expect, test } from "@jest/globals";
import { createTelling } from "../../lib/app/create-telling.ts";
import { startReceiver } from "../support/receiver.ts";
import { beatRequest, startRelay } from "../support/start-relay.ts";
import { transitionOf } from "../support/transitions.ts";

const secrets = {
  path: "T0123456789abcdefghij",
  query: "q0123456789abcdefghij",
  secret: "s0123456789abcdefghij",
  key: "k0123456789abcdefghij",
  ping: "7d8e9f00-0000-4000-8000-000000000000",
};
const never = new AbortController().signal;
const nothingSeen = { consumers: [], transitions: [] };

/** A relay that tells a receiver, and what it tells with. */
async function setUp() {
  const [webhook, sns] = [await startReceiver(), await startReceiver()];
  const relay = await startRelay({
    env: {
      RELAY_ALARM_URL: `${webhook.url}/services/${secrets.path}?token=${secrets.query}`,
      RELAY_ALARM_SECRET: secrets.secret,
      RELAY_ALARM_KEY: secrets.key,
      RELAY_ALARM_TOPIC_ARN: "arn:aws:sns:ap-southeast-1:123456789012:consumers",
      RELAY_WATCHDOG_URL: `${webhook.url}/ping/${secrets.ping}`,
      AWS_REGION: "ap-southeast-1",
      AWS_ACCESS_KEY_ID: "AKIAofTheTestsOnly00",
      AWS_SECRET_ACCESS_KEY: "secretAccessKeyOfTheTestsOnly",
      AWS_ENDPOINT_URL_SNS: sns.url,
    },
  });
  const { config, clock, log } = relay.services;
  const write = () => undefined;
  return { relay, webhook, sns, ...createTelling(config, { clock, log, write }) };
}

test("both places are told, and the watchdog is asked", async () => {
  const { webhook, sns, tellers, onLooked } = await setUp();
  for (const teller of tellers.values()) await teller.tell([transitionOf()], never);
  await onLooked(nothingSeen, never);
  expect(webhook.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `POST /services/${secrets.path}?token=${secrets.query}`,
    `GET /ping/${secrets.ping}`,
  ]);
  expect(webhook.received[0]?.headers).toMatchObject({
    authorization: `Bearer ${secrets.key}`,
    "x-heartbeat-signature": expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64}$/) as unknown,
  });
  expect(sns.received).toHaveLength(1);
});

test("a relay that tells nobody tells nobody, and has no watchdog", async () => {
  const { config, clock, log } = (await startRelay()).services;
  const { tellers, onLooked } = createTelling(config, { clock, log, write: () => undefined });
  expect([...tellers]).toEqual([]);
  await onLooked(nothingSeen, never);
});

describe("no secret of them", () => {
  test("is in the log of the start, which names the hosts", async () => {
    const { relay, webhook } = await setUp();
    const host = new URL(webhook.url).host;
    expect(relay.lines[0]).toMatchObject({
      ...{ alarmHost: host, watchdogHost: host },
      alarmTopic: "arn:aws:sns:ap-southeast-1:123456789012:consumers",
    });
    expectNone(relay.lines);
  });

  test("is in a failure, or in the line that tells of the watchdog's", async () => {
    const { relay, webhook, sns, tellers, onLooked } = await setUp();
    for (const place of [webhook, sns]) {
      place.answerWith({ status: 500, body: Object.values(secrets).join(" ") });
    }
    for (const name of ["webhook", "topic"]) {
      const told = tellers.get(name)?.tell([transitionOf()], never);
      await expect(told).rejects.toThrow(new Error("HTTP 500"));
    }
    await onLooked(nothingSeen, never);
    expect(relay.lines.at(-1)).toMatchObject({
      message: "the watchdog does not answer: it may tell that the relay is down",
      reason: "HTTP 500",
    });
    expectNone(relay.lines);
  });

  test.each(Object.entries(secrets))(
    "is taken over as the id of a request: %s",
    async (_name, id) => {
      const { relay } = await setUp();
      const answer = await relay.call(beatRequest({ headers: { "x-request-id": id } }));
      expect(answer.statusCode).toBe(200);
      expectNone([answer, relay.lines]);
    },
  );
});

function expectNone(told: unknown): void {
  const text = JSON.stringify(told);
  for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
}
