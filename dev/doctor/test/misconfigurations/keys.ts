import { alias, healthyFile, key, withKeys, type Misconfiguration } from "../misconfiguration.ts";

/** Of what keys may send. */
export const keys: readonly Misconfiguration[] = [
  {
    name: "a key's aliases do not exist",
    file: withKeys(key, { name: "audit", sha256: "{otherDigest}", aliases: ["audit-*"] }),
    expected: "key-matches-nothing",
  },
  {
    name: "one pattern of a key matches no alias",
    file: withKeys({ ...key, aliases: ["orders-*", "audit-1"] }),
    expected: "pattern-unused",
  },
  {
    name: "no key may send an alias",
    file: {
      ...healthyFile,
      aliases: { "orders-1": alias, "audit-1": { ...alias, consumer: "a" } },
    },
    expected: "alias-unreachable",
  },
  {
    name: "a key has expired",
    file: withKeys({ ...key, expiresAt: "2020-01-31T00:00:00Z" }),
    expected: "key-expired",
  },
  {
    name: "a key is rotated, and its old digest stayed",
    file: withKeys({ ...key, sha256: ["{digest}", "{otherDigest}"] }),
    expected: "key-rotation-open",
  },
  {
    name: "the new digest of a rotated key is that of an empty variable",
    file: withKeys({
      ...key,
      // printf "\\n" | sha256sum
      sha256: ["{digest}", "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b"],
    }),
    expected: "key-digest-of-nothing",
  },
  {
    name: "the new digest of a rotated key is the key itself",
    file: withKeys({
      ...key,
      sha256: ["{digest}", "GdLM3SUNZkLs4fHq5mGRd0rp6V0SVQ0RTKGhGr_5LVE"],
    }),
    expected: "key-not-a-digest",
  },
  {
    name: "a key's list is empty",
    file: withKeys(
      { ...key, aliases: undefined },
      {
        name: "audit",
        sha256: "{otherDigest}",
        consumers: [],
      },
    ),
    expected: "key-allows-nothing",
  },
  {
    name: "a pattern of a key covers another one",
    file: withKeys({ ...key, aliases: ["orders-*", "orders-1"] }),
    expected: "pattern-shadowed",
  },
  {
    name: "the key of a hook has no limits",
    file: withKeys({ name: "ping", sha256: "{digest}", hookOnly: true }),
    expected: "hook-key-unlimited",
  },
  {
    name: "no key may ping an alias that is kept alive",
    file: {
      ...healthyFile,
      aliases: { "orders-1": alias, "audit-1": { ...alias, consumer: "a", keepAliveSeconds: 900 } },
    },
    expected: "alias-unreachable",
  },
  {
    name: "the only key of an alias reads",
    file: withKeys({ ...key, read: true }),
    expected: "alias-unreachable",
  },
  {
    name: "a key that reads is for hooks",
    file: withKeys(key, { name: "audit", sha256: "{otherDigest}", read: true, hookOnly: true }),
    expected: "file-invalid",
  },
  {
    name: "a key for bodies may name any consumer",
    file: withKeys({ name: "orders", sha256: "{digest}", consumerGroups: ["orders"] }),
    expected: "key-any-consumer",
  },
];
