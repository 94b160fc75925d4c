import { describe, expect, test } from "@jest/globals";
import { isPlainId, parsePrefer, presentedKey } from "../../../lib/http/headers.ts";

test.each([
  ["a", true],
  ["A-Z.a_z-0", true],
  ["a".repeat(64), true],
  ["a".repeat(65), false],
  ["", false],
  ["a b", false],
  ["a\n", false],
  ["é", false],
  ["a/b", false],
  [undefined, false],
  [["a"], false],
  [1, false],
])("%j is a plain id: %s", (id, plain) => {
  expect(isPlainId(id)).toBe(plain);
});

describe("the presented key", () => {
  test.each([
    ["Bearer secret", "secret"],
    ["bearer secret", "secret"],
    ["BEARER   secret  ", "secret"],
    ["Bearer a.b-c_d~e+f/g=", "a.b-c_d~e+f/g="],
    ["Bearer", undefined],
    ["Bearer ", undefined],
    ["Bearersecret", undefined],
    ["Bearer one two", undefined],
    ["Bearer one, Bearer two", undefined],
    ["Basic secret", undefined],
    ["secret", undefined],
    ["", undefined],
  ])("of the authorization %j is %j", (authorization, key) => {
    expect(presentedKey({ authorization })).toBe(key);
  });

  test("is that of X-Api-Key, with or without an authorization", () => {
    expect(presentedKey({ "x-api-key": "secret" })).toBe("secret");
    expect(presentedKey({ authorization: "Basic x", "x-api-key": "secret" })).toBe("secret");
    expect(presentedKey({ authorization: "Bearer one", "x-api-key": "two" })).toBe("two");
  });

  test("is the bearer where X-Api-Key is empty", () => {
    expect(presentedKey({ authorization: "Bearer one", "x-api-key": "" })).toBe("one");
  });

  test("is absent where there is no header", () => {
    expect(presentedKey({})).toBeUndefined();
  });
});

describe("what a caller prefers", () => {
  test.each([
    [undefined, { minimal: false }],
    ["", { minimal: false }],
    ["return=minimal", { minimal: true }],
    ['return="minimal"', { minimal: true }],
    ["RETURN = Minimal", { minimal: true }],
    ["return=minimal;x=1", { minimal: true }],
    ["return=representation", { minimal: false }],
    ["return", { minimal: false }],
    ["return=representation, return=minimal", { minimal: false }],
    ["respond-async, wait=10, return=minimal", { minimal: true, waitMs: 10_000 }],
    ["wait=1;x, return=minimal", { minimal: true, waitMs: 1000 }],
    ['wait="5"', { minimal: false, waitMs: 5000 }],
    [" Wait = 7 ", { minimal: false, waitMs: 7000 }],
    ["wait=0", { minimal: false, waitMs: 0 }],
    ["wait=2, wait=9", { minimal: false, waitMs: 2000 }],
    ["wait=abc", { minimal: false }],
    ["wait=abc, wait=5", { minimal: false }],
    ["wait=-1", { minimal: false }],
    ["wait=1.5", { minimal: false }],
    ["wait=1e3", { minimal: false }],
    ["wait=", { minimal: false }],
    ["wait", { minimal: false }],
    ["wait=1000000", { minimal: false }],
    ["constructor=1, __proto__=2", { minimal: false }],
    [",;=,", { minimal: false }],
  ])("%j is %j", (header, preferences) => {
    expect(parsePrefer(header)).toEqual(preferences);
  });
});
