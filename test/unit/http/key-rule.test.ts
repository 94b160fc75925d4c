import { expect, test } from "@jest/globals";
import { headerKey, pathKey } from "../../../lib/http/key-rule.ts";

test("a key in a header is asked for with 401, and its limits with 403", () => {
  expect(headerKey.presented({ authorization: "Bearer one", "x-api-key": "two" })).toBe("two");
  expect(headerKey.refusal()).toMatchObject({
    code: "unauthorized",
    headers: { "WWW-Authenticate": "Bearer" },
  });
  expect(headerKey.outOfScope()).toMatchObject({ code: "forbidden" });
  expect(headerKey.takesHookKeys).toBe(false);
});

test("of a key in a path nobody learns what was wrong, and headers do not count", () => {
  const rule = pathKey("one");
  expect(rule.presented({ "x-api-key": "two" })).toBe("one");
  expect(rule.refusal()).toEqual(rule.outOfScope());
  expect(rule.refusal()).toMatchObject({ code: "not-found", headers: {} });
  expect(rule.takesHookKeys).toBe(true);
});
