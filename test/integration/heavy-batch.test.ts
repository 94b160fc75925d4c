import { expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { path } from "../support/batch.ts";
import { startRelay } from "../support/start-relay.ts";

const nobody = createKey();
const anybody = createKey();
const file = {
  keys: [
    { name: "nobody", sha256: nobody.sha256, aliases: [], consumerGroups: [] },
    { name: "anybody", sha256: anybody.sha256 },
  ],
  defaults: { consumerGroup: "g", logsetId: "l" },
};
const repeat = (count: number, piece: string) => Array<string>(count).fill(piece).join();
const count = (until: number, name: (index: number) => string) =>
  Array.from({ length: until }, (_, index) => name(index)).join();
const tencents = (info: string) =>
  `{"ConsumerGroup":"g","Consumer":"c","LogsetId":"l","TopicPartitionsInfo":[${info}]}`;
const own = (topics: string) => `{"consumer":"c","topics":${topics}}`;

// Each time quadratic work would take seconds, in which the process answers nobody.
test.each([
  [
    "one topic many times after many partitions",
    tencents(
      `{"TopicID":"t","Partitions":[${count(24_000, String)}]},${repeat(3000, '{"TopicID":"t","Partitions":[]}')}`,
    ),
  ],
  ["one topic many times", repeat(16, tencents(repeat(450, '{"TopicID":"t","Partitions":[0]}')))],
  ["invalid partitions", repeat(15, own(`{"t":[${repeat(5000, "-1")}]}`))],
  ["names that are given twice", repeat(15, own(`{${repeat(1500, '"t":[]')}}`))],
  ["unknown fields", repeat(15, `{${count(1400, (index) => `"x${index}":1`)}}`)],
  ["invalid names", repeat(15, own(`[${repeat(1600, '"\\u200b"')}]`))],
  ["lists in lists", own(`${"[".repeat(120_000)}${"]".repeat(120_000)}`)],
])(
  "a batch of 250 KB of %s is refused at once, whatever its key may send",
  async (_name, entries) => {
    const relay = await startRelay({ file, env: { RELAY_AUTH: "" } });
    const body = `{"heartbeats":[${entries}]}`;
    for (const { key } of [nobody, anybody]) {
      const before = process.cpuUsage();
      const answer = await relay.call({ path, headers: { "x-api-key": key }, body });
      // Of CPU, which a busy machine does not stretch; it was eight seconds.
      expect(process.cpuUsage(before).user).toBeLessThan(4_000_000);
      expect([400, 422]).toContain(answer.statusCode);
    }
  },
);
