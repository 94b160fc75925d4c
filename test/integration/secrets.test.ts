import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { createFront } from "../../server/front.ts";
import { fronts } from "../support/events.ts";
import {
  beatRequest,
  credentials,
  heartbeat,
  json,
  startRelay,
  type TestRelay,
} from "../support/start-relay.ts";

describe("what CLS repeats of a caller's own words", () => {
  /** A relay whose CLS refuses every heartbeat with `say` of what it was sent. */
  const startSaying = (say: (body: { Consumer: string; ConsumerGroup: string }) => string) =>
    startRelay({
      emulator: {
        intercept: (_request, response, body) => {
          const Message = say(JSON.parse(body.toString()) as Parameters<typeof say>[0]);
          const error = { Error: { Code: "InvalidParameter", Message }, RequestId: "r" };
          response.end(JSON.stringify({ Response: error }));
          return true;
        },
      },
    });
  const messageOf = async (relay: TestRelay, more: object) => {
    const answer = await relay.call(
      beatRequest({ body: JSON.stringify({ ...heartbeat, ...more }) }),
    );
    return (json(answer)["upstream"] as { message: string }).message;
  };

  test("is no oracle for a piece of the SecretId, whether it guessed right or wrong", async () => {
    const relay = await startSaying(({ Consumer }) => `consumer ${Consumer} is odd`);
    const { secretId } = credentials;
    for (const guess of [
      secretId.slice(0, 8),
      secretId.slice(4, 20),
      "AKIDwrong",
      `x${secretId.slice(-9)}y`,
    ]) {
      expect(await messageOf(relay, { consumer: guess })).toBe(`consumer ${guess} is odd`);
    }
  });

  test("still hides a piece that the caller did not send, and every whole secret", async () => {
    const { secretId, secretKey } = credentials;
    const relay = await startSaying(
      ({ Consumer }) => `${Consumer}; ${secretId}; ${secretKey}; ${secretKey.slice(3, 17)}`,
    );
    const consumer = secretId.slice(0, 8);
    expect(await messageOf(relay, { consumer })).toBe(`${consumer}; ***; ***; ***`);
    expect(await messageOf(relay, { consumer: secretKey })).toBe("***; ***; ***; ***");
  });

  test("the trace id is a caller's own word as well", async () => {
    const piece = credentials.secretId.slice(2, 12);
    const relay = await startSaying(() => `trace ${piece}`);
    const answer = await relay.call(beatRequest({ headers: { "x-request-id": piece } }));
    expect(json(answer)).toMatchObject({ upstream: { message: `trace ${piece}` } });
  });
});

const words = { all: "schlüssel-für-alles", hook: "clé-à-moi-seul" };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const made = createKey();
const file = {
  keys: [
    { name: "all", sha256: sha256(words.all) },
    { name: "grave", sha256: sha256(words.hook) },
    { name: "made", sha256: made.sha256 },
    { name: "short", sha256: sha256("orders-key") },
  ],
};

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

describe.each(fronts)("behind %s", (_front, toEvent) => {
  test.each([
    ["that key itself", made.key],
    ["a key of another caller", "orders-key"],
    ["more than a key", `r-${made.key}.1`],
    ["the SecretId", credentials.secretId],
    ["the SecretKey", credentials.secretKey],
  ])("an id that is %s is not taken over", async (_name, id) => {
    for (const name of ["X-Request-Id", "X-TC-TraceId"]) {
      const before = relay.lines.length;
      const event = toEvent(beatRequest({ headers: { "x-api-key": "unknown", [name]: id } }));
      const answer = await relay.invoke(event);
      expect(answer.statusCode).toBe(401);
      const told = JSON.stringify([answer, relay.lines.slice(before)]);
      expect(told).not.toContain(id);
    }
  });

  test("an id of the caller's own is taken over", async () => {
    const event = toEvent(beatRequest({ headers: { "X-Request-Id": "orders-2.4711" } }));
    expect((await relay.invoke(event)).headers["X-Request-Id"]).toBe("orders-2.4711");
  });
});

describe("a key with other letters than ASCII", () => {
  let server: ReturnType<typeof createFront>;
  let port = 0;
  beforeAll(async () => {
    server = createFront(relay.handler);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.close();
  });

  const ask = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { port, path: "/v1/heartbeats", method: "HEAD", headers };
      const call = httpRequest(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on("error", reject);
      call.end();
    });
  /** As Node puts a header's characters on the wire, one byte each. */
  const bytesOf = (text: string) => Buffer.from(text).toString("latin1");

  test.each(Object.values(words))("%s is known by its bytes in a header", async (key) => {
    expect(await ask({ "x-api-key": bytesOf(key) })).toBe(204);
    expect(await ask({ authorization: `Bearer ${bytesOf(key)}` })).toBe(204);
    expect(await ask({ "x-api-key": bytesOf(`${key}x`) })).toBe(401);
  });

  test("by its characters, where a front or a client decodes or spells them as Latin-1", async () => {
    expect(await ask({ "x-api-key": words.all })).toBe(204);
  });
});
