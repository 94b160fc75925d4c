import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Endpoint, nowhere } from "../../../lib/http/endpoint.ts";
import { createRouter } from "../../../lib/http/router.ts";

const endpoint = (): Endpoint => ({ beats: false, answer: nowhere.answer });

test("the root is a path as any other, and no path at all is not the root", () => {
  const root = endpoint();
  const find = createRouter([["/", () => root]]);
  expect(find("/", []).endpoint).toBe(root);
  expect(find("/prod/", ["/prod"]).endpoint).toBe(root);
  expect(find("", []).endpoint).toBe(nowhere);
  expect(find("/x", []).endpoint).toBe(nowhere);
});

test("a path with a colon is found encoded as well", () => {
  const batch = endpoint();
  const find = createRouter([["/v1/heartbeats:batch", () => batch]]);
  expect(find("/v1/heartbeats:batch", []).endpoint).toBe(batch);
  expect(find("/v1/heartbeats%3Abatch", []).endpoint).toBe(batch);
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
      expect(find(`/a${path}`, []).endpoint).toBe(nowhere);
      expect(find(`/b${path}`, []).endpoint).toBe(nowhere);
      expect(parts).toEqual([[one, two]]);
    }),
  );
});

test("any path at any stage is found or leads nowhere, and never throws", () => {
  const there = endpoint();
  const find = createRouter([["/a/{b}", () => there]]);
  const text = fc.oneof(fc.string(), fc.constantFrom("/a/b", "/a/%", "/s/a/b", "/a//"));
  fc.assert(
    fc.property(text, fc.subarray(["/s", "/a", "/s/a"]), (path, prefixes) => {
      const { endpoint: found, before } = find(path, prefixes);
      expect([there, nowhere]).toContain(found);
      expect(path.startsWith(before)).toBe(true);
    }),
  );
});

test.each<[string, readonly string[], boolean, string]>([
  ["/a/b", ["/a"], true, ""],
  ["/a/a/b", ["/a"], true, "/a"],
  ["/prod/relay/a/b", ["/prod", "/relay"], true, "/prod/relay"],
  ["/relay/a/b", ["/prod", "/relay"], true, "/relay"],
  ["/prod/relay/a/b", ["/prod", "/prod/relay"], true, "/prod/relay"],
  ["/relay/x", ["/relay"], false, "/relay"],
  ["/relayed/a/b", ["/relay"], false, ""],
  ["/relay/relay/a/b", ["/relay"], false, "/relay"],
  ["/relay", ["/relay"], false, "/relay"],
])("%s behind %j: %s, after %j", (path, prefixes, isFound, before) => {
  const there = endpoint();
  const find = createRouter([["/a/{b}", () => there]]);
  expect(find(path, prefixes)).toEqual({ endpoint: isFound ? there : nowhere, before });
});
