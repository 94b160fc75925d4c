import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { parseRelayFile } from "../../../lib/config/relay-file.ts";

const sha256 = createHash("sha256").update("secret").digest("hex");
const preset = { consumerGroup: "orders", consumer: "orders-1", logsetId: "l", topics: ["a"] };

const pathsIn = (text: string) => {
  const parsed = parseRelayFile(text);
  return parsed.ok ? [] : parsed.faults.map(({ path }) => path);
};

test.each([
  ["", "It is empty."],
  ["{", "It ends too early."],
  ["{'keys':[]}", "It has single quotes in line 1, column 2."],
  ['{\n  // callers\n  "keys": []\n}', "It has a comment in line 2, column 3."],
  [Buffer.from("\ufeff{}", "utf16le").toString(), "It is UTF-16; only UTF-8 is read."],
])("%j is not JSON, and the fault says why", (text, why) => {
  expect(parseRelayFile(text)).toEqual({
    ok: false,
    faults: [{ path: "", message: `is not JSON. ${why}`, kind: "not-json" }],
  });
});

test.each([
  ['{"keys":[],"keys":[]}', ["keys"]],
  ['{"defaults":{},"default\\u0073":{}}', ["defaults"]],
  [
    `{"keys":[{"name":"a","sha256":"${sha256}","consumerGroups":[],"consumerGroups":["*"]}]}`,
    ["keys.0.consumerGroups"],
  ],
  [
    `{"keys":[{"name":"a","sha256":"${sha256}","hookOnly":true,"hookOnly":false}]}`,
    ["keys.0.hookOnly"],
  ],
  [
    '{"aliases":{"a":{"consumer":"c","topics":["t"]},"a":{"consumer":"d","topics":["t"]}}}',
    ["aliases.a"],
  ],
  ['{"aliases":{"a":{"consumer":"c","topics":{"t":[0],"t":[1]}}}}', ["aliases.a.topics.t"]],
  [
    '{"aliases":{"a":{"consumer":"c","topics":["t"],"scheduled":{"everySeconds":5,"everySeconds":20}}}}',
    ["aliases.a.scheduled.everySeconds"],
  ],
  ['{"$schema":"a","$schema":"b"}', ["$schema"]],
])("a name that is given twice is a fault: %s", (text, paths) => {
  const defaults = '{"defaults":{"consumerGroup":"g","logsetId":"l"},"aliases":';
  expect(pathsIn(text.replace('{"aliases":', defaults))).toEqual(paths);
});

test.each([
  ['{"read":true,"hookOnly":true}', ["keys.0.hookOnly"]],
  ['{"read":true,"hookOnly":true,"ratePerSecond":5}', ["keys.0.hookOnly", "keys.0.ratePerSecond"]],
  ['{"read":true,"hookOnly":false}', []],
  ['{"read":false,"hookOnly":true,"ratePerSecond":5}', []],
  ['{"read":1}', ["keys.0.read"]],
])("a key that reads has nothing that is for sending: %s", (text, paths) => {
  const key = { name: "a", sha256, ...(JSON.parse(text) as object) };
  expect(pathsIn(JSON.stringify({ keys: [key] }))).toEqual(paths);
});

test.each(["orders-1 ", " orders-*", "orders\u200b*", "orders\u00a01", "orders  *", "e\u0301*"])(
  "a limit that no name can match is a fault: %j",
  (pattern) => {
    const keys = [{ name: "a", sha256, consumers: ["orders *", "*", "订单*", pattern] }];
    expect(pathsIn(JSON.stringify({ keys }))).toEqual(["keys.0.consumers.3"]);
  },
);

test.each(["consumerGroup", "consumer", "logsetId"])(
  "an invisible character in %s is a fault",
  (field) => {
    const aliases = { a: { ...preset, [field]: "orders-1\u200b" } };
    expect(pathsIn(JSON.stringify({ aliases }))).toEqual([`aliases.a.${field}`]);
    expect(pathsIn(JSON.stringify({ aliases: { "a\u200b": preset } }))).toEqual([
      "aliases.a<U+200B>",
    ]);
  },
);

test.each(["orders-1 ", "orders\u200b", "e\u0301", ""])(
  "are consumer groups whose lease no heartbeat would have: %j",
  (group) => {
    const consumerGroups = { "订单 orders": { leaseSeconds: 20 }, [group]: { leaseSeconds: 20 } };
    expect(pathsIn(JSON.stringify({ consumerGroups }))).toEqual([
      `consumerGroups.${group.replace("\u200b", "<U+200B>")}`,
    ]);
  },
);

test("are told of an alias's topics where they lie, with what is right", () => {
  const topics = { "t\u200b": [0], u: null };
  const parsed = parseRelayFile(
    JSON.stringify({
      aliases: { a: { ...preset, topics }, b: { ...preset, topics: [null] } },
    }),
  );
  expect(parsed).toMatchObject({
    faults: [
      { path: "aliases.a.topics.t<U+200B>", message: expect.stringContaining("visible") },
      { path: "aliases.a.topics.u", message: expect.stringContaining("send []") },
      { path: "aliases.b.topics.0" },
    ],
  });
});

