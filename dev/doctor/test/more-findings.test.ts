import { expect, test } from "@jest/globals";
import { codes } from "../codes.ts";
import { examine, type Ports } from "../examine.ts";
import {
  healthyFile,
  type Misconfiguration,
  misconfigurations,
  topicId,
} from "./misconfigurations.ts";
import { setUp } from "./set-up.ts";

const manyAliases = (count: number, more: object = {}) =>
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
const rows: readonly (readonly [Misconfiguration, Partial<Ports>?])[] = [
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
      name: "a SecretId that is none",
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
      name: "a table that is none",
      env: { RELAY_LIMIT_TABLE: "no table name!" },
      expected: "variable-invalid",
    },
  ],
  [
    {
      name: "the region of a table that is missing",
      env: { RELAY_LIMIT_TABLE: "beats" },
      expected: "variable-invalid",
    },
  ],
  [
    {
      name: "more aliases than one of four sandboxes bears",
      env: { RELAY_SANDBOXES: "4" },
      file: { ...healthyFile, aliases: manyAliases(100) },
      expected: "sandbox-part-exceeded",
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
    { name: "an answer whose list is none", expected: "cls-unreachable" },
    apiOf({ ConsumerGroupsInfo: "none" }),
  ],
  [{ name: "an answer without a list", expected: "logset-missing" }, apiOf({ RequestId: "r" })],
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

const named = rows.map(
  ([misconfiguration, ports]) => [misconfiguration.name, misconfiguration, ports] as const,
);

test.each(named)("%s", async (_name, misconfiguration, more) => {
  const { ports } = await setUp(misconfiguration);
  const { findings } = await examine({ ...ports, ...more });
  const found = findings.map(({ code }) => code);
  expect([found[0], found]).toEqual([misconfiguration.expected, found]);
});

const ofTable = {
  RELAY_LIMIT_TABLE: "beats",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "b",
};

test.each([
  ["RELAY_LIMIT_TABLE", "no table name!", "the name of a DynamoDB table"],
  ["AWS_REGION", undefined, "the region of RELAY_LIMIT_TABLE"],
  ["AWS_ACCESS_KEY_ID", undefined, "a key that may update RELAY_LIMIT_TABLE"],
  ["AWS_SECRET_ACCESS_KEY", "c d", "a key that may update RELAY_LIMIT_TABLE"],
  ["AWS_ENDPOINT_URL_DYNAMODB", "beats", "http://host:port or https://host:port and nothing more"],
])("what is wrong with %s is told with its exact fix", async (name, value, rule) => {
  const { ports } = await setUp({ env: { ...ofTable, [name]: value } });
  const { findings } = await examine(ports);
  expect(findings.map(({ code, subject, fix }) => [code, subject, fix])).toEqual([
    ["variable-invalid", name, `Set ${name} to ${rule}, or unset RELAY_LIMIT_TABLE.`],
  ]);
});

test("with a table the part of a sandbox is a note, and what fits into it is none", async () => {
  const env = { ...ofTable, RELAY_SANDBOXES: "20" };
  const told = async (count: number) => {
    const { ports } = await setUp({ env, file: { ...healthyFile, aliases: manyAliases(count) } });
    return (await examine(ports)).findings.map(({ severity, code }) => [severity, code]);
  };
  // One each 18 s; a part is 0.75 a second.
  expect(await told(13)).toEqual([]);
  expect(await told(14)).toEqual([["note", "sandbox-part-exceeded"]]);
});

test.each([
  // 6 a second of the schedule's 5, and 21 of all that there is.
  ["warning", 30],
  ["error", 105],
])("a schedule over its share is a %s with %i aliases each 5 s", async (severity, count) => {
  const aliases = manyAliases(count, { scheduled: { everySeconds: 5 } });
  const { ports } = await setUp({ file: { ...healthyFile, aliases } });
  const { findings } = await examine(ports);
  expect(findings.map((one) => [one.severity, one.code])).toEqual([
    [severity, "schedule-over-share"],
  ]);
});

test("everything that can be found has a test that finds it", () => {
  // These are in network.test.ts: on one machine nothing in a configuration leads to them.
  const found = new Set(["tcp-unreachable", "tls-expired", "http-failed"]);
  for (const { expected } of misconfigurations) found.add(expected);
  for (const [{ expected }] of rows) found.add(expected);
  expect(Object.keys(codes).filter((code) => !found.has(code))).toEqual([]);
});
