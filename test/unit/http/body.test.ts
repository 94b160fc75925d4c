import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { RelayError } from "../../../lib/heartbeat/relay-error.ts";
import { readJson, requireJson } from "../../../lib/http/body.ts";

const read = (body: string | Buffer, headers = {}) =>
  readJson({ body, headers }, { example: "a list" });

function thrownBy(body: Buffer, headers = {}): unknown {
  try {
    read(body, headers);
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
  expect(read(Buffer.from(text))?.value).toEqual(value);
  expect(read(text)?.value).toEqual(value);
});

test.each(["", " ", "\r\n\t", "\ufeff"])("%j is empty", (text) => {
  expect(read(Buffer.from(text))).toBeUndefined();
  expect(read(text)).toBeUndefined();
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
  expect(read(ofBytes(16_384))?.value).toHaveLength(16_382);
  expect(thrownBy(ofBytes(16_385))).toMatchObject({ code: "body-too-large", cause: undefined });
});

test("bytes are counted, not characters", () => {
  expect(thrownBy(Buffer.from(`"${"é".repeat(8192)}"`))).toMatchObject({ code: "body-too-large" });
});

test.each([
  ["compressed, as its headers say", gzipSync("{}"), { "content-encoding": "gzip" }, /compressed/],
  [
    "compressed by another way",
    Buffer.from("\u000b\u0002"),
    { "content-encoding": "br" },
    /compressed/,
  ],
  ["compressed, and its headers do not say so", gzipSync("{}"), {}, /compressed/],
  ["in UTF-16", Buffer.from("\ufeff{}", "utf16le"), { "content-encoding": " Identity" }, /UTF-16/],
  ["in Latin-1", Buffer.from('"\u00e9"', "latin1"), {}, /not UTF-8/],
  ["with a comment", Buffer.from("{} // c"), {}, /comment/],
])("a body %s is told the true cause, and what to send", (_name, body, headers, cause) => {
  const thrown = thrownBy(body, headers);
  expect(thrown).toMatchObject({
    code: "malformed-body",
    detail: expect.stringMatching(cause) as unknown,
  });
  expect(thrown).toMatchObject({ detail: expect.stringMatching(/Send a list\.$/) as unknown });
});

test("what a proxy has already unpacked is read, though its header still stands there", () => {
  expect(read("{}", { "content-encoding": "gzip" })?.value).toEqual({});
});

test("where there has to be a body, an empty one is told so", () => {
  const require = () => requireJson({ body: " ", headers: {} }, { example: "a list" });
  expect(require).toThrow("malformed-body");
  expect(requireJson({ body: "1", headers: {} }, { example: "a list" }).value).toBe(1);
});
