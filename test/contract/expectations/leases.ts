import assert from "node:assert/strict";
import { beat, create, granted, tryBeat } from "../ask.ts";
import { leaseSeconds } from "../cls.ts";
import type { Expectation } from "../expectation.ts";

export const joins: readonly Expectation[] = [
  {
    says: "A consumer that is alone is told to hold every partition.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      const all = await beat(cls, "consumer_1");
      assert.ok(all.length > 0);
      assert.deepEqual(await beat(cls, "consumer_1", all), all);
      return undefined;
    },
  },
  {
    says: "Partition ids begin at 1.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      const all = await beat(cls, "consumer_1");
      assert.ok(Math.min(...all) >= 1, all.join());
      return all.join();
    },
  },
  {
    says: "An answer names the group and has one element for each topic, none of them null.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      const { response } = granted(await tryBeat(cls));
      const info = response["TopicPartitionsInfo"] as Record<string, unknown>[];
      assert.equal(response["ConsumerGroup"], cls.group.ConsumerGroup);
      assert.deepEqual(
        info.map(({ TopicID, Partitions }) => [TopicID, Array.isArray(Partitions)]),
        [[cls.topicId, true]],
      );
      return undefined;
    },
  },
];

export const renewals: readonly Expectation[] = [
  {
    says: "Every heartbeat renews the lease: who beats twice in a timeout keeps what it holds.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      const all = await beat(cls, "consumer_1");
      for (let beats = 0; beats < 3; beats += 1) {
        await cls.wait(leaseSeconds / 2);
        assert.deepEqual(await beat(cls, "consumer_1", all), all);
      }
      return undefined;
    },
  },
];

export const expiry: readonly Expectation[] = [
  {
    says: "Two seconds before the timeout a silent consumer's partitions are still its own.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      await beat(cls, "consumer_1");
      await cls.wait(leaseSeconds - 2);
      assert.deepEqual(await beat(cls, "consumer_2"), []);
      return undefined;
    },
  },
  {
    says: "Two seconds after the timeout a silent consumer's partitions go to another one.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      const all = await beat(cls, "consumer_1");
      await cls.wait(leaseSeconds / 2);
      await beat(cls, "consumer_2");
      await cls.wait(leaseSeconds / 2 + 2);
      assert.deepEqual(await beat(cls, "consumer_2"), all);
      return undefined;
    },
  },
  {
    says: "A timeout that is modified counts for leases that are running.",
    basis: "assumed",
    async check(cls) {
      await create(cls, { Timeout: leaseSeconds * 6 });
      const all = await beat(cls, "consumer_1");
      const settings = { ...cls.group, Timeout: leaseSeconds, Topics: [cls.topicId] };
      granted(await cls.call("ModifyConsumerGroup", settings));
      await cls.wait(leaseSeconds + 2);
      assert.deepEqual(await beat(cls, "consumer_2"), all);
      return undefined;
    },
  },
];
