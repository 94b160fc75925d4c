import { expect, test } from "@jest/globals";
import { codes } from "../../dev/doctor/codes.ts";
import { examine, type Ports } from "../../dev/doctor/examine.ts";
import { healthyFile, type Misconfiguration, misconfigurations } from "./misconfigurations.ts";
import { setUp } from "./set-up.ts";

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

test("everything that can be found has a test that finds it", () => {
  // These are in network.test.ts: on one machine nothing in a configuration leads to them.
  const found = new Set(["tcp-unreachable", "tls-expired", "http-failed"]);
  for (const { expected } of misconfigurations) found.add(expected);
  for (const [{ expected }] of rows) found.add(expected);
  expect(Object.keys(codes).filter((code) => !found.has(code))).toEqual([]);
});
