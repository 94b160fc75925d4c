import { expect, test } from "@jest/globals";
import { createNotice } from "../../../lib/base/notice.ts";

test("whoever listens when it comes hears of it, and nobody who has gone", () => {
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
