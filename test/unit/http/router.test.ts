import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Endpoint, nowhere } from "../../../lib/http/endpoint.ts";
import { createRouter } from "../../../lib/http/router.ts";

const endpoint = (): Endpoint => ({ beats: false, answer: nowhere.answer });

test("the root is a path as any other, and no path at all is not the root", () => {
  const root = endpoint();
  const find = createRouter([["/", () => root]]);
  expect(find("/", undefined)).toBe(root);
  expect(find("/prod/", "prod")).toBe(root);
  expect(find("", undefined)).toBe(nowhere);
  expect(find("/x", undefined)).toBe(nowhere);
});

test("a path with a colon is found encoded as well", () => {
  const batch = endpoint();
  const find = createRouter([["/v1/heartbeats:batch", () => batch]]);
  expect(find("/v1/heartbeats:batch", undefined)).toBe(batch);
  expect(find("/v1/heartbeats%3Abatch", undefined)).toBe(batch);
});

test("whatever stands in braces comes as it was meant, and only there", () => {
  const parts: string[][] = [];
  const find = createRouter([
    [
      "/a/{one}/{two}",
      (one, two) => {
        parts.push([one, two]);
        return undefined;
      },
    ],
  ]);
  const part = fc.string({ unit: "grapheme", minLength: 1 });
  fc.assert(
    fc.property(part, part, (one, two) => {
      parts.length = 0;
      const path = [one, two].map((text) => `/${encodeURIComponent(text)}`).join("");
      expect(find(`/a${path}`, undefined)).toBe(nowhere);
      expect(find(`/b${path}`, undefined)).toBe(nowhere);
      expect(parts).toEqual([[one, two]]);
    }),
  );
});

test("any path at any stage is found or leads nowhere, and never throws", () => {
  const there = endpoint();
  const find = createRouter([["/a/{b}", () => there]]);
  const text = fc.oneof(fc.string(), fc.constantFrom("/a/b", "/a/%", "/s/a/b", "/a//"));
  fc.assert(
    fc.property(
      text,
      fc.option(fc.constantFrom("s", "a", ""), { nil: undefined }),
      (path, stage) => {
        expect([there, nowhere]).toContain(find(path, stage));
      },
    ),
  );
});
