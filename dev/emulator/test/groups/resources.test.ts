import { afterEach, describe, expect, test } from "@jest/globals";
import type { Existing } from "../../groups/resources.ts";
import { closeStarted, heartbeat, setUp } from "../set-up.ts";

afterEach(closeStarted);

const filter = (Key: string, ...Values: unknown[]) => ({ Key, Values });

async function ask(existing: Existing | undefined, action: string, body: object) {
  const { call } = await setUp(existing ? { existing } : {});
  const { response, code } = await call({ action, body });
  return code ?? response;
}

describe("an emulator that was told nothing", () => {
  test("has every logset and topic that it is asked for", async () => {
    const logsets = { Filters: [filter("logsetId", "a", "b")] };
    expect(await ask(undefined, "DescribeLogsets", logsets)).toMatchObject({
      TotalCount: 2,
      Logsets: [{ LogsetId: "a" }, { LogsetId: "b" }],
    });
    const topics = { Filters: [filter("topicId", "t"), filter("logsetId", "l")], Limit: 100 };
    expect(await ask(undefined, "DescribeTopics", topics)).toMatchObject({
      Topics: [{ TopicId: "t", LogsetId: "l" }],
    });
    const anywhere = { Filters: [filter("topicId", "t")] };
    expect(await ask(undefined, "DescribeTopics", anywhere)).toMatchObject({ TotalCount: 1 });
  });

  test("lists nothing without being asked for it", async () => {
    expect(await ask(undefined, "DescribeLogsets", {})).toMatchObject({ TotalCount: 0 });
    expect(await ask(undefined, "DescribeTopics", {})).toMatchObject({ TotalCount: 0 });
  });
});

describe("an emulator that was told what exists", () => {
  const existing: Existing = {
    logsets: ["l"],
    topics: { t: "l", u: "other" },
    groups: [{ consumerGroup: "orders", logsetId: "l", topicIds: ["t"], leaseMs: 10_000 }],
  };

  test("has that and no more", async () => {
    const logsets = { Filters: [filter("logsetId", "l", "x")] };
    expect(await ask(existing, "DescribeLogsets", logsets)).toMatchObject({
      Logsets: [{ LogsetId: "l" }],
    });
    const inside = { Filters: [filter("topicId", "t", "u"), filter("logsetId", "l")] };
    expect(await ask(existing, "DescribeTopics", inside)).toMatchObject({
      Topics: [{ TopicId: "t", LogsetId: "l" }],
    });
    expect(await ask(existing, "DescribeTopics", {})).toMatchObject({ TotalCount: 2 });
    expect(await ask(existing, "DescribeLogsets", {})).toMatchObject({ TotalCount: 1 });
  });

  test("lists its groups, by topic where it is asked so, and once where they are alive", async () => {
    const { call } = await setUp({ existing });
    const groups = async (body: object) => {
      const { response } = await call({ action: "DescribeConsumerGroups", body });
      return response["ConsumerGroupsInfo"];
    };
    const idle = [{ ConsumerGroup: "orders", Timeout: 10, Topics: ["t"] }];
    expect(await groups({ LogsetId: "l" })).toEqual(idle);
    expect(await groups({ LogsetId: "l", Topics: ["t", "v"] })).toEqual(idle);
    expect(await groups({ LogsetId: "l", Topics: ["v"] })).toEqual([]);
    await call({ body: heartbeat("a") });
    expect(await groups({ LogsetId: "l" })).toMatchObject([{ ConsumerGroup: "orders" }]);
  });

  test("knows no groups of a logset that does not exist", async () => {
    const code = await ask(existing, "DescribeConsumerGroups", { LogsetId: "x" });
    expect(code).toBe("ResourceNotFound.LogsetNotExist");
  });
});

test.each([
  ["an unknown filter", "InvalidParameterValue", { Filters: [filter("topicName", "t")] }],
  ["a value that is no text", "InvalidParameter", { Filters: [filter("topicId", 1)] }],
  ["no values", "MissingParameter", { Filters: [{ Key: "topicId" }] }],
  [
    "too many values",
    "InvalidParameterValue",
    { Filters: [filter("topicId", ...Array.from({ length: 101 }, String))] },
  ],
  ["an unknown parameter", "UnknownParameter", { TopicIds: [] }],
])("%s in a description is refused with %s", async (_what, code, body) => {
  expect(await ask(undefined, "DescribeTopics", body)).toBe(code);
});

test("an answer says what time it is by the clock that signatures are held against", async () => {
  const { call, clock } = await setUp();
  const { headers } = await call();
  expect(headers["date"]).toBe(new Date(clock.nowMs()).toUTCString());
});
