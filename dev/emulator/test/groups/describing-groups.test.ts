import { describe, expect, test } from "@jest/globals";
import { setUp } from "./set-up.ts";

const all = [1, 2, 3, 4];

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
