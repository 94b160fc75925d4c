import { expect, test } from "@jest/globals";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";
import { readJson } from "../../../lib/http/body.ts";

function thrownBy(body: Buffer): unknown {
  try {
    readJson(body);
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

test.each([
  ['{"a":[1]}', { a: [1] }],
  [" null\n", null],
  ['"é"', "é"],
  ["\ufeff{}", {}],
])("%j is JSON", (text, value) => {
  expect(readJson(Buffer.from(text))).toEqual(value);
  expect(readJson(text)).toEqual(value);
});

test.each(["", " ", "\r\n\t", "\ufeff"])("%j is empty", (text) => {
  expect(readJson(Buffer.from(text))).toBeUndefined();
  expect(readJson(text)).toBeUndefined();
});

test.each([
  ["text", Buffer.from("the secret")],
  ["a form", Buffer.from("consumer=orders-1")],
  ["half of it", Buffer.from('{"secret":')],
  ["two of it", Buffer.from("{}{}")],
  ["16 KB of [", Buffer.from("[".repeat(16_384))],
  ["not in UTF-8", Buffer.from([0x22, 0xff, 0x22])],
  ["in UTF-16", Buffer.from('"a"', "utf16le")],
])("a body that is %s is malformed, and the error does not quote it", (_name, body) => {
  const thrown = thrownBy(body);
  expect(thrown).toBeInstanceOf(RelayError);
  expect(thrown).toMatchObject({ code: "malformed-body", cause: undefined });
  expect(JSON.stringify(thrown)).not.toContain("secret");
});

test("16 KB are read and one byte more is not", () => {
  const ofBytes = (bytes: number) => Buffer.from(`"${"a".repeat(bytes - 2)}"`);
  expect(readJson(ofBytes(16_384))).toHaveLength(16_382);
  expect(thrownBy(ofBytes(16_385))).toMatchObject({ code: "body-too-large", cause: undefined });
});

test("bytes are counted, not characters", () => {
  expect(thrownBy(Buffer.from(`"${"é".repeat(8192)}"`))).toMatchObject({ code: "body-too-large" });
});
