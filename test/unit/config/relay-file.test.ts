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
        keys: [{ name: "shop", digests: [Buffer.from(sha256, "hex")], ...scopes, hookOnly: true }],
      },
    });
  });

  test("work everywhere unless they are for hooks only, and may be spelled in capitals", () => {
    expect(parse({ keys: [{ name: "shop", sha256: sha256.toUpperCase() }] })).toMatchObject({
      value: { keys: [{ digests: [Buffer.from(sha256, "hex")], hookOnly: false }] },
    });
  });
});

describe("keys that change", () => {
  const other = createHash("sha256").update("other").digest("hex");
  const key = { name: "shop", sha256 };

  test("have two digests while they are rotated, and an end in any zone", () => {
    const entry = { ...key, sha256: [sha256, other], expiresAt: "2027-01-31T01:00:00+01:00" };
    expect(parse({ keys: [entry] })).toEqual({
      ok: true,
      value: {
        keys: [
          {
            name: "shop",
            digests: [Buffer.from(sha256, "hex"), Buffer.from(other, "hex")],
            expiresAtEpochMs: Date.UTC(2027, 0, 31),
            hookOnly: false,
          },
        ],
        aliases: new Map(),
        defaults: {},
      },
    });
  });

  test("may have one digest in a list", () => {
    expect(parse({ keys: [{ ...key, sha256: [sha256] }] })).toMatchObject({
      value: { keys: [{ digests: [Buffer.from(sha256, "hex")] }] },
    });
  });

  test.each<[object[], string, string]>([
    [[{ ...key, sha256: [] }], "keys.0.sha256", "or a list of two"],
    [[{ ...key, sha256: [sha256, other, "0".repeat(64)] }], "keys.0.sha256", "or a list of two"],
    [[{ ...key, sha256: 5 }], "keys.0.sha256", "or a list of two"],
    [[{ ...key, sha256: "5" }], "keys.0.sha256", "64 hex digits"],
    [[{ ...key, sha256: [sha256, "5"] }], "keys.0.sha256.1", "64 hex digits"],
    [[{ ...key, sha256: [sha256, null] }], "keys.0.sha256.1", "is null"],
    [[{ ...key, sha256: [sha256, sha256.toUpperCase()] }], "keys.0.sha256.1", "another key"],
    [[key, { name: "b", sha256: [other, sha256] }], "keys.1.sha256.1", "another key"],
    [[{ ...key, expiresAt: "2027-01-31" }], "keys.0.expiresAt", "2027-01-31T00:00:00Z"],
    [[{ ...key, expiresAt: "2027-02-30T00:00:00Z" }], "keys.0.expiresAt", "2027-01-31T00:00:00Z"],
  ])("%j is a fault at %s", (keys, path, message) => {
    expect(parse({ keys })).toEqual({
      ok: false,
      faults: [expect.objectContaining({ path, message: expect.stringContaining(message) })],
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
    [{ alarm: false }, Infinity],
    [{ alarm: { afterSeconds: 300 } }, 300_000],
    [{ alarm: { afterSeconds: 0 } }, 0],
  ])("with %j are told of after so many milliseconds: %j", (options, alarmAfterMs) => {
    const parsed = parse({ aliases: { "orders-1": { ...preset, ...options } } });
    expect(parsed.ok && parsed.value.aliases.get("orders-1")?.alarmAfterMs).toBe(alarmAfterMs);
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

  test("are renewed by the schedule for so long after a proof that their consumers live", () => {
    const file = { aliases: { "orders-1": { ...preset, keepAliveSeconds: 900 } } };
    const parsed = parse(file);
    expect(parsed.ok && parsed.value.aliases.get("orders-1")).toMatchObject({
      cadence: { everyMs: 18_000 },
      keepAliveMs: 900_000,
    });
  });

  test.each([59, 86_401, 60.5, "900"])("are kept alive for %j seconds: a fault", (seconds) => {
    expect(parse({ aliases: { a: { ...preset, keepAliveSeconds: seconds } } })).toEqual({
      ok: false,
      faults: [
        expect.objectContaining({
          path: "aliases.a.keepAliveSeconds",
          message: expect.stringContaining("a whole number of seconds from 60 to 86400"),
        }),
      ],
    });
  });

  test.each(
    [true, { everySeconds: 5 }].flatMap((scheduled) => [
      [scheduled, "keepAliveSeconds", 60] as const,
      [scheduled, "fence", true] as const,
    ]),
  )("are not scheduled %j and have %s as well", (scheduled, field, value) => {
    const both = { ...preset, [field]: value, scheduled };
    expect(parse({ aliases: { a: both } })).toEqual({
      ok: false,
      faults: [
        expect.objectContaining({
          path: `aliases.a.${field}`,
          message: expect.stringContaining("must not be combined with scheduled"),
        }),
      ],
    });
    expect(parse({ aliases: { a: { ...both, scheduled: false } } })).toMatchObject({ ok: true });
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

  test("without a name that the defaults lack are a fault that names the field", () => {
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

test.each([true, {}, { afterSeconds: -1 }, { afterSeconds: 86_401 }, { afterSeconds: 1.5 }])(
  "an alarm that is %j is a fault",
  (alarm) => {
    const parsed = parse({ aliases: { "orders-1": { ...preset, alarm } } });
    const [fault] = parsed.ok ? [] : parsed.faults;
    expect(fault?.path).toMatch(/^aliases\.orders-1\.alarm/);
  },
);

test("a group may be complete, with a lease of its own or without", () => {
  const consumerGroups = {
    orders: { complete: true },
    audit: { complete: false, leaseSeconds: 20 },
    mails: { complete: true, leaseSeconds: 30 },
  };
  const parsed = parse({ consumerGroups });
  expect(parsed.ok && parsed.value).toMatchObject({
    completeGroups: new Set(["orders", "mails"]),
    leasesMs: new Map([
      ["audit", 20_000],
      ["mails", 30_000],
    ]),
  });
});
