import { BlockList, isIP } from "node:net";
import { lazy } from "../base/lazy.ts";
import type { Parsed } from "../heartbeat/faults.ts";
import type { ConnectTo } from "../tencent/upstream.ts";

const placeholder =
  /^(?:<.*>|\[.*\]|\$\{.*|\{\{.*|(?:your|my|the)[-_ ].*|(?:AKID)?x{3,}|\*+|\.{3,}|change[-_ ]?me|replace[-_ ]?me|placeholder|to-?do|secret[-_ ]?(?:id|key)|region)$/i;

/** A value that a person was meant to replace. Tencent's own published example keys do not count. */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value);
}

/** Quotes belong to a shell; from an env file or a console they come along as a part of the value. */
export function isQuoted(value: string): boolean {
  return /^["'`\u2018\u2019\u201c\u201d]|["'`\u2018\u2019\u201c\u201d]$/.test(value);
}

/** Header-safe and without spaces, as SecretIds, SecretKeys and tokens are. */
export function isPrintable(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

export function isRegion(value: string): boolean {
  return /^[a-z]+(?:-[a-z0-9]+)+$/.test(value);
}

/** The first label is the service that is signed for, so it has to be `cls` itself. */
export function isClsEndpoint(value: string): boolean {
  return /^cls(?:\.[a-z0-9-]+)*\.tencentcloudapi\.com$/.test(value);
}

/** With a slash before it and none after; "" for none, undefined for what is not a plain path. */
export function parseBasePath(value: string): string | undefined {
  const path = value.replace(/^(?=[^/])/, "/").replace(/\/$/, "");
  return /^(?:\/(?!\.)[A-Za-z0-9._~-]+)*$/.test(path) ? path : undefined;
}

/** A whole number from `least` to `most`, or undefined. */
export function toWholeNumber(value: string, least: number, most: number): number | undefined {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

/** `http://host:port` or `https://host:port` and nothing more; plain http to loopback only. */
export function parseConnectTo(name: string, value: string): Parsed<ConnectTo> {
  const url = parseOrigin(value);
  const { protocol } = url ?? {};
  if (url === undefined || (protocol !== "http:" && protocol !== "https:")) {
    return invalid(name, "http://host:port or https://host:port and nothing more");
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (protocol === "http:" && !isLoopback(host)) {
    return fault(name, "may be plain http for a loopback host only; use https://host:port");
  }
  if (url.port === "0") return fault(name, "must name a port from 1 to 65535");
  const port = url.port === "" ? (protocol === "http:" ? 80 : 443) : Number(url.port);
  return { ok: true, value: { protocol, host, port } };
}

/** An `http://` or `https://` proxy, with its own credentials where it asks for some. */
export function parseProxy(name: string, value: string): Parsed<string> {
  const url = parseOrigin(value, { withCredentials: true });
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (!isHttp) return invalid(name, "http://host:port or https://host:port of a proxy");
  if (!isDecodable(`${url.username}${url.password}`)) {
    return fault(name, "has a % in its user or password that is not an escape; write %25 for it");
  }
  // As URL spells it: Node knows a proxy by its scheme in lower case only.
  return { ok: true, value: url.href };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function parseOrigin(value: string, { withCredentials = false } = {}): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const bare = url?.pathname === "/" && url.search === "" && url.hash === "";
  const credentialed = url !== undefined && `${url.username}${url.password}` !== "";
  return bare && (withCredentials || !credentialed) ? url : undefined;
}

/** In every way to write them: an IPv4 address may be written as one of IPv6. */
const loopback = lazy(() => {
  const list = new BlockList();
  list.addSubnet("127.0.0.0", 8, "ipv4");
  list.addAddress("::1", "ipv6");
  return list;
});

/** Whether a host is this machine itself, and nobody else can reach it. */
export function isLoopback(host: string): boolean {
  if (host === "localhost") return true;
  const family = isIP(host);
  return family !== 0 && loopback().check(host, family === 6 ? "ipv6" : "ipv4");
}

function invalid(path: string, rule: string): Parsed<never> {
  return { ok: false, faults: [{ path, message: `must be ${rule}`, rule }] };
}

function fault(path: string, message: string): Parsed<never> {
  return { ok: false, faults: [{ path, message }] };
}
