import { describe, expect, test } from "@jest/globals";
import { createKey } from "../../dev/create-key.ts";
import { batchOf, beat, beats, file, path } from "../support/batch.ts";
import { json, startRelay } from "../support/start-relay.ts";

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

  test("with all its faults, and not one beat is sent", async () => {
    const relay = await startRelay({ file });
    const answer = await relay.call(batchOf([beat("a"), beat(""), beat("b", [])]));
    expect(json(answer)["errors"]).toMatchObject([
      { path: "heartbeats[1].consumer" },
      { path: "heartbeats[2].topics" },
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
    expect((await relay.call(batchOf([beat("a")], { headers }))).statusCode).toBe(403);
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
