import { RelayError } from "../heartbeat/relay-error.ts";
import type { Headers } from "./headers.ts";

/** What a page may send elsewhere without asking; programs use them too, but for the first two of these seldom for JSON. */
const simpleTypes = /^(?:text\/plain|multipart\/form-data)\b/i;
const formType = /^application\/x-www-form-urlencoded\b/i;
const loopbackHost = /^(?:(?:[^:]*\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Without keys it is the network that says who may call, and a browser in that network carries out what pages
 * from elsewhere tell it (docs/decisions/no-keys.md).
 *
 * @throws RelayError `forbidden` for a request that a page of another site made, or may have made
 */
export function requireOwnSite(headers: Headers, listensOnLoopback: boolean): void {
  const { host } = headers;
  if (isCrossSite(headers)) {
    throw refusal("a request that a page elsewhere may have made; send application/json");
  }
  if (listensOnLoopback && host !== undefined && !loopbackHost.test(host)) {
    throw refusal("a Host that is not this machine");
  }
}

function refusal(what: string): RelayError {
  return new RelayError("forbidden", {
    detail: `With keys switched off (RELAY_AUTH=none) the relay refuses ${what}.`,
  });
}

function isCrossSite(headers: Headers): boolean {
  const { origin, referer, host = "", "sec-fetch-site": site } = headers;
  // The browser itself says so, and no page can set it.
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  if (origin !== undefined) return !isOf(origin, host);
  if (referer !== undefined && !isOf(referer, host)) return true;
  const { "content-type": type = "", "user-agent": agent = "" } = headers;
  return simpleTypes.test(type) || (formType.test(type) && agent.startsWith("Mozilla/"));
}

function isOf(address: string, host: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const own = `${url.protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === url.host;
}
