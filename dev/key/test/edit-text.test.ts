import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { appendKey, removeKey, setField } from "../edit-text.ts";

const entry = { name: "a", sha256: "x", aliases: ["b-*", "c"] };
const rendered = (indent: string, unit: string) =>
  [
    `${indent}{`,
    `${indent}${unit}"name": "a",`,
    `${indent}${unit}"sha256": "x",`,
    `${indent}${unit}"aliases": ["b-*", "c"]`,
    `${indent}}`,
  ].join("\n");

describe("a key that is added", () => {
  test.each([
    [
      "to an empty list",
      '{\n  "keys": [],\n  "z": 1\n}\n',
      `{\n  "keys": [\n${rendered("    ", "  ")}\n  ],\n  "z": 1\n}\n`,
    ],
    [
      "after others, each as it was written",
      '{\n\t"1": {},\n\t"keys": [\n\t\t{ "name":"old" }\n\t]\n}',
      `{\n\t"1": {},\n\t"keys": [\n\t\t{ "name":"old" },\n${rendered("\t\t", "\t")}\n\t]\n}`,
    ],
    [
      "to a file without keys",
      '{\n    "$schema": "s",\n    "z": 1\n}',
      `{\n    "$schema": "s",\n    "keys": [\n${rendered("        ", "    ")}\n    ],\n    "z": 1\n}`,
    ],
    [
      "to a file without anything",
      "{}",
      '{"keys": [{"name": "a", "sha256": "x", "aliases": ["b-*", "c"]}]}',
    ],
    [
      "to one line",
      '{"keys":[{"name":"o"}],"z":1}',
      '{"keys":[{"name":"o"},{"name": "a", "sha256": "x", "aliases": ["b-*", "c"]}],"z":1}',
    ],
  ])("%s", (_name, before, after) => {
    expect(appendKey(before, entry)).toBe(after);
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    expect(appendKey(crlf(before), entry)).toBe(crlf(after));
  });
});

test("a field that is set leaves the rest of its entry as it was", () => {
  const oneLine = '{\n  "keys": [\n    { "name": "a", "sha256": "x", "hookOnly": true }\n  ]\n}';
  expect(setField(oneLine, 0, "sha256", ["x", "y"])).toBe(oneLine.replace('"x"', '["x", "y"]'));
  expect(setField(oneLine, 0, "expiresAt", "t")).toBe(
    oneLine.replace('"x"', '"x", "expiresAt": "t"'),
  );
  const lines = appendKey('{\n  "keys": []\n}', entry);
  expect(setField(lines, 0, "expiresAt", "t")).toBe(
    lines.replace('"x",\n', '"x",\n      "expiresAt": "t",\n'),
  );
});

// Spaces and line ends anywhere that JSON allows them.
const blank = fc.constantFrom("", " ", "\n", "\n  ", "\t", "\r\n    ");
const file = fc
  .record({
    names: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
    others: fc.array(fc.tuple(fc.constantFrom("1", "$schema", "z"), fc.jsonValue()), {
      maxLength: 3,
    }),
    blanks: fc.array(blank, { minLength: 1 }),
    keysFirst: fc.boolean(),
  })
  .map(({ names, others, blanks, keysFirst }) => {
    let turn = 0;
    const some = () => blanks[(turn += 1) % blanks.length] ?? "";
    const loose = (tokens: string[]) => tokens.map((token) => some() + token + some()).join("");
    const keys = `[${names.map((name) => loose(["{", '"name"', ":", JSON.stringify(name), ",", '"sha256"', ":", '"x"', "}"])).join(",")}${some()}]`;
    const fields = [...new Map(others)].map(([name, value]) =>
      loose([JSON.stringify(name), ":", JSON.stringify(value)]),
    );
    const all = keysFirst ? [`"keys":${some()}${keys}`, ...fields] : [...fields, `"keys":${keys}`];
    return { text: `${some()}{${all.join(",")}${some()}}${some()}`, count: names.length };
  });

type Read = { keys: object[] };
const read = (text: string) => JSON.parse(text) as Read;

test("of any file everything else keeps its value and its place", () => {
  fc.assert(
    fc.property(file, fc.nat(), ({ text, count }, pick) => {
      const index = pick % count;
      const before = read(text);
      const expectRest = (after: Read, keys: object[]) => {
        expect(after).toEqual({ ...before, keys });
        expect(Object.keys(after)).toEqual(Object.keys(before));
      };
      expectRest(read(appendKey(text, entry)), [...before.keys, entry]);
      expectRest(read(removeKey(text, index)), before.keys.toSpliced(index, 1));
      const set = (field: string, value: unknown) =>
        before.keys.with(index, { ...before.keys[index], [field]: value });
      expectRest(read(setField(text, index, "sha256", ["x", "y"])), set("sha256", ["x", "y"]));
      expectRest(read(setField(text, index, "expiresAt", "t")), set("expiresAt", "t"));
      expect(removeKey(appendKey(text, entry), count)).toBe(text);
    }),
  );
});
