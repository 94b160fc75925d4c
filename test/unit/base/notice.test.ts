import { expect, test } from "@jest/globals";
import { createNotice } from "../../../lib/base/notice.ts";

test("those who listen when it comes hear it, and those who stopped listening do not", () => {
  const notice = createNotice();
  const heard: string[] = [];
  const gone = () => void heard.push("gone");
  notice.addEventListener("abort", () => void heard.push("here"));
  notice.addEventListener("abort", gone);
  notice.removeEventListener("abort", gone);
  expect(notice.aborted).toBe(false);
  notice.abort();
  expect([notice.aborted, heard]).toEqual([true, ["here"]]);
});
