import { expect, test } from "@jest/globals";
import { headerKey, pathKey } from "../../../lib/http/key-rule.ts";

test("a key in a header is asked for with 401, and its limits with 403", () => {
  expect(headerKey.presented({ authorization: "Bearer one", "x-api-key": "two" })).toBe("two");
  expect(headerKey.refusal({})).toMatchObject({
    code: "unauthorized",
    headers: { "WWW-Authenticate": "Bearer" },
  });
  expect(headerKey.outOfScope()).toMatchObject({ code: "forbidden" });
  expect(headerKey.takesHookKeys).toBe(false);
});

test("of a key in a path nobody learns what was wrong, and headers do not count", () => {
  const rule = pathKey("one");
  expect(rule.presented({ "x-api-key": "two" })).toBe("one");
  expect(rule.refusal({ "x-api-key": "two" })).toEqual(rule.outOfScope());
  expect(rule.refusal({ "x-api-key": "two" })).toMatchObject({ code: "not-found", headers: {} });
  expect(rule.takesHookKeys).toBe(true);
});

test.each([
  [{ "x-api-key": '"key"' }, /quotes/],
  [{ "x-api-key": "'key'" }, /quotes/],
  [{ "x-api-key": "key'" }, /quotes/],
  [{ authorization: 'Bearer "key"' }, /quotes/],
  [{ authorization: "Bearer <key>" }, /brackets/],
  [{ "x-api-key": "Bearer key" }, /without the word Bearer/],
  [{ "x-api-key": "$RELAY_KEY" }, /variable/],
  [{ authorization: "Bearer ${RELAY_KEY}" }, /variable/],
  [{ "x-api-key": "{{key}}" }, /variable/],
  [{ "x-api-key": "key" }, /^Send a key/],
  [{ "x-api-key": "bearers" }, /^Send a key/],
  [{}, /^Send a key/],
])("of %j it is told what is wrong with it, never what it is", (headers, detail) => {
  const refusal = headerKey.refusal(headers);
  expect(refusal.detail).toMatch(detail);
  expect(refusal.detail).not.toContain("RELAY_KEY");
});
