import type { IncomingMessage } from "node:http";
import { expect, test } from "@jest/globals";
import { createAddressTest } from "../../../lib/config/addresses.ts";
import { readForwarded } from "../../../server/forwarded.ts";

const isTrusted = createAddressTest(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]);

function requestOf(headers: Record<string, string>, remoteAddress = "127.0.0.1"): IncomingMessage {
  const headersDistinct = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  );
  return { headers, headersDistinct, socket: { remoteAddress } } as unknown as IncomingMessage;
}

const common = (addresses: string, hosts?: string) => ({
  "x-forwarded-for": addresses,
  ...(hosts !== undefined && { "x-forwarded-host": hosts }),
});

test.each<[string, Record<string, string>, string, string | undefined]>([
  ["no header", {}, "127.0.0.1", undefined],
  ["one hop", common("203.0.113.7", "relay.example"), "203.0.113.7", "relay.example"],
  [
    "two trusted hops",
    common("203.0.113.7, 10.0.0.2", "relay.example"),
    "203.0.113.7",
    "relay.example",
  ],
  [
    "a host from each hop",
    common("203.0.113.7, 10.0.0.2", "outer.example, inner.example"),
    "203.0.113.7",
    "outer.example",
  ],
  ["what the caller wrote itself", common("10.9.9.9, 203.0.113.7"), "203.0.113.7", undefined],
  ["a claim before the caller", common("192.0.2.1,203.0.113.7"), "203.0.113.7", undefined],
  ["trusted proxies alone", common("10.0.0.3, 10.0.0.2"), "10.0.0.3", undefined],
  ["a port", common("203.0.113.7:4711"), "203.0.113.7", undefined],
  ["IPv6 with a port", common("[2001:db8::1]:4711"), "2001:db8::1", undefined],
  [
    "the standard's own",
    { forwarded: 'for="[2001:db8::1]:4711";host=relay.example;proto=https, for=10.0.0.2' },
    "2001:db8::1",
    "relay.example",
  ],
  ["the standard's own without a host", { forwarded: "For=203.0.113.7" }, "203.0.113.7", undefined],
  ["what is hidden", { forwarded: "for=_hidden" }, "_hidden", undefined],
  ["what is unknown", { forwarded: "for=unknown" }, "unknown", undefined],
  ["what is no address", common("Bearer-of-a-key", "relay.example"), "127.0.0.1", undefined],
  ["an empty header", common(""), "127.0.0.1", undefined],
  [
    "both kinds that agree",
    { ...common("203.0.113.7"), forwarded: "for=203.0.113.7;host=relay.example" },
    "203.0.113.7",
    "relay.example",
  ],
  [
    "both kinds that do not",
    { ...common("203.0.113.7"), forwarded: "for=192.0.2.1;host=evil.example" },
    "127.0.0.1",
    undefined,
  ],
])("%s", (_what, headers, client, host) => {
  const { client: told, host: toldHost } = readForwarded(requestOf(headers), isTrusted);
  expect([told, toldHost]).toEqual([client, host]);
});

test("what another than a trusted proxy says does not count", () => {
  const request = requestOf(common("203.0.113.7", "relay.example"), "198.51.100.1");
  expect(readForwarded(request, isTrusted)).toEqual({ client: "198.51.100.1" });
});
