import assert from "node:assert/strict";
import { create, refused } from "../ask.ts";
import type { Cls } from "../cls.ts";
import type { Expectation } from "../expectation.ts";

const notAskedOfCls = "it would take the whole account's rate for a second";

async function burst(cls: Cls, action: string, body: object, times: number) {
  const replies = await Promise.all(Array.from({ length: times }, () => cls.call(action, body)));
  return replies.filter(({ code }) => code !== undefined);
}

export const limits: readonly Expectation[] = [
  {
    says: "Twenty requests of one action pass in a second; the next are refused with RequestLimitExceeded.",
    basis: "documented",
    notAskedOfCls,
    async check(cls) {
      await cls.wait(1);
      const body = { LogsetId: cls.group.LogsetId };
      const over = await burst(cls, "DescribeConsumerGroups", body, 25);
      assert.equal(over.length, 5);
      for (const reply of over) refused(reply, "RequestLimitExceeded");
      return undefined;
    },
  },
  {
    says: "Each action is counted apart.",
    basis: "documented",
    notAskedOfCls,
    async check(cls) {
      await create(cls);
      await cls.wait(1);
      const from = { ...cls.group, From: "end", TopicId: cls.topicId };
      const body = { LogsetId: cls.group.LogsetId };
      assert.equal((await burst(cls, "DescribeConsumerGroups", body, 20)).length, 0);
      assert.equal((await burst(cls, "DescribeConsumerOffsets", from, 20)).length, 0);
      return undefined;
    },
  },
  {
    says: "The next second has twenty of its own.",
    basis: "documented",
    notAskedOfCls,
    async check(cls) {
      const body = { LogsetId: cls.group.LogsetId };
      await cls.wait(1);
      await burst(cls, "DescribeConsumerGroups", body, 25);
      await cls.wait(1);
      assert.equal((await burst(cls, "DescribeConsumerGroups", body, 20)).length, 0);
      return undefined;
    },
  },
];
