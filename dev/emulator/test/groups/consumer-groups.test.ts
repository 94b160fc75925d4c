import { describe, expect, test } from "@jest/globals";
import { type ConsumerGroupsOptions, createConsumerGroups } from "../../groups/consumer-groups.ts";
import { createHandClock } from "../hand-clock.ts";

const all = [1, 2, 3, 4];

function setUp(options: Partial<ConsumerGroupsOptions> = {}) {
  const clock = createHandClock();
  const groups = createConsumerGroups({ clock, createsGroups: true, ...options });
  const name = { region: "ap-guangzhou", logsetId: "l", consumerGroup: "g" };
  const beat = (consumer: string, topicIds = ["t"], more: Partial<typeof name> = {}) =>
    groups.heartbeat({
      ...name,
      ...more,
      consumer,
      topics: topicIds.map((topicId) => ({ topicId, partitions: [] })),
    });
  /** Reports partitions of one topic, and returns what it is told to hold. */
  const report = (consumer: string, ...partitions: number[]) =>
    groups
      .heartbeat({ ...name, consumer, topics: [{ topicId: "t", partitions }] })
      .flatMap((topic) => topic.partitions);
  return { clock, groups, name, beat, report };
}

describe("moving a partition in two steps", () => {
  test("it is left out of its holder's answer, and given on once the holder no longer reports it", () => {
    const { report } = setUp();
    expect(report("a")).toEqual(all);
    expect(report("b")).toEqual([]);
    expect(report("a", 1, 2, 3, 4)).toEqual([1, 2]);
    expect(report("b")).toEqual([]);
    expect(report("a", 1, 2, 3)).toEqual([1, 2]);
    expect(report("b")).toEqual([4]);
    expect(report("a", 1, 2)).toEqual([1, 2]);
    expect(report("b", 4)).toEqual([3, 4]);
  });

  test("or once the holder's lease has ended", () => {
    const { clock, report } = setUp();
    report("a");
    clock.stepMs(20_000);
    report("b");
    clock.stepMs(19_999);
    expect(report("b")).toEqual([]);
    clock.stepMs(1);
    expect(report("b")).toEqual(all);
  });

  test("who reports for ever what it was told to let go keeps the others waiting for ever", () => {
    const { report } = setUp();
    report("a");
    for (let beats = 0; beats < 100; beats += 1) {
      expect(report("b")).toEqual([]);
      expect(report("a", ...all)).toEqual([1, 2]);
    }
  });

  test("who reports less than it works on shares it with the next one", () => {
    const { report } = setUp();
    report("a");
    report("b");
    expect(report("a")).toEqual([1, 2]);
    expect(report("b")).toEqual([3, 4]);
  });

  test("a consumer that comes back late waits for what it still reports", () => {
    const { clock, report } = setUp();
    report("a");
    clock.stepMs(40_000);
    expect(report("b")).toEqual(all);
    expect(report("a", ...all)).toEqual([]);
    expect(report("b", ...all)).toHaveLength(2);
  });
});

describe("moving a partition in one step", () => {
  test("it is given on at once, and back when the lease has ended", () => {
    const { clock, report } = setUp({ moves: "one-step" });
    report("a");
    expect(report("b")).toEqual([3, 4]);
    expect(report("a", ...all)).toEqual([1, 2]);
    clock.stepMs(39_999);
    expect(report("a", 1, 2)).toEqual([1, 2]);
    clock.stepMs(1);
    expect(report("a", 1, 2)).toEqual(all);
  });
});

describe("a consumer group", () => {
  test("lets the others keep what they hold when one dies", () => {
    const { clock, report } = setUp({ partitions: 6, moves: "one-step" });
    report("a");
    clock.stepMs(20_000);
    report("b");
    const before = report("c");
    expect(report("b")).toEqual([4, 5]);
    expect(before).toEqual([3, 6]);
    clock.stepMs(20_000);
    expect(report("c")).toEqual(expect.arrayContaining(before));
    expect(report("b")).toEqual(expect.arrayContaining([4, 5]));
  });

  test("renews a lease with every heartbeat", () => {
    const { clock, groups, report } = setUp();
    report("a");
    clock.stepMs(30_000);
    report("a");
    clock.stepMs(39_999);
    expect(groups.describe("l")[0]?.consumers).toHaveLength(1);
    clock.stepMs(1);
    expect(groups.describe("l")[0]?.consumers).toEqual([]);
  });

  test("spreads each topic over those who asked for it, and answers in the order asked", () => {
    const { beat } = setUp({ topics: { t: 2, u: 3 }, moves: "one-step" });
    beat("a", ["t"]);
    expect(beat("b", ["u", "t"])).toEqual([
      { topicId: "u", partitions: [1, 2, 3] },
      { topicId: "t", partitions: [2] },
    ]);
  });

  test("frees the partitions of a topic that its consumer no longer asks for", () => {
    const { beat, report } = setUp();
    beat("a", ["t", "u"]);
    beat("b", ["t"]);
    beat("a", ["u"]);
    expect(report("b")).toEqual(all);
  });

  test("is told apart by its region, its logset and its name", () => {
    const { beat } = setUp();
    beat("a");
    expect(beat("b", ["t"], { logsetId: "m" })[0]?.partitions).toEqual(all);
    expect(beat("b", ["t"], { consumerGroup: "h" })[0]?.partitions).toEqual(all);
    expect(beat("b", ["t"], { region: "ap-singapore" })[0]?.partitions).toEqual(all);
    expect(beat("b")[0]?.partitions).toEqual([]);
  });

  test("leaves the surplus consumers without partitions", () => {
    const { report } = setUp({ partitions: 1 });
    report("a");
    expect(report("b")).toEqual([]);
    expect(report("a", 1)).toEqual([1]);
    expect(report("b")).toEqual([]);
  });

  test("keeps to the timeout that it was created with, and to one that is set later", () => {
    const { clock, groups, name, report } = setUp();
    groups.create(name, { leaseMs: 20_000, topicIds: ["t"] });
    report("a");
    clock.stepMs(20_000);
    expect(report("b")).toEqual(all);
    groups.find(name).leaseMs = 5_000;
    clock.stepMs(5_000);
    expect(report("a")).toEqual(all);
  });

  test("takes names such as __proto__ for what they are", () => {
    const { beat } = setUp();
    expect(beat("__proto__", ["__proto__", "constructor"])).toEqual([
      { topicId: "__proto__", partitions: all },
      { topicId: "constructor", partitions: all },
    ]);
  });
});

