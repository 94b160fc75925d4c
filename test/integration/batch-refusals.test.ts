import { describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { batchOf, beat, beats, file, path, resultsOf } from "../support/batch.ts";
import { json, startRelay } from "../support/start-relay.ts";

describe("an entry that is refused", () => {
  test("by its faults costs the others nothing, and names them as it would alone", async () => {
    const relay = await startRelay({ file });
    const answer = await relay.call(batchOf([beat("a"), beat(""), beat("b", [])]));
    expect([answer.statusCode, json(answer)["retryable"]]).toEqual([422, false]);
    expect(answer.headers["Retry-After"]).toBeUndefined();
    expect(resultsOf(answer)).toMatchObject([
      { status: 200, consumer: "a" },
      { status: 400, code: "invalid-heartbeat", errors: [{ path: "consumer" }] },
      { status: 400, code: "invalid-heartbeat", errors: [{ path: "topics" }] },
    ]);
    const alone = await relay.call({ path: "/v1/heartbeats", body: JSON.stringify(beat("")) });
    expect(resultsOf(answer)[1]).toMatchObject({ errors: json(alone)["errors"] });
    expect(relay.emulator.received).toHaveLength(1);
  });

  test("has one line with all the others, under the id of the batch", async () => {
    const relay = await startRelay({ file });
    const before = relay.lines.length;
    const unknown = Array.from({ length: 98 }, () => ({ alias: "x" }));
    const headers = { "x-request-id": "my-batch" };
    const answer = await relay.call(batchOf([...unknown, beat(""), beat("a")], { headers }));
    const lines = relay.lines.slice(before);
    expect(lines.map(({ message }) => message)).toEqual([
      "heartbeats of a batch refused",
      "heartbeat renewed",
    ]);
    expect(lines[0]).toMatchObject({
      level: "WARN",
      requestId: "my-batch",
      key: "none",
      refused: 99,
      outcomes: { "not-found": 98, "invalid-heartbeat": 1 },
    });
    expect(lines[0]).not.toHaveProperty("source");
    expect(resultsOf(answer)[0]?.["instance"]).toBe("urn:request:my-batch");
    expect(relay.counted).toHaveLength(1);
  });

  test("may be all that there is", async () => {
    const relay = await startRelay({ file });
    const before = relay.lines.length;
    const answer = await relay.call(batchOf([{ alias: "x" }, { alias: "y" }]));
    expect([answer.statusCode, relay.lines.length - before]).toEqual([422, 1]);
  });
});

describe("a batch that is refused as a whole", () => {
  test.each<[string, string, number, string]>([
    ["no body", "", 400, "malformed-body"],
    ["no JSON", "{", 400, "malformed-body"],
    ["no list", "{}", 400, "invalid-heartbeat"],
    ["too many", JSON.stringify({ heartbeats: beats(101) }), 400, "invalid-heartbeat"],
    [
      "too large",
      JSON.stringify({ heartbeats: [beat("x".repeat(262_144))] }),
      413,
      "body-too-large",
    ],
  ])("%s", async (_name, body, status, code) => {
    const relay = await startRelay({ file });
    const answer = await relay.call({ path, body });
    expect([answer.statusCode, json(answer)["code"]]).toEqual([status, code]);
    expect(relay.counted).toMatchObject([{ outcome: code }]);
    expect(relay.emulator.received).toHaveLength(0);
  });

  test("with a consumer twice, and not one beat is sent", async () => {
    const relay = await startRelay({ file });
    const answer = await relay.call(batchOf([beat("a"), beat(""), beat("b"), beat("a")]));
    expect([answer.statusCode, json(answer)["errors"]]).toEqual([
      400,
      [{ path: "heartbeats.3", message: "has the same consumer as heartbeats.0" }],
    ]);
    expect(relay.emulator.received).toHaveLength(0);
  });

  test("without a key, and with one for hooks", async () => {
    const { key, sha256 } = createKey();
    const relay = await startRelay({
      env: { RELAY_AUTH: "" },
      file: { keys: [{ name: "hook", sha256, hookOnly: true }] },
    });
    expect((await relay.call(batchOf([beat("a")]))).statusCode).toBe(401);
    const headers = { "x-api-key": key };
    expect((await relay.call(batchOf([beat("a")], { headers }))).statusCode).toBe(401);
  });

  test("by a relay that is half configured", async () => {
    const relay = await startRelay({ file, env: { TENCENTCLOUD_SECRET_KEY: "" } });
    const answer = await relay.call(batchOf([beat("a")]));
    expect([answer.statusCode, json(answer)["code"]]).toEqual([424, "relay-misconfigured"]);
  });

  test("by GET, which joins nothing", async () => {
    const relay = await startRelay({ file });
    const answer = await relay.call({ method: "GET", path });
    expect([answer.statusCode, answer.headers["Allow"]]).toEqual([405, "POST"]);
  });
});
