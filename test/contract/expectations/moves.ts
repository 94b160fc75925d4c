import assert from "node:assert/strict";
import { beat, create } from "../ask.ts";
import type { Cls } from "../cls.ts";
import type { Expectation } from "../expectation.ts";

/** Two consumers; the first holds everything and has been told what to let go of. */
async function revoke(cls: Cls) {
  await create(cls);
  const all = await beat(cls, "consumer_1");
  const given = await beat(cls, "consumer_2");
  const kept = await beat(cls, "consumer_1", all);
  return { all, given, kept, revoked: all.filter((partition) => !kept.includes(partition)) };
}

export const moves: readonly Expectation[] = [
  {
    says: "A second consumer does not get what the first one holds.",
    basis: "assumed",
    async check(cls) {
      assert.deepEqual((await revoke(cls)).given, []);
      return undefined;
    },
  },
  {
    says: "The first one's next answer leaves out half of it.",
    basis: "assumed",
    async check(cls) {
      const { all, revoked } = await revoke(cls);
      assert.equal(revoked.length, Math.floor(all.length / 2));
      return undefined;
    },
  },
  {
    says: "While the first one still reports what it was to let go, nobody else gets it.",
    basis: "assumed",
    async check(cls) {
      const { all } = await revoke(cls);
      for (let beats = 0; beats < 3; beats += 1) {
        assert.deepEqual(await beat(cls, "consumer_2"), []);
        await beat(cls, "consumer_1", all);
      }
      return undefined;
    },
  },
  {
    says: "Once the first one no longer reports it, the second one gets it.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      const { kept, revoked } = await revoke(cls);
      assert.deepEqual(await beat(cls, "consumer_1", kept), kept);
      assert.deepEqual(await beat(cls, "consumer_2"), revoked);
      return undefined;
    },
  },
];
