import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { parseRelayFile } from "../../../lib/config/relay-file.ts";

const sha256 = createHash("sha256").update("secret").digest("hex");
const preset = { consumerGroup: "orders", consumer: "orders-1", logsetId: "l", topics: ["a"] };

const parse = (file: object) => parseRelayFile(JSON.stringify(file));
const pathsIn = (text: string) => {
  const parsed = parseRelayFile(text);
  return parsed.ok ? [] : parsed.faults.map(({ path }) => path);
};

test("an empty file sets nothing", () => {
  expect(parse({})).toEqual({ ok: true, value: { keys: [], aliases: new Map(), defaults: {} } });
});

describe("keys", () => {
  test("are known by their digest, with what they are limited to", () => {
    const scopes = { aliases: ["orders-*"], consumerGroups: ["orders"], logsetIds: ["*"] };
    expect(parse({ keys: [{ name: "shop", sha256, ...scopes, hookOnly: true }] })).toMatchObject({
      value: {
        keys: [{ name: "shop", digest: Buffer.from(sha256, "hex"), ...scopes, hookOnly: true }],
      },
    });
  });

  test("work everywhere unless they are for hooks only, and may be spelled in capitals", () => {
    expect(parse({ keys: [{ name: "shop", sha256: sha256.toUpperCase() }] })).toMatchObject({
      value: { keys: [{ digest: Buffer.from(sha256, "hex"), hookOnly: false }] },
    });
  });
});

describe("aliases", () => {
  test.each([
    ["not at all", {}, undefined],
    [
      "not at all, said aloud",
      { scheduled: false, scheduledUntil: "2027-01-31T00:00:00Z" },
      undefined,
    ],
    ["at 0.45 of its lease", { scheduled: true }, { everyMs: 18_000 }],
    ["at their own pace", { scheduled: { everySeconds: 5 } }, { everyMs: 5000 }],
    [
      "until a time in any zone",
      { scheduled: true, scheduledUntil: "2027-01-31T01:00:00+01:00" },
      { everyMs: 18_000, untilEpochMs: Date.UTC(2027, 0, 31) },
    ],
  ])("are beaten by the schedule %s", (_name, schedule, cadence) => {
    const parsed = parse({ aliases: { "orders-1": { ...preset, ...schedule } } });
    expect(parsed.ok && parsed.value.aliases.get("orders-1")).toEqual({
      heartbeat: { ...preset, topics: new Map([["a", []]]) },
      ...(cadence && { cadence }),
    });
  });

  test.each([
    [{}, undefined],
    [{ allowGet: false }, undefined],
    [{ allowGet: true }, true],
  ])("with %j beat by GET: %j", (options, allowGet) => {
    const parsed = parse({ aliases: { "orders-1": { ...preset, ...options } } });
    expect(parsed.ok && parsed.value.aliases.get("orders-1")).toEqual({
      heartbeat: { ...preset, topics: new Map([["a", []]]) },
      ...(allowGet && { allowGet }),
    });
  });

  test("take the defaults that they leave out", () => {
    const defaults = { consumerGroup: "orders", logsetId: "l" };
    const parsed = parse({ defaults, aliases: { a: { consumer: "c", topics: { a: [1] } } } });
    expect(parsed).toMatchObject({ value: { defaults } });
    expect(parsed.ok && parsed.value.aliases.get("a")?.heartbeat).toEqual({
      ...defaults,
      consumer: "c",
      topics: new Map([["a", [1]]]),
    });
  });

  test("that lack what no default gives are told by name", () => {
    expect(pathsIn('{"aliases":{"a":{"consumer":"c","topics":["t"]}}}')).toEqual([
      "aliases.a.consumerGroup",
      "aliases.a.logsetId",
    ]);
  });

  test("may be named like what every object inherits", () => {
    const parsed = parse({ aliases: { constructor: preset } });
    expect(parsed.ok && [...parsed.value.aliases.keys()]).toEqual(["constructor"]);
    expect(parsed.ok && parsed.value.aliases.get("toString")).toBeUndefined();
  });
});

describe("faults", () => {
  test.each([
    ["", "It is empty."],
    ["{", "It ends too early."],
    ["{'keys':[]}", "It has single quotes in line 1, column 2."],
    ['{\n  // callers\n  "keys": []\n}', "It has a comment in line 2, column 3."],
    [Buffer.from("\ufeff{}", "utf16le").toString(), "It is UTF-16; only UTF-8 is read."],
  ])("%j is not JSON, for a reason that is told", (text, why) => {
    expect(parseRelayFile(text)).toEqual({
      ok: false,
      faults: [{ path: "", message: `is not JSON. ${why}` }],
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
  ])("are names that are given twice: %s", (text, paths) => {
    const defaults = '{"defaults":{"consumerGroup":"g","logsetId":"l"},"aliases":';
    expect(pathsIn(text.replace('{"aliases":', defaults))).toEqual(paths);
  });

  test.each(["orders-1 ", " orders-*", "orders\u200b*", "orders\u00a01", "orders  *", "e\u0301*"])(
    "are limits that no name can fit: %j",
    (pattern) => {
      const keys = [{ name: "a", sha256, consumers: ["orders *", "*", "订单*", pattern] }];
      expect(pathsIn(JSON.stringify({ keys }))).toEqual(["keys.0.consumers.3"]);
    },
  );

  test.each(["consumerGroup", "consumer", "logsetId"])(
    "are names that nobody sees whole: %s",
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
    const parsed = parse({
      aliases: { a: { ...preset, topics }, b: { ...preset, topics: [null] } },
    });
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

  test("of one part are told together with those of another", () => {
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

  test("are two keys of one name, the same key twice, and a key called none", () => {
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
});

test("the digest of an empty text is no key: it comes from a variable that was not set", () => {
  const sha256 = createHash("sha256").update("").digest("hex").toUpperCase();
  const parsed = parseRelayFile(JSON.stringify({ keys: [{ name: "k", sha256 }] }));
  expect(parsed).toMatchObject({ ok: false, faults: [{ path: "keys.0.sha256" }] });
});
