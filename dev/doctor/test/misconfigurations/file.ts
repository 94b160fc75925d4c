import {
  alias,
  defaults,
  healthyFile,
  key,
  logsetId,
  topicId,
  withKeys,
  type Misconfiguration,
} from "../misconfiguration.ts";

function aliases(count: number, scheduled: boolean | { everySeconds: number }) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `orders-${index}`,
      { consumer: `orders-${index}`, topics: [topicId], scheduled },
    ]),
  );
}

function withAlias(more: object): object {
  return { ...healthyFile, aliases: { "orders-1": { ...alias, ...more } } };
}

/** Of the configuration file. */
export const file: readonly Misconfiguration[] = [
  {
    name: "the file that is named is not there",
    env: { RELAY_CONFIG: "there-is-no-such-file.json" },
    expected: "file-unreadable",
  },
  {
    name: "the file has a comma too many",
    file: '{\n  "keys": [],\n  "aliases": {},\n}\n',
    expected: "file-not-json",
  },
  {
    name: "the file has comments",
    file: '{\n  // callers\n  "keys": []\n}\n',
    expected: "file-not-json",
  },
  { name: "the file is empty", file: "", expected: "file-not-json" },
  {
    name: "aliases are spelt alias",
    file: { keys: [key], alias: { "orders-1": alias }, defaults },
    expected: "file-unknown-field",
  },
  {
    name: "an alias has a consumer id in place of a consumer",
    file: {
      ...healthyFile,
      aliases: { "orders-1": { consumerId: "orders-1", topics: [topicId] } },
    },
    expected: "file-unknown-field",
  },
  {
    name: "the file has no keys",
    file: { aliases: { "orders-1": alias }, defaults },
    expected: "keys-none",
  },
  {
    name: "a key is the digest of nothing",
    file: withKeys({
      ...key,
      sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }),
    expected: "key-digest-of-nothing",
  },
  {
    name: "a key is the digest of a line break, as `echo | sha256sum` gives it",
    file: withKeys({
      ...key,
      sha256: "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b",
    }),
    expected: "key-digest-of-nothing",
  },
  {
    name: "the key itself stands in place of its digest",
    file: withKeys({ ...key, sha256: "aKeyOf43CharactersThatIsNoDigestAtAll_12345" }),
    expected: "key-not-a-digest",
  },
  {
    name: "a caller uses the SecretKey as its key",
    file: withKeys({ ...key, sha256: "{secretKeyDigest}" }),
    expected: "key-is-secret-key",
  },
  {
    name: "two keys have one name",
    file: withKeys(key, { ...key, sha256: "{otherDigest}" }),
    expected: "key-repeated",
  },
  {
    name: "an alias has a group neither of its own nor by default",
    file: { ...healthyFile, defaults: { logsetId } },
    expected: "alias-incomplete",
  },
  { name: "an alias has no topics", file: withAlias({ topics: [] }), expected: "file-invalid" },
  {
    name: "the cadence is a text",
    file: withAlias({ scheduled: "20s" }),
    expected: "file-invalid",
  },
  {
    name: "the logset is still a placeholder",
    file: { ...healthyFile, defaults: { consumerGroup: "orders", logsetId: "<logsetId>" } },
    world: { logsets: [logsetId] },
    expected: "file-placeholder",
  },
  {
    name: "a topic is still a placeholder",
    file: withAlias({ topics: ["your-topic-id"] }),
    world: { topics: { [topicId]: logsetId } },
    expected: "file-placeholder",
  },
  {
    name: "the group's name has a blank before it",
    file: { ...healthyFile, defaults: { consumerGroup: " orders", logsetId } },
    expected: "name-blanks",
  },
  {
    name: "the logset is given by its name",
    file: { ...healthyFile, defaults: { consumerGroup: "orders", logsetId: "production" } },
    world: { logsets: [logsetId] },
    expected: "id-shape",
  },
  {
    name: "a topic is given by its name",
    file: withAlias({ topics: ["orders-log"] }),
    world: { topics: { [topicId]: logsetId } },
    expected: "id-shape",
  },
  {
    name: "the logset's id stands in place of the topic's",
    file: withAlias({ topics: [logsetId] }),
    world: { topics: { [topicId]: logsetId } },
    expected: "topic-is-logset",
  },
  {
    name: "a schedule ended long ago",
    file: withAlias({ scheduled: true, scheduledUntil: "2020-01-31T00:00:00Z" }),
    expected: "schedule-ended",
  },
  {
    name: "an alias is beaten less often than its lease lasts",
    file: withAlias({ scheduled: { everySeconds: 60 } }),
    expected: "cadence-over-lease",
  },
  {
    name: "an alias loses its lease with one lost beat",
    file: withAlias({ scheduled: { everySeconds: 30 } }),
    expected: "cadence-over-half-lease",
  },
  {
    name: "the group's own timeout is shorter than the cadence",
    file: withAlias({ scheduled: { everySeconds: 20 } }),
    world: { groups: [{ consumerGroup: "orders", topicIds: [topicId], leaseSeconds: 10 }] },
    expected: "group-lease-shorter",
  },
  {
    name: "more aliases are scheduled than the rate bears",
    file: { ...healthyFile, aliases: aliases(105, { everySeconds: 5 }) },
    expected: "budget-exceeded",
  },
  {
    name: "there are more aliases than the rate bears",
    file: { ...healthyFile, aliases: aliases(361, false) },
    expected: "budget-exceeded",
  },
  {
    name: "two aliases beat for one consumer",
    file: { ...healthyFile, aliases: { "orders-1": alias, "orders-again": alias } },
    expected: "consumer-shared",
  },
];
