import { expect, test } from "@jest/globals";
import { whyNotJson } from "../../../lib/heartbeat/why-not-json.ts";

test.each([
  ["", "It is empty."],
  [" \n", "It is empty."],
  ["{", "It ends too early."],
  ['{"a":', "It ends too early."],
  ['{"a":"b', "It ends too early."],
  ["{'a':1}", "It has single quotes in line 1, column 2."],
  ["{\"a\":'b'}", "It has single quotes."],
  ['{\n  // c\n  "a": 1}', "It has a comment in line 2, column 3."],
  ['{"a": 1, /* c */ "b": 2}', "It has a comment in line 1, column 10."],
  ["// c\n{}", "It has a comment."],
  ["# c\n{}", "It has a comment."],
  ["{\u201ca\u201d:1}", "It has curly quotes in line 1, column 2."],
  ['{"a":1,}', "It is invalid in line 1, column 8."],
  ["{}{}", "It is invalid in line 1, column 3."],
  ["[1,]", "It has an unexpected character."],
  ["NaN", "It has an unexpected character."],
  ["consumer=orders-1", "It has an unexpected character."],
  ["\u001f\ufffd\b", "It is compressed; only plain text is read."],
  ["\ufffd\ufffd{\0}\0", "It is UTF-16; only UTF-8 is read."],
  ['"\ufffd"', "It is not UTF-8."],
])("of %j it says: %s", (text, why) => {
  expect(whyNotJson(text)).toBe(why);
});

test("it never repeats what stands there", () => {
  for (const text of ["secret", "{secret}", '{"a":secret}', '{"a":"secret', "[/secret/]"]) {
    expect(whyNotJson(text)).not.toContain("secret");
  }
});
