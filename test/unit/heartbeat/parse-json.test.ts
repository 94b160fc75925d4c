import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseJson, toRepeatedFaults } from "../../../lib/heartbeat/parse-json.ts";
import { anyJson } from "../../support/arbitraries.ts";

const pathsIn = (text: string) =>
  toRepeatedFaults(parseJson(text).repeated).map(({ path }) => path);

describe("a name that is given more than once", () => {
  test.each([
    ['{"a":1,"a":2}', ["a"]],
    ['{"a":1,"a":1}', ["a"]],
    ['{"a":1,"b":2,"a":3,"b":4}', ["a", "b"]],
    ['{"a":1,"\\u0061":2}', ["a"]],
    ['{"\\u0061":1,"\\u0061":2}', ["a"]],
    ['{"a\\"b":1,"a\\"b":2}', ['a"b']],
    ['{"\\/":1,"/":2}', ["/"]],
    ['{"\\ud83d\\ude00":1,"😀":2}', ["😀"]],
    ['{"":1,"":2}', [""]],
    ['{"__proto__":1,"__proto__":2}', ["__proto__"]],
    ['{"constructor":1,"constructor":2}', ["constructor"]],
    ['{"a":{"b":1,"b":2}}', ["a.b"]],
    ['{"a":{"b":1},"a":{"b":2}}', ["a"]],
    ['[{"a":1,"a":2},{"b":{"c":[0,{"d":1,"d":2}]}}]', ["0.a", "1.b.c.1.d"]],
    ['{"topics":{"T":[0],"T":[1]}}', ["topics.T"]],
    [
      '{"TopicPartitionsInfo":[{"TopicID":"t","TopicID":"u","Partitions":[]}]}',
      ["TopicPartitionsInfo.0.TopicID"],
    ],
    [' { "a" : [ ] , "a" : { } } ', ["a"]],
    ['{"a":"{\\"a\\":1","b":"}","a":","}', ["a"]],
  ])("in %s is told by its path", (text, paths) => {
    expect(pathsIn(text)).toEqual(paths);
  });

  test.each([
    '{"a":1,"A":2}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a","c":["a","a"]}',
    '{"\u00e9":1,"e\u0301":2}',
    "[1,1,1]",
    '"a"',
    "1",
    "{}",
    "[]",
  ])("is not found in %s", (text) => {
    expect(pathsIn(text)).toEqual([]);
  });

  test("is found as deep as any field lies, and not looked for below", () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}{"b":1,"b":2}${"}".repeat(depth)}`;
    expect(pathsIn(nested(5))).toEqual(["a.a.a.a.a.b"]);
    expect(pathsIn(nested(6))).toEqual([]);
    expect(pathsIn(nested(20_000))).toEqual([]);
  });

  test("is never found in what JSON.stringify writes, whose value is kept as it is", () => {
    fc.assert(
      fc.property(anyJson, fc.nat({ max: 2 }), (input, indent) => {
        const text = JSON.stringify(input, null, indent);
        expect(parseJson(text)).toEqual({
          value: JSON.parse(text) as unknown,
          repeated: [],
          elementBytes: [],
        });
      }),
    );
  });

  test("is found wherever one is put", () => {
    const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), anyJson, (list, which, where, value) => {
        const again = String(list[which % list.length]);
        const written = list.toSpliced(where % (list.length + 1), 0, again);
        const pairs = written.map((name) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
        expect(parseJson(`{${pairs.join()}}`).repeated).toEqual([[again]]);
      }),
    );
  });
});

describe("the elements of a list that is to be measured", () => {
  const bytesIn = (text: string) => parseJson(text, "list").elementBytes;

  test.each([
    ['{"list":[{"a":1},"é",[1,2], 7 ,{"list":[1,2]}]}', [7, 4, 5, 1, 14]],
    ['{"\\u006cist":[ 1\n]}', [1]],
    ['{"other":[1,2],"list":[3]}', [1]],
    ['[["list",1]]', []],
    ['{"a":{"list":[1]}}', []],
  ])("in %s have %j bytes", (text, bytes) => {
    expect(bytesIn(text)).toEqual(bytes);
  });

  test("have as many bytes as the same would have alone", () => {
    fc.assert(
      fc.property(fc.array(anyJson, { minLength: 1 }), fc.nat({ max: 2 }), (list, indent) => {
        const texts = list.map((element) => JSON.stringify(element, null, indent));
        const text = `{"list" : [ ${texts.join(" , ")} ] }`;
        expect(bytesIn(text)).toEqual(texts.map((element) => Buffer.byteLength(element)));
      }),
    );
  });
});

test.each(["", " ", "{", "{}{}", "\ufeff{}"])("%j is not JSON", (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});