test("show invisible characters wherever they name a place", () => {
  const aliases = { "a\u200b": { consumer: "c", topics: ["t"] } };
  expect(pathsIn(JSON.stringify({ aliases }))).toEqual([
    "aliases.a<U+200B>",
    "aliases.a<U+200B>.consumerGroup",
    "aliases.a<U+200B>.logsetId",
  ]);
});

test.each([
  ["[]", [""]],
  ["null", [""]],
  ['{"key":[]}', ["key"]],
  ['{"keys":{}}', ["keys"]],
  ['{"keys":[{"name":"a b"}]}', ["keys.0.name", "keys.0.sha256"]],
  [`{"keys":[{"name":"a","sha256":"${sha256}0"}]}`, ["keys.0.sha256"]],
  [
    `{"keys":[{"name":"a","sha256":"${sha256}","aliases":["a*b","",1]}]}`,
    ["keys.0.aliases.0", "keys.0.aliases.1", "keys.0.aliases.2"],
  ],
  ['{"aliases":[]}', ["aliases"]],
  ['{"aliases":{"a/b":{}}}', ["aliases.a/b"]],
  ['{"aliases":{"a":{"consumer":"c","topics":{"t":[-1]}}}}', ["aliases.a.topics.t.0"]],
  [
    '{"aliases":{"a":{"consumer":"c","topics":1,"scheduled":"yes"}}}',
    ["aliases.a.topics", "aliases.a.scheduled"],
  ],
  [
    '{"aliases":{"a":{"consumer":"c","topics":["t"],"scheduled":{"everySeconds":0}}}}',
    ["aliases.a.scheduled.everySeconds"],
  ],
  [
    '{"aliases":{"a":{"consumer":"c","topics":["t"],"scheduled":{"everySeconds":3601}}}}',
    ["aliases.a.scheduled.everySeconds"],
  ],
  [
    '{"aliases":{"a":{"consumer":"c","topics":["t"],"scheduledUntil":"tomorrow"}}}',
    ["aliases.a.scheduledUntil"],
  ],
  ['{"aliases":{"a":{"consumer":"c","topics":["t"],"allowGet":"yes"}}}', ["aliases.a.allowGet"]],
  ['{"defaults":{"consumer":"c"}}', ["defaults.consumer"]],
  ['{"__proto__":{}}', ["__proto__"]],
  ['{"aliases":{"__proto__":{}}}', ["aliases.__proto__"]],
  ['{"defaults":{"__proto__":1}}', ["defaults.__proto__"]],
  [`{"keys":[{"name":"a","sha256":"${sha256}","__proto__":1}]}`, ["keys.0.__proto__"]],
  [
    '{"aliases":{"a":{"consumer":"c","topics":{"t":[],"__proto__":[1]}}}}',
    ["aliases.a.topics.__proto__"],
  ],
])("%s", (text, paths) => {
  const defaults = '{"defaults":{"consumerGroup":"g","logsetId":"l"},"aliases":';
  expect(pathsIn(text.replace('{"aliases":', defaults))).toEqual(paths);
});

test("faults of several parts are reported together", () => {
  const file = {
    keys: [{ name: "a", sha256: "x" }],
    aliases: { a: { consumer: "c", topics: 1 } },
  };
  expect(pathsIn(JSON.stringify(file))).toEqual([
    "keys.0.sha256",
    "aliases.a.topics",
    "aliases.a.consumerGroup",
    "aliases.a.logsetId",
  ]);
});

test("two keys of one name, the same key twice and a key called none are faults", () => {
  const other = "b".repeat(64);
  const keys = [
    { name: "a", sha256 },
    { name: "A", sha256: other },
    { name: "none", sha256: other.toUpperCase() },
  ];
  expect(pathsIn(JSON.stringify({ keys }))).toEqual([
    "keys.2.name",
    "keys.1.name",
    "keys.2.sha256",
  ]);
  expect(pathsIn('{"keys":["a",null]}')).toEqual(["keys.0", "keys.1"]);
  // What has no text of its own is a fault like any other value that is not a string.
  const noText = '{"keys":[{"name":"a","sha256":{"toString":[]}}]}';
  expect(pathsIn(noText)).toEqual(["keys.0.sha256"]);
});

test("the digest of an empty text is refused: it comes from a variable that was not set", () => {
  const sha256 = createHash("sha256").update("").digest("hex").toUpperCase();
  const parsed = parseRelayFile(JSON.stringify({ keys: [{ name: "k", sha256 }] }));
  expect(parsed).toMatchObject({ ok: false, faults: [{ path: "keys.0.sha256" }] });
});
