import { BlockList, isIP } from "node:net";
import type { Parsed } from "../heartbeat/faults.ts";

/** Whether an IP address is one of a list. */
export type AddressTest = (address: string) => boolean;

/** IP addresses and networks such as `10.0.0.0/8`, separated by commas. */
export function parseAddresses(name: string, text: string): Parsed<AddressTest> {
  const list = new BlockList();
  const isValid = text.split(",").every((entry) => entry.trim() === "" || add(list, entry.trim()));
  const message = "must be IP addresses or networks such as 10.0.0.0/8, separated by commas";
  if (!isValid) return { ok: false, faults: [{ path: name, message }] };
  return {
    ok: true,
    value: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)),
  };
}

function add(list: BlockList, entry: string): boolean {
  const [address = "", prefix, ...rest] = entry.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || rest.length > 0) return false;
  if (prefix === undefined) list.addAddress(address, familyOf(address));
  else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
    list.addSubnet(address, Number(prefix), familyOf(address));
  else return false;
  return true;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