describe("a group that was never created", () => {
  test("is refused, and nobody has joined", () => {
    const { groups, report } = setUp({ createsGroups: false });
    expect(() => report("a")).toThrow(expect.objectContaining({ code: "ResourceNotFound" }));
    expect(groups.describe("l")).toEqual([]);
  });

  test("is made by its first heartbeat where that was asked for, which is told once", () => {
    const made: string[] = [];
    const { report } = setUp({ onGroupCreated: (name) => made.push(name.consumerGroup) });
    report("a");
    report("b");
    expect(made).toEqual(["g"]);
  });
});

test("a topic that is not one of the group's is refused, and nobody has joined", () => {
  const { groups, name, beat } = setUp({ createsGroups: false });
  groups.create(name, { leaseMs: 20_000, topicIds: ["t"] });
  expect(() => beat("a", ["t", "u"])).toThrow(
    expect.objectContaining({ code: "ResourceNotFound.TopicNotExist" }),
  );
  expect(groups.describe("l")[0]?.consumers).toEqual([]);
});

test("when strict, a topic that does not exist is refused, and no group is made for it", () => {
  const { groups, beat } = setUp({ strict: true, topics: { t: 1 } });
  expect(() => beat("a", ["t", "toString"])).toThrow(
    expect.objectContaining({ code: "ResourceNotFound.TopicNotExist" }),
  );
  expect(groups.describe("l")).toEqual([]);
  expect(beat("a", ["t"])).toEqual([{ topicId: "t", partitions: [1] }]);
});

describe("assignment", () => {
  test("sticky: nothing moves from the living, and what is free goes to the poorest", () => {
    const { clock, report } = setUp({ assignment: "sticky" });
    report("a");
    clock.stepMs(20_000);
    expect(report("b")).toEqual([]);
    expect(report("a", ...all)).toEqual(all);
    expect(report("c")).toEqual([]);
    clock.stepMs(20_000);
    report("b");
    report("c");
    clock.stepMs(20_000);
    expect([report("b"), report("c")]).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  test("unbalanced: the first has all but one for each of the others", () => {
    const { report } = setUp({ assignment: "unbalanced" });
    report("a");
    report("b");
    report("c");
    expect(report("a", ...all)).toEqual([1, 4]);
    report("a", 1, 4);
    expect([report("b"), report("c")]).toEqual([[2], [3]]);
  });
});

describe("partitions", () => {
  test("a split leaves the old one, read-only, and makes two with ids never used before", () => {
    const { groups, report } = setUp({ topics: { t: [614, 39_262] } });
    report("a");
    groups.topics.split("t", 614);
    groups.topics.remove("t", 39_262);
    expect(groups.topics.partitions("t")).toEqual([
      { id: 614, readOnly: true },
      { id: 39_263, readOnly: false },
      { id: 39_264, readOnly: false },
    ]);
    expect(report("a", 614, 39_262)).toEqual([614, 39_263, 39_264]);
    expect(() => {
      groups.topics.split("t", 1);
    }).toThrow(expect.objectContaining({ code: "ResourceNotFound.PartitionNotExist" }));
  });
});

describe("describing groups", () => {
  test("lists those of the logset, with timeout, topics and living consumers", () => {
    const { groups, beat } = setUp();
    beat("a", ["t", "u"]);
    beat("b", ["t"], { consumerGroup: "h" });
    beat("c", ["t"], { logsetId: "elsewhere" });
    expect(groups.describe("l")).toEqual([
      {
        consumerGroup: "g",
        leaseMs: 40_000,
        topicIds: ["t", "u"],
        consumers: [
          {
            consumer: "a",
            assignment: [
              { topicId: "t", partitions: all },
              { topicId: "u", partitions: all },
            ],
          },
        ],
      },
      {
        consumerGroup: "h",
        leaseMs: 40_000,
        topicIds: ["t"],
        consumers: [{ consumer: "b", assignment: [{ topicId: "t", partitions: all }] }],
      },
    ]);
    expect(groups.describe("l", ["u"]).map((group) => group.consumerGroup)).toEqual(["g"]);
    expect(groups.describe("l", [], "ap-singapore")).toEqual([]);
    expect(groups.describe("nowhere")).toEqual([]);
  });

  test("shows where the partitions of a dead consumer went", () => {
    const { clock, groups, beat } = setUp();
    beat("a");
    clock.stepMs(20_000);
    beat("b");
    clock.stepMs(20_000);
    expect(groups.describe("l")[0]?.consumers).toEqual([
      { consumer: "b", assignment: [{ topicId: "t", partitions: all }] },
    ]);
  });
});
