import { describe, expect, test } from "@jest/globals";
import { setUp } from "./set-up.ts";

const all = [1, 2, 3, 4];

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
