import { BlockList, isIP } from "node:net";
import type { Parsed } from "../heartbeat/faults.ts";

/** Whether an IP address is one of a list. */
export type AddressTest = (address: string) => boolean;

/** IP addresses and networks such as `10.0.0.0/8`, separated by commas. */
export function parseAddresses(name: string, text: string): Parsed<readonly string[]> {
  const entries = text.split(",").map((entry) => entry.trim());
  const value = entries.filter((entry) => entry !== "");
  const message = "must be IP addresses or networks such as 10.0.0.0/8, separated by commas";
  return value.every(isAddressOrNetwork)
    ? { ok: true, value }
    : { ok: false, faults: [{ path: name, message }] };
}

/** An IPv4 address counts in its form as one of IPv6, too. */
export function createAddressTest(entries: readonly string[]): AddressTest {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

function isAddressOrNetwork(entry: string): boolean {
  const [address = "", prefix = "0", ...rest] = entry.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
  return isIP(address) !== 0 && isPrefix && rest.length === 0;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
