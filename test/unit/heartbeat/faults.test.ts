import { describe, expect, test } from "@jest/globals";
import * as z from "zod/mini";
import {
  faultPath,
  findProtoKeys,
  requireParsed,
  toFaults,
  uniqueByPath,
} from "../../../lib/heartbeat/faults.ts";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";

const faultsOf = (schema: z.ZodMiniType, input: unknown) =>
  toFaults(z.safeParse(schema, input).error?.issues ?? [], input);

test("a place is told from the outside in", () => {
  expect(faultPath(["topics", "a", 0])).toBe("topics.a.0");
  expect(faultPath([])).toBe("");
});

test("of a long key as much is shown as is needed to find it", () => {
  expect(faultPath(["k".repeat(64)])).toBe("k".repeat(64));
  expect(faultPath(["a", "k".repeat(16_000)])).toBe(`a.${"k".repeat(64)}…`);
  expect(faultPath(["𠮷".repeat(64)])).toBe("𠮷".repeat(64));
  expect(faultPath([`k${"𠮷".repeat(64)}`])).toBe(`k${"𠮷".repeat(63)}…`);
});

describe("issues", () => {
  test("keep their own place and words", () => {
    const schema = z.object({ a: z.array(z.number("must be a number")) });
    expect(faultsOf(schema, { a: [1, "2"] })).toEqual([
      { path: "a.1", message: "must be a number" },
    ]);
  });

  test("of unknown keys are one for each", () => {
    const schema = z.object({ a: z.strictObject({}) });
    expect(faultsOf(schema, { a: { constructor: 1, c: 2 } })).toEqual([
      { path: "a.constructor", message: "is not a field of this object", kind: "unknown-field" },
      { path: "a.c", message: "is not a field of this object", kind: "unknown-field" },
    ]);
  });

  test("of a key's own rule stand at the key", () => {
    const key = z.string().check(z.regex(/^a/, "must begin with a"));
    expect(faultsOf(z.record(key, z.number()), { b: 1 })).toEqual([
      { path: "b", message: "must begin with a" },
    ]);
  });

  test("say what kind they are of where that is asked for, whatever their words", () => {
    const named = z
      .string("no")
      .check(z.refine(() => false, { error: "no", params: { kind: "name" } }));
    const other = z
      .string("no")
      .check(z.refine(() => false, { error: "no", params: { kind: "b" } }));
    const schema = z.object({ a: named, b: other, c: named, d: z.array(named), e: named });
    const input = { a: "", b: "", d: [undefined], e: null };
    const kinds = faultsOf(schema, input).map(({ path, kind }) => [path, kind]);
    expect(kinds).toEqual([
      ["a", "name"],
      ["b", undefined],
      ["c", "missing"],
      ["d.0", "missing"],
      ["e", undefined],
    ]);
  });

  test("of a key without any rule told keep the general words", () => {
    const issue: z.core.$ZodIssue = {
      ...{ code: "invalid_key", origin: "record", issues: [], path: ["b"] },
      message: "is no key",
    };
    expect(toFaults([issue], { b: 1 })).toEqual([{ path: "b", message: "is no key" }]);
  });

  test("of a place in what is no object are of something missing", () => {
    const issue: z.core.$ZodIssue = { code: "custom", path: ["a", "b"], message: "is missing" };
    for (const input of [{ a: null }, { a: 1 }, {}]) {
      expect(toFaults([issue], input)).toMatchObject([{ path: "a.b", kind: "missing" }]);
    }
  });
});

describe("the name __proto__", () => {
  const pathsIn = (text: string) => findProtoKeys(JSON.parse(text)).map(({ path }) => path);

  test.each([
    ['{"__proto__":1}', ["__proto__"]],
    ['{"a":{"__proto__":{"__proto__":1}}}', ["a.__proto__", "a.__proto__.__proto__"]],
    ['[{"__proto__":1},{"__proto__":2}]', ["0.__proto__", "1.__proto__"]],
    ['{"a":"__proto__","constructor":{"prototype":1}}', []],
    ["null", []],
    ['"__proto__"', []],
  ])("in %s is found at %j", (text, paths) => {
    expect(pathsIn(text)).toEqual(paths);
  });

  test("is found as deep as any field lies, and not looked for below", () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}{"__proto__":1}${"}".repeat(depth)}`;
    expect(pathsIn(nested(6))).toEqual(["a.a.a.a.a.a.__proto__"]);
    expect(pathsIn(nested(7))).toEqual([]);
    expect(pathsIn(nested(3000))).toEqual([]);
  });
});

test("of two faults in one place the first said is told", () => {
  const first = { path: "a", message: "first" };
  const other = { path: "b", message: "first" };
  expect(uniqueByPath([first, other, { path: "a", message: "second" }])).toEqual([first, other]);
});

describe("what was read", () => {
  test("is given", () => {
    expect(requireParsed({ ok: true, value: "read" })).toBe("read");
  });

  test("with faults is thrown, with every fault", () => {
    const faults = [
      { path: "consumer", message: "is missing" },
      { path: "topics", message: "is missing" },
    ];
    expect(() => requireParsed({ ok: false, faults })).toThrow(new RelayError("invalid-heartbeat"));
    expect(() => requireParsed({ ok: false, faults })).toThrow(
      expect.objectContaining({ code: "invalid-heartbeat", faults }),
    );
  });
});
