import { expect, test } from "@jest/globals";
import { readQuery } from "../../../lib/http/query.ts";

test.each<[string, Record<string, unknown>, string]>([
  ["as bytes of UTF-8", { rawQueryString: "group=%E6%97%A5%E5%BF%97" }, "日志"],
  ["as text, by a front that has decoded it", { queryStringParameters: { group: "日志" } }, "日志"],
  ["as bytes that are no UTF-8, which stay", { rawQueryString: "group=caf%E9" }, "café"],
])("the value of a filter is read %s", (_name, event, group) => {
  expect(readQuery(event)).toEqual({ query: [{ name: "group" }], filters: { group } });
});
