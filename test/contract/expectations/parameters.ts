import { beat, beatBody, create, granted, refused, tryBeat } from "../ask.ts";
import type { Expectation } from "../expectation.ts";

export const parameters: readonly Expectation[] = [
  {
    says: "A consumer may be named with digits and hyphens, as in the example on Tencent's page.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      granted(await tryBeat(cls, { Consumer: "test-123-1" }));
      return undefined;
    },
  },
  {
    says: "An empty list of partitions is accepted: it is how a consumer joins.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      granted(await cls.call("SendConsumerHeartbeat", beatBody(cls, "consumer_1", [])));
      return undefined;
    },
  },
  {
    says: "PartitionStrategy: 2 is accepted, though it is on no page.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      granted(await tryBeat(cls, { PartitionStrategy: 2 }));
      return undefined;
    },
  },
  {
    says: "A parameter that is on no page is refused with UnknownParameter.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      refused(await tryBeat(cls, { Offset: 1 }), "UnknownParameter");
      return undefined;
    },
  },
  {
    says: "A heartbeat without Consumer is refused with MissingParameter.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      refused(await tryBeat(cls, { Consumer: undefined }), "MissingParameter");
      return undefined;
    },
  },
  {
    says: "A consumer's name of 256 characters is refused.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      return refused(await tryBeat(cls, { Consumer: "c".repeat(256) }));
    },
  },
  {
    says: "Partitions of null are refused.",
    basis: "assumed",
    async check(cls) {
      await create(cls);
      const body = beatBody(cls, "consumer_1", null);
      return refused(await cls.call("SendConsumerHeartbeat", body));
    },
  },
  {
    says: "A partition in quotes is refused.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      const body = beatBody(cls, "consumer_1", ["1"]);
      return refused(await cls.call("SendConsumerHeartbeat", body));
    },
  },
  {
    says: "A partition that the topic does not have may be reported; it is in no answer.",
    basis: "assumed",
    async check(cls) {
      await create(cls);
      const all = await beat(cls, "consumer_1");
      const again = await beat(cls, "consumer_1", [...all, 4_000_000_000]);
      return again.join() === all.join() ? undefined : Promise.reject(new Error(again.join()));
    },
  },
];
