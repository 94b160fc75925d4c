import { expect, test } from "@jest/globals";
import { createAddressTest, parseAddresses } from "../../../lib/config/addresses.ts";

test.each<[string, readonly string[], readonly string[]]>([
  ["", [], ["127.0.0.1", "::1", ""]],
  [
    "10.0.0.0/8, 192.0.2.1 ,",
    ["10.0.0.1", "10.255.255.255", "192.0.2.1", "::ffff:10.0.0.1"],
    ["11.0.0.1", "192.0.2.2"],
  ],
  ["fd00::/8,::1", ["fd00::1", "::1"], ["fe80::1", "127.0.0.1"]],
  ["0.0.0.0/0", ["203.0.113.7"], ["::1", "unix:", "unknown", "_hidden"]],
])("%j holds its addresses and no other", (text, inside, outside) => {
  const parsed = parseAddresses("RELAY_TRUSTED_PROXIES", text);
  if (!parsed.ok) throw new Error("refused");
  const isInside = createAddressTest(parsed.value);
  expect(inside.filter((address) => !isInside(address))).toEqual([]);
  expect(outside.filter(isInside)).toEqual([]);
});

test.each([
  "proxy.example",
  "10.0.0.0/33",
  "fd00::/129",
  "10.0.0.0/",
  "10.0.0.0/8/8",
  "10.0.0.0/a",
  "10.0.0.1;10.0.0.2",
  "10.0.0.1:80",
])("%j is refused, without its value", (text) => {
  const parsed = parseAddresses("RELAY_TRUSTED_PROXIES", text);
  const message = "must be IP addresses or networks such as 10.0.0.0/8, separated by commas";
  expect(parsed).toEqual({ ok: false, faults: [{ path: "RELAY_TRUSTED_PROXIES", message }] });
});
