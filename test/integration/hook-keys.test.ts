import { beforeAll, describe, expect, test } from "@jest/globals";
import { json, startRelay, type TestRelay, topicId } from "../support/start-relay.ts";
import { file, keys, otherId, postTo } from "../support/scoped-keys.ts";

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
});

const post = postTo(() => relay);

describe("a hook replaces the topics of its alias", () => {
  const cases: readonly [string, object | undefined, number][] = [
    ["one", { [topicId]: [0, 1, 2, 3] }, 200],
    ["one", { [topicId]: [] }, 200],
    ["one", [topicId], 200],
    ["two", { [otherId]: [1] }, 200],
    ["two", { [topicId]: [0, 1], [otherId]: [0] }, 200],
    ["two", undefined, 200],
    ["one", { [otherId]: [0, 1] }, 403],
    ["one", { [topicId]: [0], [otherId]: [0, 1] }, 403],
    ["one", [otherId], 403],
    ["one", { "another-topic": [0, 1] }, 403],
    ["one", { [topicId.toUpperCase()]: [0] }, 403],
    ["two", { constructor: [0] }, 403],
  ];

  test.each(cases)("%s by %j: %i", async (alias, topics, status) => {
    for (const key of [keys.hook, keys.narrow]) {
      if (alias === "two" && key === keys.narrow) continue;
      const found = await post(`/v1/hooks/${key.key}/${alias}`, { topics });
      expect([found.status, found.sent]).toEqual([status, status === 200 ? 1 : 0]);
      if (status === 403) expect(json(found.answer)["code"]).toBe("forbidden");
    }
  });

  test("with keys switched off as well: it is the route that says so", async () => {
    const open = await startRelay({ file });
    const body = JSON.stringify({ topics: [otherId] });
    expect((await open.call({ path: "/v1/hooks/any/one", body })).statusCode).toBe(403);
    expect((await open.call({ path: "/v1/heartbeats/one", body })).statusCode).toBe(200);
  });

  test("a wrong key learns nothing by it", async () => {
    const found = await post("/v1/hooks/wrong/one", { topics: [otherId] });
    expect(found.status).toBe(404);
  });
});

describe("a hook's key elsewhere is answered exactly as an unknown one", () => {
  test.each([
    ["POST", "/v1/heartbeats", {}],
    ["HEAD", "/v1/heartbeats", {}],
    ["POST", "/v1/heartbeats/one", {}],
    ["HEAD", "/v1/heartbeats/one", {}],
    ["POST", "/v1/heartbeats/none", {}],
    ["POST", "/v1/heartbeats/one/fail", {}],
    ["POST", "/v1/heartbeats:batch", {}],
    ["GET", "/readyz", {}],
    ["POST", "/", {}],
    ["POST", "/", { "x-tc-action": "SendConsumerHeartbeat" }],
  ])("%s %s %j", async (method, path, more) => {
    const ask = (key: string) =>
      relay.call({ method, path, headers: { "x-api-key": key, "x-request-id": "same", ...more } });
    expect(await ask(keys.hook.key)).toEqual(await ask("wrong-key-of-some-length"));
  });

  test("and the log says whose it was", async () => {
    await post("/v1/heartbeats", {}, keys.hook);
    expect(relay.lines.at(-1)).toMatchObject({ outcome: "unauthorized", key: "hook" });
  });
});
