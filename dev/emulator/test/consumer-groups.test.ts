import { describe, expect, test } from "@jest/globals";
import { type ConsumerGroupsOptions, createConsumerGroups } from "../consumer-groups.ts";
import { createHandClock } from "./hand-clock.ts";

function setUp(options: Partial<ConsumerGroupsOptions> = {}) {
  const clock = createHandClock();
  const groups = createConsumerGroups({ clock, ...options });
  const beat = (consumer: string, topicIds = ["t"], consumerGroup = "g", logsetId = "l") =>
    groups.heartbeat({
      consumerGroup,
      consumer,
      logsetId,
      topics: topicIds.map((topicId) => ({ topicId, partitions: [] })),
    });
  const partitions = (consumer: string) => beat(consumer).flatMap((topic) => topic.partitions);
  return { clock, groups, beat, partitions };
}

describe("a consumer group", () => {
  test("gives a lone consumer every partition", () => {
    expect(setUp().beat("a")).toEqual([{ topicId: "t", partitions: [0, 1, 2, 3] }]);
  });

  test("moves half to the second consumer, and back when its lease has ended", () => {
    const { clock, partitions } = setUp();
    partitions("a");
    expect(partitions("b")).toEqual([2, 3]);
    expect(partitions("a")).toEqual([0, 1]);
    clock.stepMs(39_999);
    expect(partitions("a")).toEqual([0, 1]);
    clock.stepMs(1);
    expect(partitions("a")).toEqual([0, 1, 2, 3]);
  });

  test("lets the others keep what they hold when one dies", () => {
    const { clock, partitions } = setUp({ partitionsPerTopic: 6 });
    partitions("a");
    clock.stepMs(20_000);
    partitions("b");
    const before = partitions("c");
    expect(partitions("b")).toEqual([3, 4]);
    expect(before).toEqual([2, 5]);
    clock.stepMs(20_000);
    expect(partitions("c")).toEqual(expect.arrayContaining(before));
    expect(partitions("b")).toEqual(expect.arrayContaining([3, 4]));
  });

  test("renews a lease with every heartbeat", () => {
    const { clock, groups, beat } = setUp();
    beat("a");
    clock.stepMs(30_000);
    beat("a");
    clock.stepMs(39_999);
    expect(groups.describe("l")[0]?.consumers).toHaveLength(1);
    clock.stepMs(1);
    expect(groups.describe("l")[0]?.consumers).toEqual([]);
  });

  test("lets a consumer that comes back late join anew", () => {
    const { clock, beat, partitions } = setUp();
    beat("a");
    clock.stepMs(40_000);
    expect(partitions("b")).toEqual([0, 1, 2, 3]);
    expect(partitions("a")).toEqual([2, 3]);
  });

  test("spreads each topic over those who asked for it, and answers in the order asked", () => {
    const { beat } = setUp({ topics: { t: 2, u: 3 } });
    beat("a", ["t"]);
    expect(beat("b", ["u", "t"])).toEqual([
      { topicId: "u", partitions: [0, 1, 2] },
      { topicId: "t", partitions: [1] },
    ]);
  });

  test("frees the partitions of a topic that its consumer no longer asks for", () => {
    const { beat, partitions } = setUp();
    beat("a", ["t", "u"]);
    beat("b", ["t"]);
    beat("a", ["u"]);
    expect(partitions("b")).toEqual([0, 1, 2, 3]);
  });

  test("is told apart by its logset and its name", () => {
    const { beat } = setUp();
    beat("a", ["t"], "g", "l");
    expect(beat("b", ["t"], "g", "m")[0]?.partitions).toHaveLength(4);
    expect(beat("b", ["t"], "h", "l")[0]?.partitions).toHaveLength(4);
    expect(beat("b", ["t"], "g", "l")[0]?.partitions).toHaveLength(2);
  });

  test("leaves the surplus consumers without partitions", () => {
    const { partitions } = setUp({ partitionsPerTopic: 1 });
    partitions("a");
    expect(partitions("b")).toEqual([]);
    expect(partitions("a")).toEqual([0]);
  });

  test("keeps to its own timeout once that is set", () => {
    const { clock, groups, beat, partitions } = setUp();
    beat("a");
    beat("a", ["t"], "other");
    groups.setLeaseMs("g", 5_000);
    clock.stepMs(5_000);
    expect(partitions("b")).toEqual([0, 1, 2, 3]);
    expect(beat("b", ["t"], "other")[0]?.partitions).toHaveLength(2);
  });

  test("takes names such as __proto__ for what they are", () => {
    const { beat } = setUp();
    expect(beat("__proto__", ["__proto__", "constructor"])).toEqual([
      { topicId: "__proto__", partitions: [0, 1, 2, 3] },
      { topicId: "constructor", partitions: [0, 1, 2, 3] },
    ]);
  });

  test("when strict, refuses an unknown topic and does not join the consumer", () => {
    const { groups, beat } = setUp({ strict: true, topics: { t: 1 } });
    expect(() => beat("a", ["t", "toString"])).toThrow(
      expect.objectContaining({ code: "ResourceNotFound.TopicNotExist" }),
    );
    expect(groups.describe("l")).toEqual([]);
    expect(beat("a", ["t"])).toEqual([{ topicId: "t", partitions: [0] }]);
  });
});

describe("describing groups", () => {
  test("lists those of the logset, with timeout, topics and living consumers", () => {
    const { groups, beat } = setUp();
    beat("a", ["t", "u"]);
    beat("b", ["t"], "h");
    beat("c", ["t"], "g", "elsewhere");
    groups.setLeaseMs("h", 10_000);
    expect(groups.describe("l")).toEqual([
      {
        consumerGroup: "g",
        leaseMs: 40_000,
        topicIds: ["t", "u"],
        consumers: [
          {
            consumer: "a",
            assignment: [
              { topicId: "t", partitions: [0, 1, 2, 3] },
              { topicId: "u", partitions: [0, 1, 2, 3] },
            ],
          },
        ],
      },
      {
        consumerGroup: "h",
        leaseMs: 10_000,
        topicIds: ["t"],
        consumers: [{ consumer: "b", assignment: [{ topicId: "t", partitions: [0, 1, 2, 3] }] }],
      },
    ]);
    expect(groups.describe("l", ["u"]).map((group) => group.consumerGroup)).toEqual(["g"]);
    expect(groups.describe("nowhere")).toEqual([]);
  });

  test("shows where the partitions of a dead consumer went", () => {
    const { clock, groups, beat } = setUp();
    beat("a");
    clock.stepMs(20_000);
    beat("b");
    clock.stepMs(20_000);
    expect(groups.describe("l")[0]?.consumers).toEqual([
      { consumer: "b", assignment: [{ topicId: "t", partitions: [0, 1, 2, 3] }] },
    ]);
  });
});
