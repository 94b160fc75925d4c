import { describe, expect, test } from "@jest/globals";
import { AwsV4Signer } from "aws4fetch";
import { createTopic } from "../../../../lib/alive/tell/topic.ts";
import type { Transition } from "../../../../lib/alive/transition.ts";
import { createHandClock } from "../../../support/hand-clock.ts";
import { type Received, startReceiver } from "../../../support/receiver.ts";
import { endOf, manyTransitions, transitionOf } from "../../../support/transitions.ts";

const source = { service: "heartbeat-relay", stage: "prod" };
const never = new AbortController().signal;
const topicArn = "arn:aws:sns:ap-southeast-1:123456789012:consumers";
const credentials = {
  accessKeyId: "AKIAofTheTestsOnly00",
  secretAccessKey: "secretAccessKeyOfTheTestsOnly",
  sessionToken: "sessionTokenOfTheTestsOnly",
};
const region = "ap-southeast-1";

async function setUp() {
  const receiver = await startReceiver();
  const access = { region, endpoint: receiver.url, credentials };
  const topic = createTopic({ topicArn, ...access }, source, createHandClock());
  const formOf = () => Object.fromEntries(new URLSearchParams(receiver.received.at(-1)?.body));
  const publish = async (...batch: readonly Transition[]) => {
    await topic.send(batch, never);
    return formOf();
  };
  return { ...receiver, topic, publish };
}

/** The signature that AWS finds for what arrived. */
async function signatureOf({ headers, body }: Received): Promise<string | null> {
  const signer = new AwsV4Signer({
    method: "POST",
    url: `https://${headers.host ?? ""}/`,
    headers: { "content-type": headers["content-type"] ?? "" },
    body,
    region,
    service: "sns",
    datetime: String(headers["x-amz-date"]),
    ...credentials,
  });
  return (await signer.sign()).headers.get("authorization");
}

const began = transitionOf();

test("publishes what a person reads, with the id and the names below it", async () => {
  const { publish, received } = await setUp();
  expect(await publish(began)).toEqual({
    Action: "Publish",
    Version: "2010-03-31",
    TopicArn: topicArn,
    Subject: "expired: orders-2 of orders (heartbeat-relay prod)",
    Message: `${began.detail}
consumerGroup: orders
logsetId: l-1
consumer: orders-2
alias: orders-2
since: 2026-11-28T03:14:00.000Z
at: 2026-11-28T03:14:00.000Z
id: ${began.id}`,
    "MessageAttributes.entry.1.Name": "kind",
    "MessageAttributes.entry.1.Value.DataType": "String",
    "MessageAttributes.entry.1.Value.StringValue": "expired",
  });
  const [request] = received;
  expect(request).toMatchObject({
    method: "POST",
    url: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(request?.headers.authorization).toBe(request && (await signatureOf(request)));
});

test("says of an end what has ended, and of a group its partitions", async () => {
  const { publish } = await setUp();
  const recovered = await publish(endOf(began));
  expect(recovered["Subject"]).toBe("recovered: orders-2 of orders (heartbeat-relay prod)");
  expect(recovered["Message"]).toContain("\nended: expired\n");
  expect(recovered["MessageAttributes.entry.1.Value.StringValue"]).toBe("recovered");
  const subject = { consumerGroup: "orders", topics: new Map([["t-1", [0, 2]]]) };
  const unread = await publish(transitionOf({ kind: "unread", subject }));
  expect(unread["Subject"]).toBe("unread: orders (heartbeat-relay prod)");
  expect(unread["Message"]).toContain("\ntopics: t-1 0,2\n");
  const outage = await publish(transitionOf({ kind: "outage", subject: {} }));
  expect(outage["Subject"]).toBe("outage: the relay (heartbeat-relay prod)");
});

test("many of one kind are one message, and kinds are not mixed", async () => {
  const { topic, publish } = await setUp();
  const outage = transitionOf({ id: "o", kind: "outage", subject: {} });
  const all = [...manyTransitions(51), outage, endOf(began)];
  const batches = topic.toBatches(all);
  expect(batches.map((batch) => [batch.length, batch[0]?.kind, batch[0]?.isOver])).toEqual([
    [50, "expired", false],
    [1, "expired", false],
    [1, "outage", false],
    [1, "expired", true],
  ]);
  const form = await publish(...manyTransitions(3));
  expect(form["Subject"]).toBe("expired: orders-2 of orders and 2 more (heartbeat-relay prod)");
  expect(form["Message"]?.match(/^id: .*$/gm)).toEqual(["id: id-0", "id: id-1", "id: id-2"]);
});

test("a subject is what SNS takes, whatever the names are", async () => {
  const { publish } = await setUp();
  const subject = { consumerGroup: "g".repeat(200), consumer: "Grüße ✓" };
  const form = await publish(transitionOf({ subject }));
  expect(form["Subject"]).toMatch(/^expired: Gr\?\?e \? of g+$/);
  expect(form["Subject"]).toHaveLength(99);
  expect(form["Message"]).toContain("consumer: Grüße ✓");
});

test("nothing is published of nothing", async () => {
  const { topic, received } = await setUp();
  expect(topic.toBatches([])).toEqual([]);
  await topic.send([], never);
  expect(received).toHaveLength(0);
});

describe("is not told", () => {
  test("where SNS refuses, and says by which code", async () => {
    const { publish, answerWith } = await setUp();
    const refusal = (code: string) =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>User is not authorized</Message></Error></ErrorResponse>`;
    answerWith({ status: 403, body: refusal("AuthorizationError") });
    await expect(publish(began)).rejects.toThrow(new Error("AuthorizationError"));
    answerWith({ status: 503, body: refusal("Not a code") });
    await expect(publish(began)).rejects.toThrow(new Error("HTTP 503"));
  });

  test("where no answer comes in time", async () => {
    const { topic, answerWith } = await setUp();
    answerWith(undefined);
    const aborter = new AbortController();
    const told = topic.send([began], aborter.signal);
    aborter.abort();
    await expect(told).rejects.toThrow(new Error("no answer in time"));
  });
});
