import assert from "node:assert/strict";
import { beat, create, granted, refused, tryBeat } from "../ask.ts";
import { type Cls, leaseSeconds } from "../cls.ts";
import type { Expectation } from "../expectation.ts";

async function describeOwn(cls: Cls) {
  const body = { LogsetId: cls.group.LogsetId, Topics: [cls.topicId] };
  const { response } = granted(await cls.call("DescribeConsumerGroups", body));
  const all = response["ConsumerGroupsInfo"] as Record<string, unknown>[];
  return all.find(({ ConsumerGroup }) => ConsumerGroup === cls.group.ConsumerGroup);
}

export const groups: readonly Expectation[] = [
  {
    says: "CreateConsumerGroup answers with the group's name.",
    basis: "documented",
    async check(cls) {
      const { response } = await create(cls);
      assert.equal(response["ConsumerGroup"], cls.group.ConsumerGroup);
      return undefined;
    },
  },
  {
    says: 'Creating a group again is refused with a message that has "consumer group already exists".',
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      const settings = { ...cls.group, Timeout: leaseSeconds, Topics: [cls.topicId] };
      const reply = await cls.call("CreateConsumerGroup", settings);
      const code = refused(reply);
      const { Message } = reply.response["Error"] as Record<string, string>;
      assert.match(Message ?? "", /consumer group already exists/);
      return code;
    },
  },
  {
    says: "DescribeConsumerGroups lists a group with ConsumerGroup, Timeout and Topics.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      const { ConsumerGroup, Timeout, Topics } = (await describeOwn(cls)) ?? {};
      const expected = { ConsumerGroup: cls.group.ConsumerGroup, Timeout: leaseSeconds };
      assert.deepEqual({ ConsumerGroup, Timeout }, expected);
      assert.deepEqual(Topics, [cls.topicId]);
      return undefined;
    },
  },
  {
    says: "ModifyConsumerGroup sets the timeout.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      const settings = { ...cls.group, Timeout: leaseSeconds + 5, Topics: [cls.topicId] };
      granted(await cls.call("ModifyConsumerGroup", settings));
      assert.equal((await describeOwn(cls))?.["Timeout"], leaseSeconds + 5);
      return undefined;
    },
  },
  {
    says: "DeleteConsumerGroup takes the group out of the list.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      granted(await cls.call("DeleteConsumerGroup", cls.group));
      assert.equal(await describeOwn(cls), undefined);
      return undefined;
    },
  },
  {
    says: "A heartbeat for a group that was never created is refused.",
    basis: "assumed",
    check: async (cls) => refused(await tryBeat(cls)),
  },
  {
    says: "A heartbeat for a group that was deleted is refused.",
    basis: "assumed",
    async check(cls) {
      await create(cls);
      await beat(cls, "consumer_1");
      granted(await cls.call("DeleteConsumerGroup", cls.group));
      return refused(await tryBeat(cls));
    },
  },
  {
    says: "Modifying or deleting a group that does not exist is refused.",
    basis: "assumed",
    async check(cls) {
      const settings = { ...cls.group, Timeout: leaseSeconds, Topics: [cls.topicId] };
      const modified = refused(await cls.call("ModifyConsumerGroup", settings));
      const deleted = refused(await cls.call("DeleteConsumerGroup", cls.group));
      return `${modified}, ${deleted}`;
    },
  },
  {
    says: "A heartbeat that names a topic which is not one of the group's is refused.",
    basis: "assumed",
    async check(cls) {
      await create(cls);
      const other = { TopicID: "00000000-0000-4000-8000-000000000000", Partitions: [] };
      return refused(await tryBeat(cls, { TopicPartitionsInfo: [other] }));
    },
  },
  {
    says: "A group belongs to its region: a heartbeat in another one is refused.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      const other = cls.region === "ap-bangkok" ? "ap-guangzhou" : "ap-bangkok";
      return refused(await tryBeat(cls, {}, { headers: { "x-tc-region": other } }));
    },
  },
  {
    says: "A group belongs to its logset: a heartbeat in another one is refused.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      return refused(await tryBeat(cls, { LogsetId: "00000000-0000-4000-8000-000000000000" }));
    },
  },
];
