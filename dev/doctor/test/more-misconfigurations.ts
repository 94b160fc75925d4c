import type { Ports } from "../examine.ts";
import { healthyFile, type Misconfiguration, topicId } from "./misconfiguration.ts";

export const manyAliases = (count: number, more: object = {}) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `orders-${index}`,
      { consumer: `orders-${index}`, topics: [topicId], ...more },
    ]),
  );
const refusing = (code: string) => ({ refuses: { code } });
const apiOf = (answer: unknown): Partial<Ports> => ({
  createApi: () => ({
    call: () => Promise.resolve({ ok: true, response: answer }),
    mask: (text) => text,
  }),
});

/** What no misconfiguration of the list leads to, and what CLS may say besides. */
export const rows: readonly (readonly [Misconfiguration, Partial<Ports>?])[] = [
  [
    {
      name: "a variable of the relay's prefix that nobody reads",
      env: { RELAY_COLOUR: "blue" },
      expected: "variable-unknown",
    },
  ],
  [
    {
      name: "certificates are not to be verified",
      env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
      expected: "tls-weakened",
    },
  ],
  [
    {
      name: "the keys of each connection are written to a file",
      env: { NODE_OPTIONS: "--tls-keylog=/tmp/keys" },
      expected: "tls-weakened",
    },
  ],
  [
    {
      name: "Node prints what it sends",
      env: { NODE_DEBUG: "https" },
      expected: "node-debug",
    },
  ],
  [
    {
      name: "the local schedule is switched off by a word that is not known",
      env: { RELAY_SCHEDULE: "false" },
      expected: "variable-invalid",
    },
  ],
  [
    {
      name: "the local schedule is switched off under a misspelt name",
      env: { RELAY_SHEDULE: "off" },
      expected: "variable-misspelt",
    },
  ],
  [
    {
      name: "quotes around a word",
      env: { RELAY_HOST: '"127.0.0.1"' },
      expected: "value-quoted",
    },
  ],
  [
    {
      name: "blanks around a value",
      env: { TENCENTCLOUD_REGION: " ap-singapore\n" },
      expected: "value-blanks",
    },
  ],
  [
    {
      name: "an invalid SecretId",
      env: { TENCENTCLOUD_SECRET_ID: "100012345678" },
      expected: "secret-id-shape",
    },
  ],
  [
    {
      name: "a rate above the default quota, which CLS refuses",
      env: { CLS_RATE_PER_SECOND: "50" },
      world: refusing("RequestLimitExceeded"),
      expected: "rate-over-quota",
    },
  ],
  [
    {
      name: "an invalid table name",
      env: { RELAY_LEDGER_TABLE: "no table name!" },
      expected: "variable-invalid",
    },
  ],
  [
    {
      name: "the region of a table that is missing",
      env: { RELAY_LEDGER_TABLE: "beats" },
      expected: "variable-invalid",
    },
  ],
  [
    {
      name: "more consumers than the rate carries",
      file: { ...healthyFile, aliases: manyAliases(641) },
      expected: "overloaded",
    },
  ],
  [
    {
      name: "a group whose consumers keep their leases longer than the relay is set for",
      world: { groups: [{ consumerGroup: "orders", topicIds: [topicId], leaseSeconds: 60 }] },
      expected: "group-lease-longer",
    },
  ],
  [
    {
      name: "a signature that CLS finds too old",
      world: refusing("AuthFailure.SignatureExpire"),
      expected: "clock-refused",
    },
  ],
  [
    {
      name: "credentials that ask for a second factor",
      world: refusing("AuthFailure.MFAFailure"),
      expected: "credentials-refused",
    },
  ],
  [{ name: "an unknown refusal", world: refusing("InvalidAction"), expected: "cls-refused" }],
  [
    {
      name: "a logset that CLS finds invalid is missing, not refused",
      world: {
        logsets: [],
        refuses: { code: "InvalidParameter", actions: ["DescribeConsumerGroups"] },
      },
      expected: "logset-missing",
    },
  ],
  [{ name: "an answer without fields", expected: "cls-unreachable" }, apiOf(null)],
  [
    { name: "an answer without a list", expected: "cls-unreachable" },
    apiOf({ ConsumerGroupsInfo: "none" }),
  ],
  [{ name: "an answer without a list", expected: "logset-missing" }, apiOf({ RequestId: "r" })],
  [
    {
      name: "a key that expires tomorrow",
      file: {
        ...healthyFile,
        keys: [
          {
            name: "a",
            sha256: "{digest}",
            aliases: ["*"],
            expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
          },
        ],
      },
      expected: "key-expires-soon",
    },
  ],
  [
    {
      name: "an equal entry twice in a key's list",
      file: {
        ...healthyFile,
        keys: [{ name: "a", sha256: "{digest}", aliases: ["orders-1", "orders-1"] }],
      },
      expected: "pattern-shadowed",
    },
  ],
  [
    {
      name: "a hook's key that fits no alias",
      file: {
        ...healthyFile,
        keys: [
          { name: "a", sha256: "{digest}" },
          { name: "b", sha256: "{otherDigest}", hookOnly: true, consumers: ["nobody"] },
        ],
      },
      expected: "key-matches-nothing",
    },
  ],
  [
    {
      name: "a file that was cut off",
      file: '{"keys": [',
      expected: "file-not-json",
    },
  ],
];
