import { readdirSync, readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { toFields } from "../../lib/base/unknown-object.ts";
import { startFront } from "../support/start-front.ts";
import { credentials, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";

const { key, sha256 } = createKey();
const token = "a-token-of-the-callers-own";

let relay: TestRelay;
let port = 0;
beforeAll(async () => {
  relay = await startRelay({ env: { RELAY_AUTH: "" }, file: { keys: [{ name: "all", sha256 }] } });
  port = await startFront(relay);
});

type Reply = { status: number; headers: IncomingHttpHeaders; response: Record<string, unknown> };

/** Sends headers in exactly this spelling and order. */
function send(sent: readonly (readonly [string, string])[], text: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = ["Content-Length", String(Buffer.byteLength(text))];
    const options = { port, method: "POST", headers: [...sent, length].flat() };
    const request = httpRequest(options, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("end", () => {
        const answer: unknown = JSON.parse(Buffer.concat(chunks).toString());
        const response = toFields(toFields(answer)["Response"]);
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, response });
      });
    });
    request.on("error", reject).end(text);
  });
}

type Fixture = {
  readonly source: readonly string[];
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
};
const folder = new URL("../fixtures/drop-in/", import.meta.url);
const fixtures = readdirSync(folder).map((name) => {
  const fixture = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Fixture;
  return [name.replace(".json", ""), fixture] as const;
});
const fill = (text: string) =>
  text.replace("{secretId}", key).replace("{region}", "ap-guangzhou").replace("{token}", token);
const sendFixture = (fixture: Fixture) =>
  send(
    fixture.headers.map(([name, value]) => [name, fill(value)] as const),
    fill(fixture.body),
  );

test.each(fixtures)("the source of %s is named, with its commit", (_name, { source }) => {
  expect(source.length).toBeGreaterThan(0);
  for (const file of source)
    expect(file).toMatch(/^TencentCloud\/[\w-]+: \S+ @ .*[0-9a-f]{40}\)?$/);
});

describe("a request as it is sent", () => {
  test.each(fixtures.filter(([name]) => !name.includes("hmac")))(
    "by %s beats",
    async (_name, fixture) => {
      const before = relay.emulator.received.length;
      const { status, headers: got, response } = await sendFixture(fixture);
      const sent: unknown = JSON.parse(fixture.body);
      expect([status, got["content-type"]]).toEqual([200, "application/json"]);
      expect(response).toEqual({
        ConsumerGroup: "orders",
        TopicPartitionsInfo: [{ TopicID: topicId, Partitions: expect.any(Array) as unknown }],
        RequestId: relay.lines.at(-1)?.["upstreamRequestId"],
      });
      const received = relay.emulator.received.slice(before);
      expect(received.map((call) => call.body)).toEqual([sent]);
      expect(relay.lines.at(-1)).toMatchObject({ outcome: "renewed", key: "all", source: "http" });
    },
  );

  test.each(fixtures.filter(([name]) => name.includes("hmac")))(
    "by %s is told of the way that loses nothing",
    async (_name, fixture) => {
      const before = relay.emulator.received.length;
      const { status, response } = await sendFixture(fixture);
      expect([status, response["Error"]]).toEqual([
        200,
        {
          Code: "UnsupportedProtocol",
          Message: expect.stringMatching(/by POST, signed with TC3-HMAC-SHA256/) as unknown,
        },
      ]);
      expect(relay.emulator.received.length).toBe(before);
    },
  );
});

test("neither the caller's signature nor its token goes on to CLS, and no secret of it into a line", () => {
  const seen = JSON.stringify([relay.emulator.received, relay.lines]);
  for (const secret of [token, key, "0".repeat(64)]) expect(seen).not.toContain(secret);
  expect(relay.emulator.received.at(-1)?.headers["authorization"]).toContain(credentials.secretId);
});
