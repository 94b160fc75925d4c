import assert from "node:assert/strict";
import { beat, create, granted, refused } from "../ask.ts";
import type { Cls } from "../cls.ts";
import type { Expectation } from "../expectation.ts";

async function offsetsOf(cls: Cls, partition: number, from: unknown = "begin") {
  const { response } = granted(
    await cls.call("DescribeConsumerOffsets", {
      ...cls.group,
      TopicId: cls.topicId,
      PartitionId: String(partition),
      From: from,
    }),
  );
  return response["TopicPartitionOffsetsInfo"];
}

function commitBody(cls: Cls, partition: number, offset: number): object {
  const offsets = [{ PartitionId: partition, Offset: offset }];
  const topic = { TopicID: cls.topicId, PartitionOffsets: offsets };
  return { ...cls.group, Consumer: "consumer_1", TopicPartitionOffsetsInfo: [topic] };
}

/** A group with one consumer; the first of its partitions. */
async function join(cls: Cls): Promise<number> {
  await create(cls);
  const [first] = await beat(cls, "consumer_1");
  return first ?? assert.fail("the topic has no partitions");
}

export const offsets: readonly Expectation[] = [
  {
    says: "Where nothing was committed, the answer lists the topic with no offset of the partition, or -1.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      const info = JSON.stringify(await offsetsOf(cls, await join(cls)));
      assert.match(info, /"PartitionOffsets":(\[\]|\[\{[^\]]*"Offset":-1\b)/);
      return info.includes("-1") ? "-1" : "no element";
    },
  },
  {
    says: "A committed offset comes back as it was.",
    basis: "documented",
    async check(cls) {
      const partition = await join(cls);
      granted(await cls.call("CommitConsumerOffsets", commitBody(cls, partition, 7)));
      const committed = { PartitionId: partition, Offset: 7 };
      assert.deepEqual(await offsetsOf(cls, partition), [
        { TopicID: cls.topicId, PartitionOffsets: [committed] },
      ]);
      return undefined;
    },
  },
  {
    says: "From may be begin, end, or Unix seconds as a number.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      const partition = await join(cls);
      const nowSeconds = Math.floor(cls.nowMs() / 1000);
      for (const from of ["begin", "end", nowSeconds]) await offsetsOf(cls, partition, from);
      return undefined;
    },
  },
  {
    says: "Offsets of a group that does not exist are refused, to be read and to be committed.",
    basis: "assumed",
    async check(cls) {
      const read = { ...cls.group, TopicId: cls.topicId, PartitionId: "1", From: "end" };
      const described = refused(await cls.call("DescribeConsumerOffsets", read));
      const committed = refused(await cls.call("CommitConsumerOffsets", commitBody(cls, 1, 7)));
      return `${described}, ${committed}`;
    },
  },
  {
    says: "A group that was deleted and made again has no offsets.",
    basis: "assumed",
    async check(cls) {
      const partition = await join(cls);
      granted(await cls.call("CommitConsumerOffsets", commitBody(cls, partition, 7)));
      granted(await cls.call("DeleteConsumerGroup", cls.group));
      await create(cls);
      assert.doesNotMatch(JSON.stringify(await offsetsOf(cls, partition)), /"Offset":7\b/);
      return undefined;
    },
  },
];
