import { expect, test } from "@jest/globals";
import { prefersText } from "../../../lib/http/headers.ts";

test.each([
  "text/plain",
  "TEXT/Plain",
  "text/*",
  "text/plain, */*;q=0.1",
  "text/plain;q=0.5",
  " text/plain ; q=0.9 , application/json ; q=0.8 ",
  "text/plain;Q=0.9, application/*;q=0.8",
  "text/plain;charset=utf-8;q=0.9, */*;q=0.8",
  "application/json;q=0, text/plain;q=0.001",
  "text/html, text/plain;q=0.2",
  "application/json;q=abc, text/plain",
])("%j truly prefers text", (accept) => {
  expect(prefersText(accept)).toBe(true);
});

test.each([
  undefined,
  "",
  ",;,",
  "*/*",
  "application/json",
  "application/json, text/plain, */*",
  "text/plain, */*",
  "text/plain;q=0.8, application/json;q=0.8",
  "text/plain;q=0.5, */*;q=0.9",
  "text/*;q=0.9, text/plain;q=0.1, application/json;q=0.5",
  "text/plain;q=0",
  "text/plain;q=abc",
  "text/plain;q=",
  "text/plain;q=2",
  "text/plain;q=-1",
  "text/plainer",
  "text/html, application/xhtml+xml",
  "text",
])("%j does not", (accept) => {
  expect(prefersText(accept)).toBe(false);
});
