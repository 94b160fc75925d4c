import { describe, expect, test } from "@jest/globals";
import { json, withHeaders } from "../../../lib/http/http-answer.ts";

describe("more headers", () => {
  test("are added", () => {
    const answer = withHeaders(json(200, {}), { "X-Request-Id": "r" }, false);
    expect(answer.headers).toMatchObject({
      "X-Request-Id": "r",
      "Content-Type": "application/json",
    });
    expect(answer).not.toHaveProperty("multiValueHeaders");
  });

  test("are doubled as lists for a front that reads only those", () => {
    const answer = withHeaders(json(200, {}), { "X-Request-Id": "r" }, true);
    expect(answer.multiValueHeaders).toEqual({
      "X-Request-Id": ["r"],
      "Content-Type": ["application/json"],
      "Cache-Control": ["no-store"],
    });
    expect(Object.keys(answer.headers)).toHaveLength(3);
  });
});
